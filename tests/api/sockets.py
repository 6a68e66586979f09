"""The application behind a real server, and clients of its websocket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

import uvicorn
from httpx import AsyncClient
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from api.auth.door import COOKIE
from api.subscription.bounds import Bounds
from api.subscription.socket import subscriptions_of
from graph.session import Graph, Writer
from graph.writing import write_links, write_nodes
from tests.api.conftest import data, sign_in
from tests.api.planted import FOREIGN, MOMENT, PASSWORD, gap_id

# Nothing takes so long; a test that hangs is to fail.
HANGS = 120
PROTOCOL = "graphql-transport-ws"
RAISED = (
    "subscription($region: ID, $after: ID) { alertRaised(region: $region, after: $after) { %s } }"
)
IDS = RAISED % "id"
SOON = Bounds(check_seconds=0.2)

HASH = "MATCH (a:Account {login: 'head'}) RETURN a.password_hash AS hash"
CREATE = """
mutation($until: DateTime!, $regions: [ID!]) {
  createToken(
    account: "account:automation", name: "слежение", scopes: [READ], expiresAt: $until,
    regions: $regions
  ) { ... on TokenCreated { id secret } }
}
"""


@contextlib.asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """The host and port of a uvicorn with this application, in this event loop."""
    with socket.socket() as listening:
        # Little is kept for a client that takes nothing: it is noticed soon.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 50_000)
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            while not server.started:
                assert not running.done()
                await asyncio.sleep(0.01)
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


@dataclass
class Talk:
    """A client that speaks the protocol, and passes over pings."""

    socket: ClientConnection
    numbers: Any = field(default_factory=lambda: count(1))

    async def say(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(HANGS):
            while True:
                heard: dict[str, Any] = json.loads(await self.socket.recv())
                if heard["type"] != "ping":
                    return heard

    async def open(self, **payload: Any) -> None:
        await self.say(type="connection_init", payload=payload)
        assert await self.hear() == {"type": "connection_ack"}

    async def ask(self, query: str, **variables: Any) -> str:
        identity = str(next(self.numbers))
        payload = {"query": query, "variables": variables}
        await self.say(type="subscribe", id=identity, payload=payload)
        return identity

    async def ids(self, number: int) -> list[str]:
        """The ids of the next alerts."""
        return [(await self.hear())["payload"]["data"]["alertRaised"]["id"] for _ in range(number)]

    async def ended(self) -> int:
        """The code with which the server closes; what comes before is passed over."""
        async with asyncio.timeout(HANGS):
            with contextlib.suppress(ConnectionClosed):
                async for _ in self.socket:
                    pass
        assert self.socket.close_code is not None
        return self.socket.close_code


@contextlib.asynccontextmanager
async def talking(
    host: str, protocol: str = PROTOCOL, *, lazy: bool = False, **headers: str
) -> AsyncIterator[Talk]:
    """A socket to /graphql, not opened by connection_init yet.

    A `lazy` client takes as little as it can in advance of being asked to hear.
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    opening = connect(
        f"ws://{host}/graphql",
        subprotocols=[cast("Subprotocol", protocol)],
        additional_headers=named,
        proxy=None,
        **(_lazily(host) if lazy else {}),
    )
    async with opening as opened:
        yield Talk(opened)


def _lazily(host: str) -> dict[str, Any]:
    """Nothing compressed, one message ahead, little room on the way; goes without a good-bye."""
    taking = socket.socket()
    taking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 10_000)
    address, _, port = host.rpartition(":")
    taking.connect((address, int(port)))
    return {"sock": taking, "compression": None, "max_queue": 1, "close_timeout": 0.1}


async def followed(app: Starlette, number: int) -> None:
    """Wait until so many subscriptions are told what is raised from now on."""
    feed = subscriptions_of(app).live.feed
    async with asyncio.timeout(HANGS):
        while feed.followers != number or (number and not feed.ready):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def raise_alerts(
    graph: Graph, region: str, *names: str, at: datetime = MOMENT, period: str = "2019-10-14"
) -> None:
    """Alerts about the gap of the region's first school, `alert:<region>:<name>`, at once."""
    gap = gap_id(region, "R06", "processed_without_consent")
    row = {"rule": "R06", "period": period, "raised_at": at, "gap": gap}
    rows = [row | {"id": f"alert:{region}:{name}"} for name in names]

    async def write(writer: Writer) -> None:
        await write_nodes(writer, "Alert", rows)

    await graph.write(write)


def ago(**time: float) -> datetime:
    return MOMENT - timedelta(**time)


async def automation(graph: Graph, *regions: str) -> None:
    """An account for programs that sees these regions."""
    row = {"id": "account:automation", "login": "automation", "role": "automation"}
    sees = [{"source": "account:automation", "target": region} for region in regions]

    async def write(writer: Writer) -> None:
        await write_nodes(writer, "Account", [row])
        await write_links(writer, "Account", "sees", sees)

    await graph.write(write)


async def token(head: AsyncClient, *regions: str) -> str:
    """A new token of that account, for some of its regions or for all."""
    until = (MOMENT + timedelta(days=1)).isoformat()
    made = await data(head, CREATE, until=until, regions=list(regions))
    return str(made["createToken"]["secret"])


async def foreign_coordinator(writer: Writer) -> None:
    """The account `foreign`, of the other region's coordinator."""
    password_hash = (await writer.single(HASH))["hash"]
    row = {
        "id": "account:foreign", "login": "foreign", "role": "coordinator",
        "password_hash": password_hash, "person": f"coordinator-{FOREIGN}",
    }  # fmt: skip
    await write_nodes(writer, "Account", [row])


async def cookie(host: str, login: str) -> str:
    """The header of a browser that has signed in."""
    async with AsyncClient(base_url=f"http://{host}", trust_env=False) as client:
        assert (await sign_in(client, login, PASSWORD)).status_code == 303
        return f"{COOKIE}={client.cookies[COOKIE]}"


async def token_of(host: str) -> str:
    async with AsyncClient(base_url=f"http://{host}", trust_env=False) as client:
        await sign_in(client, "head", PASSWORD)
        return await token(client)
