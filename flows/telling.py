"""What flows that tell people share: the graph, its clock, the channels; numbers for the pages.

Ids of people are in the rows; logs and tables have numbers only.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from prefect import get_run_logger
from prefect.artifacts import acreate_table_artifact

from delivery.channel import channels
from delivery.posting import Clock, Post, Told, site_of
from flows.catalogue import DIGEST, Entry, slug
from flows.moment import moment
from flows.region import select_regions
from graph.opening import open_graph
from graph.settings import settings
from queries import clock
from queries.alert.recipient import MOSCOW

Row = dict[str, Any]

STATES: Final = {
    "sent": "отправлено",
    "failed": "будет повторено",
    "dead": "не доставлено",
    "dropped": "больше не нужно",
    "would_send": "было бы отправлено",
}


async def tell(
    entry: Entry,
    work: Callable[[Post], Awaitable[list[Told]]],
    regions: list[str] | None,
    zone: str | None,
    as_of: str | None,
    dry_run: bool,
) -> list[Row]:
    """Let `work` send messages; rows by person's id. Without channels everything goes on waiting.

    InputError for unknown regions or a wrong `as_of`.
    """
    own = settings()
    chosen = channels(own)
    if not chosen and not dry_run:
        if entry is DIGEST:  # once a morning, not every two minutes
            get_run_logger().warning("Каналов нет: сообщения ждут, пока не задан ORIENTIR_CHANNELS")
        return []
    async with open_graph(own) as graph:
        if regions:
            await select_regions(graph, regions)
        at = moment(as_of, zone or MOSCOW, await clock.now(graph))
        told = await work(Post(graph, chosen, _running(at), site_of(own)))
    await _tell_numbers(entry, told, zone, dry_run)
    return [asdict(one) for one in told]


def _running(start: datetime) -> Clock:
    """The clock that showed `start` just now."""
    begun = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - begun)


async def _tell_numbers(entry: Entry, told: list[Told], zone: str | None, dry_run: bool) -> None:
    states = Counter(one.state for one in told)
    for state, count in sorted(states.items()):
        get_run_logger().info("%s — сообщений: %d", STATES[state], count)
    if not told or dry_run:
        return
    table = [
        {
            "состояние": STATES[state],
            "сообщений": count,
            "оповещений": sum(one.deliveries for one in told if one.state == state),
        }
        for state, count in sorted(states.items())
    ]
    key = f"{entry.name}-{slug(zone)}" if zone else entry.name
    await acreate_table_artifact(table=table, key=key, description=entry.table)
