"""Transactions end when their time is over, here and in the database, and survive an outage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import anyio
import pytest
from neo4j.exceptions import ClientError

from graph.around import PROBE_SECONDS, REACH_SECONDS, Seen, deadline, each_within, watched
from graph.errors import DeadlineError, GraphBusyError, GraphUnavailableError
from graph.session import Graph, Reader, Statement, Writer, connect
from graph.settings import Settings
from tests.proxy import Proxy, wire

pytestmark = pytest.mark.anyio

SLOW = "UNWIND range(1, 1000000000) AS slow_marker RETURN count(slow_marker * 2) AS count"
ONE = "RETURN 1 AS one"
HOLD = "MERGE (r:Region {id: 'RU-TA'}) SET r.name = $name"
LOCK = "MATCH (r:Region {id: $id}) SET r.name = 'занят'"
NAME = "MATCH (r:Region {id: 'RU-TA'}) RETURN r.name AS name"
RUNNING = """
SHOW TRANSACTIONS YIELD currentQuery
WHERE currentQuery CONTAINS $marker AND NOT currentQuery STARTS WITH 'SHOW'
RETURN count(*) AS count
"""
BLOCKED = """
SHOW TRANSACTIONS YIELD currentQuery, status
WHERE currentQuery CONTAINS $marker AND status STARTS WITH 'Blocked'
RETURN count(*) AS count
"""


@pytest.fixture
async def proxy(server_settings: Settings) -> AsyncIterator[Proxy]:
    assert server_settings.neo4j_uri is not None
    async with wire(server_settings.neo4j_uri) as opened:
        yield opened


@pytest.fixture
async def behind(server_settings: Settings, proxy: Proxy) -> AsyncIterator[Graph]:
    """The same Neo4j behind a wire that can be cut."""
    assert server_settings.neo4j_password is not None
    password = server_settings.neo4j_password.get_secret_value()
    async with connect(proxy.uri, server_settings.neo4j_user, password) as opened:
        yield opened


async def _slow(reader: Reader) -> None:
    await reader.rows(SLOW)


async def ends(graph: Graph, marker: str) -> None:
    """Wait until no transaction with this text is left in the database."""
    for _ in range(200):
        if (await graph.rows(RUNNING, {"marker": marker}))[0]["count"] == 0:
            return
        await anyio.sleep(0.1)
    raise AssertionError("the transaction goes on")


async def waits(graph: Graph, marker: str) -> None:
    """Wait until a transaction with this text waits for a lock."""
    for _ in range(200):
        if (await graph.rows(BLOCKED, {"marker": marker}))[0]["count"]:
            return
        await anyio.sleep(0.05)
    raise AssertionError("the transaction does not wait")


async def test_a_slow_read_is_ended_in_the_database_too(graph: Graph) -> None:
    with pytest.raises(DeadlineError):
        await graph.read(_slow, limit_seconds=0.5)
    await ends(graph, "slow_marker")
    await graph.check()


async def test_a_deadline_ends_the_transactions_of_every_task_in_it(graph: Graph) -> None:
    with pytest.raises(DeadlineError):
        async with deadline(0.5):
            await asyncio.gather(*(graph.read(_slow) for _ in range(3)))
    await ends(graph, "slow_marker")


async def test_each_transaction_may_have_a_time_of_its_own(graph: Graph) -> None:
    with each_within(0.5):
        await anyio.sleep(0.6)
        await graph.check()
        with pytest.raises(DeadlineError):
            await graph.read(_slow)
    await ends(graph, "slow_marker")


async def test_a_write_that_waits_for_a_lock_is_given_up_and_changes_nothing(graph: Graph) -> None:
    await graph.change(HOLD, {"name": "первое"})
    held, done = asyncio.Event(), asyncio.Event()

    async def hold(writer: Writer) -> None:
        await writer.rows(HOLD, {"name": "второе"})
        held.set()
        await done.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(graph.write(hold))
        await held.wait()
        with pytest.raises(DeadlineError):
            async with deadline(0.5):
                await graph.change(HOLD + " // waiting_marker", {"name": "третье"})
        await ends(graph, "waiting_marker")
        done.set()
    assert await graph.rows(NAME) == [{"name": "второе"}]


async def test_what_is_given_up_again_and_again_is_told_as_busy(graph: Graph) -> None:
    """Each attempt closes a ring of locks with a writer that began before it: it is given up."""
    await graph.change(HOLD, {"name": "первое"})
    await graph.change("MERGE (r:Region {id: 'RU-MOS'}) SET r.name = 'второе'")
    older = [Older() for _ in range(10)]
    attempts = 0

    async def closing(writer: Writer) -> None:
        nonlocal attempts
        other = older[attempts]
        attempts += 1
        await writer.rows(LOCK, {"id": "RU-TA"})
        other.may_go.set()
        await waits(graph, other.marker)
        await writer.rows(LOCK, {"id": "RU-MOS"})

    async with asyncio.TaskGroup() as group:
        for one in older:
            group.create_task(graph.write(one.work))
            await one.begun.wait()
        with pytest.raises(GraphBusyError):
            await graph.write(closing)
        for one in older:
            one.may_go.set()
    assert attempts > 2


class Older:
    """A writer that has begun; let go, it locks one region and waits for the other."""

    def __init__(self) -> None:
        self.begun, self.may_go = asyncio.Event(), asyncio.Event()
        self.marker = f"ring_marker_{id(self)}"

    async def work(self, writer: Writer) -> None:
        await writer.rows(ONE)
        self.begun.set()
        await self.may_go.wait()
        await writer.rows(LOCK, {"id": "RU-MOS"})
        await writer.rows(Statement(f"{LOCK} // {self.marker}"), {"id": "RU-TA"})


async def test_the_database_stops_by_itself_when_nobody_can_tell_it(
    graph: Graph, proxy: Proxy, behind: Graph
) -> None:
    async def slow_then_silent(reader: Reader) -> None:
        asyncio.get_running_loop().call_later(0.3, proxy.fall_silent)
        await reader.rows(SLOW)

    with pytest.raises(DeadlineError):
        await behind.read(slow_then_silent, limit_seconds=1)
    await ends(graph, "slow_marker")


async def test_repeating_goes_on_no_longer_than_the_deadline(proxy: Proxy, behind: Graph) -> None:
    begun = 0

    async def cut(reader: Reader) -> None:
        nonlocal begun
        begun += 1
        await proxy.refuse()
        await reader.rows("RETURN 1 AS one")

    with pytest.raises(DeadlineError):
        async with deadline(1):
            await behind.read(cut)
    assert begun == 1


@pytest.mark.parametrize("asked", ["check", "alone"])
@pytest.mark.parametrize("way", ["refused", "silent", "silent from the start"])
async def test_an_outage_is_told_before_the_deadline_and_ends_by_itself(
    proxy: Proxy, behind: Graph, way: str, asked: str
) -> None:
    assert REACH_SECONDS + PROBE_SECONDS < 5
    if way != "silent from the start":
        await behind.check()
    if way == "refused":
        await proxy.refuse()
    else:
        proxy.fall_silent()
    async with deadline(60):
        with pytest.raises(GraphUnavailableError):
            await (behind.check() if asked == "check" else behind.alone(ONE))
    if way == "refused":
        await proxy.listen()
    proxy.speak()
    await behind.check()


async def test_one_statement_alone_is_a_whole_transaction(graph: Graph) -> None:
    assert await graph.alone("RETURN $given, [1]", {"given": "да"}) == [["да", [1]]]
    with pytest.raises(ClientError, match="AccessMode"):
        await graph.alone("CREATE (:Region {id: 'RU-X'})")
    assert await graph.alone("MATCH (r:Region) RETURN count(r)") == [[0]]


async def test_a_statement_alone_is_asked_again_after_a_lost_connection(
    proxy: Proxy, behind: Graph
) -> None:
    await behind.check()
    proxy.fall_silent()
    seen: list[str] = []
    with watched(_Notes(seen)):
        asked = asyncio.create_task(behind.alone(ONE))
    await anyio.sleep(0.3)  # Long enough to be sent, and answered by nobody.
    assert seen == ["READ", ONE]
    await proxy.refuse()
    proxy.speak()
    await proxy.listen()
    assert await asked == [[1]]
    assert seen == ["READ", ONE, "READ", ONE]


async def test_a_long_statement_alone_is_no_outage_and_ends_in_the_database(graph: Graph) -> None:
    with pytest.raises(DeadlineError):
        async with deadline(REACH_SECONDS + PROBE_SECONDS + 0.5):
            await graph.alone(SLOW)
    await ends(graph, "slow_marker")


async def test_watchers_see_every_transaction_and_statement(graph: Graph) -> None:
    seen: list[str] = []
    with watched(_Notes(seen)):
        await graph.rows("RETURN 1 AS one")
        await graph.change(HOLD, {"name": "тайна"})
    await graph.check()
    assert seen == ["READ", "RETURN 1 AS one", "WRITE", HOLD]


class _Notes:
    def __init__(self, seen: list[str]) -> None:
        self._seen = seen

    @contextmanager
    def transaction(self, access: str) -> Iterator[Seen]:
        self._seen.append(access)
        yield self._seen.append
