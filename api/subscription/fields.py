"""What can be waited for, as the schema tells it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import strawberry

from api.context import Info
from api.errors import TooLargeError
from api.node.types import NODES
from api.subscription.bounds import Bounds
from api.subscription.feed import AlertFeed
from graph.session import Reader
from queries.alert.news import Raised
from queries.alert.reads import missed


@dataclass(frozen=True, slots=True)
class Live:
    """What a subscription is fed by: the root value of its operation."""

    feed: AlertFeed
    bounds: Bounds


async def _raised(live: Live, info: Info, region: str, after: str | None) -> AsyncGenerator[Raised]:
    """Alerts to be looked at, each once: those missed, then those that are news.

    Whether the viewer may see one is decided when it is read.
    """
    async with live.feed.following() as following:
        told: set[str] = set()
        if after is not None:
            for one in await _missed(live, info, region, after):
                told.add(one.id)
                yield one
        while True:
            for one in await following.news():
                if one.id not in told and region in ("", one.region):
                    yield one


async def _missed(live: Live, info: Info, region: str, after: str) -> list[Raised]:
    """UnknownAlertError; TooLargeError if they are too many to be told one by one."""
    context, most = info.context, live.bounds.missed

    async def read(reader: Reader) -> list[Raised]:
        return await missed(reader, context.actor, after, region, most + 1)

    found = await context.graph.read(read)
    if len(found) > most:
        raise TooLargeError(
            f"С тех пор поднято больше {most} оповещений: прочитайте их запросом alerts."
        )
    return found


def _stream_of(kind: Any) -> Any:
    """A type that is made while running, which a type checker can't follow."""
    return AsyncGenerator[kind, None]


def _alert_raised() -> Any:
    def alert_raised(
        self: Any, info: Info, region: strawberry.ID | None = None, after: Any = None
    ) -> Any:
        return _raised(self, info, str(region or ""), None if after is None else str(after))

    alert_raised.__annotations__ |= {
        "after": strawberry.ID | None,
        "return": _stream_of(NODES["Alert"]),
    }
    return strawberry.subscription(
        resolver=alert_raised,
        description="новое оповещение своих регионов; after — id последнего из полученных: "
        "сначала придут пропущенные",
    )


Subscription: Any = strawberry.type(
    type("Subscription", (), {"alert_raised": _alert_raised()}),
    name="Subscription",
    description="О чём сообщается по WebSocket (graphql-transport-ws)",
)
