"""The contestants, ready to be asked: over HTTP each at its own server, and two in this process.

In this process there is neither HTTP nor a sign-in: only the statement, the driver and what is
made of its rows. There the compiler is measured against the statement written by hand.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from api.context import Context, Loaders
from api.operation import READING, Asked, answer, ready
from bench.graphql import client, hand_written, servers
from bench.graphql.place import Place
from bench.graphql.questions import QUESTIONS, document
from bench.graphql.rounds import Ask
from graph.session import Graph, connect
from queries import clock
from queries.account.demo import DemoAccounts
from queries.scope import Actor, actor

MOST_CONNECTIONS: Final = 16
COORDINATOR: Final = "coordinator"

Variables = Sequence[dict[str, Any]]


@dataclass(slots=True)
class Contestant:
    """One way of answering; `asks` has a function for each question by its name."""

    name: str
    ru: str
    shape: str
    asks: dict[str, Ask] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """What all contestants share."""

    place: Place
    home: Path
    accounts: DemoAccounts
    variables: dict[str, Variables]


@asynccontextmanager
async def over_http(bench: Bench) -> AsyncIterator[list[Contestant]]:
    """Each contestant at a server of its own."""
    environment = servers.environment(bench.place, bench.home)
    async with AsyncExitStack() as stack:
        ours = stack.enter_context(servers.uvicorn("api.app:create_app", environment))
        factory = "bench.graphql.hand_written:create_app"
        signed = environment | {"BENCH_SIGN_IN": "1"}
        by_hand = stack.enter_context(servers.uvicorn(factory, signed))
        bare = stack.enter_context(servers.uvicorn(factory, environment))
        factory = "bench.graphql.per_field:create_app"
        per_field = stack.enter_context(servers.uvicorn(factory, environment))
        peer = stack.enter_context(servers.node(environment))
        cookie = await servers.signed_in(ours, COORDINATOR, bench.accounts.password)
        at = [
            (Contestant("orientir", "Ориентир", "orientir"), ours, cookie),
            (Contestant("hand", "вручную, с проверкой входа", "hand"), by_hand, cookie),
            (Contestant("bare", "вручную, без входа", "hand"), bare, ""),
            (Contestant("per_field", "Strawberry по полям", "per_field"), per_field, ""),
            (Contestant("peer", "@neo4j/graphql", "peer"), peer, ""),
        ]
        for contestant, port, secret in at:
            _connect(stack, bench, contestant, port, secret)
        yield [contestant for contestant, _, _ in at]


@asynccontextmanager
async def in_process(bench: Bench) -> AsyncIterator[list[Contestant]]:
    """The compiler and the statements by hand, without HTTP and without a sign-in."""
    place = bench.place
    async with (
        place.driver() as driver,
        connect(place.uri, place.user, place.password, place.database) as graph,
    ):
        ours = Contestant("orientir", "Ориентир", "orientir")
        by_hand = Contestant("hand", "вручную", "hand")
        make_context = await _context(graph)
        for question in QUESTIONS:
            variables = bench.variables[question.name]
            text = document("orientir", question.name)
            ours.asks[question.name] = _compiled(text, variables, make_context)

            async def ask(
                number: int, _: int, name: str = question.name, given: Variables = variables
            ) -> bytes:
                return await hand_written.answer(driver, place, name, given[number % len(given)])

            by_hand.asks[question.name] = ask
        yield [ours, by_hand]


def _connect(
    stack: AsyncExitStack, bench: Bench, contestant: Contestant, port: int, cookie: str
) -> None:
    connections = [client.Connection(port) for _ in range(MOST_CONNECTIONS)]
    for connection in connections:
        stack.push_async_callback(connection.close)
    path = "/" if contestant.name == "peer" else "/graphql"
    for question in QUESTIONS:
        named = question.name
        text = named if contestant.shape == "hand" else document(contestant.shape, named)
        requests = [
            client.request(path, port, {"query": text, "variables": one}, cookie)
            for one in bench.variables[named]
        ]

        async def ask(number: int, connection: int, requests: list[bytes] = requests) -> bytes:
            return await connections[connection].ask(requests[number % len(requests)])

        contestant.asks[named] = ask


async def _context(graph: Graph) -> Callable[[], Context]:
    """What makes a context of the coordinator for each request."""
    now = await clock.now(graph)
    who = await graph.read(lambda reader: actor(reader, f"account:{COORDINATOR}", now))
    if who is None:
        raise RuntimeError("the demo network has no coordinator")
    viewer: Actor = who

    async def stay() -> bool:
        return False

    return lambda: Context(graph, viewer, COORDINATOR, now, Loaders(graph, viewer), stay)


def _compiled(
    text: str, variables: Variables, make_context: Callable[[], Context]
) -> Callable[[int, int], Awaitable[bytes]]:
    async def ask(number: int, _: int) -> bytes:
        asked = Asked(text, variables[number % len(variables)], None)
        result = await answer(ready(asked, READING, explored=False), make_context())
        if result.errors:
            raise RuntimeError(str(result.errors[0]))
        return orjson.dumps({"data": result.data})

    return ask


async def check_equal(contestants: list[Contestant], bench: Bench) -> None:
    """Every contestant gives the same answer to every question and variables; else RuntimeError."""
    for question, number in itertools.product(QUESTIONS, range(3)):
        if number >= len(bench.variables[question.name]):
            continue
        found = {}
        for contestant in contestants:
            shown = orjson.loads(await contestant.asks[question.name](number, 0))
            if "errors" in shown:
                raise RuntimeError(f"{contestant.name}, {question.name}: {shown['errors']}")
            found[contestant.name] = question.of[contestant.shape](shown["data"])
        first, *others = found.items()
        for name, rows in others:
            if rows != first[1]:
                raise RuntimeError(f"{question.name}: {name} and {first[0]} differ")
        if not first[1]:
            raise RuntimeError(f"{question.name}: an empty answer proves nothing")
