"""What breaks in the middle: killed processes, a killed database, two at once, late, clocks back.

Each time, after the next run, the alerts are exactly those of the ledger: none lost, none doubled.
`make drill` repeats every fault DRILL times; docs/reliability.md tells how that went.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import LiteralString

import anyio
import pytest
from prefect.settings import PREFECT_API_URL
from pydantic import SecretStr

from flows.scan import scan_one
from flows.watch import watch_one
from graph.errors import InputError
from graph.migrations import migrate
from graph.server import LocalServer
from graph.server.process import read_state
from graph.session import Graph, Writer, connect
from graph.settings import Settings
from tests.conftest import empty
from tests.flows import ledger
from tests.flows.ledger import REGION, ZONE, balances
from tests.flows.prefect_api import ended, quiet, start
from tests.flows.programs import command, kept_port, surroundings

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("flow_settings")]

REPEATS = int(os.environ.get("DRILL", "1"))
FIRST = date(2019, 10, 23)
DAYS = [FIRST + timedelta(days=n) for n in range(25)]

HOLD_REGION: LiteralString = "MATCH (r:Region {id: $region}) SET r.name = r.name"
HOLD_PERSON: LiteralString = """
MATCH (p:Person {id: 'coordinator'}) SET p.family_name = p.family_name
"""
BLOCKED: LiteralString = """
SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*) AS blocked
"""
SCANNED: LiteralString = "MATCH (s:Scan {region: $region}) RETURN count(s) AS scans"
HERE = {"region": REGION}


@pytest.fixture
async def planted(graph: Graph) -> Graph:
    await ledger.plant(graph)
    return graph


async def again(graph: Graph) -> None:
    """The network as it was planted."""
    await empty(graph)
    await ledger.plant(graph)


async def check(*days: date) -> None:
    """The check and then the watch of these days, one after the other, as schedules would."""
    for day in days:
        await asyncio.to_thread(scan_one.fn, REGION, ZONE, str(day), False)
        await asyncio.to_thread(watch_one.fn, REGION, ZONE, str(day), False)


# Killed processes


@contextmanager
def running(folder: Path, flow: str, day: date) -> Iterator[subprocess.Popen[bytes]]:
    """The flow as a process of its own; it is gone after the block, whatever became of it."""
    arguments = command("flows", "run", flow, "--region", REGION, "--as-of", str(day))
    environment = surroundings(folder, PREFECT_API_URL=str(PREFECT_API_URL.value()))
    with (folder / f"{flow}.txt").open("ab") as out:
        process = subprocess.Popen(arguments, env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.kill()
            process.wait(60)


@asynccontextmanager
async def held(graph: Graph, cypher: LiteralString) -> AsyncIterator[None]:
    """A node that nobody else can change while the block lasts: whoever needs it stands still."""
    taken, free = anyio.Event(), anyio.Event()

    async def work(writer: Writer) -> None:
        await writer.rows(cypher, HERE)
        taken.set()
        await free.wait()

    async with anyio.create_task_group() as group:
        group.start_soon(graph.write, work)
        await taken.wait()
        yield
        free.set()


async def until(
    graph: Graph, process: subprocess.Popen[bytes], cypher: LiteralString, key: str
) -> None:
    """Wait until the statement counts something; the process must not end before that."""
    with anyio.fail_after(120):
        while not (await graph.rows(cypher, HERE))[0][key]:
            assert process.poll() is None, "the flow ended before the fault"
            await anyio.sleep(0.02)


async def kill_held(
    graph: Graph, folder: Path, flow: str, day: date, cypher: LiteralString
) -> None:
    """kill -9 of the flow's process where it stands still for the held node."""
    async with held(graph, cypher):
        with running(folder, flow, day) as process:
            await until(graph, process, BLOCKED, "blocked")
            process.send_signal(signal.SIGKILL)
            assert process.wait(60) == -signal.SIGKILL


async def kill_scanned(graph: Graph, folder: Path, day: date) -> None:
    """kill -9 as soon as the check of the day is seen in the graph."""
    with running(folder, "scan", day) as process:
        await until(graph, process, SCANNED, "scans")
        process.send_signal(signal.SIGKILL)
        process.wait(60)


Kill = Callable[[Graph, Path, date], Awaitable[None]]
KILLS: dict[str, Kill] = {
    "before a check is written": lambda g, f, d: kill_held(g, f, "scan", d, HOLD_REGION),
    "after a check is written": kill_scanned,
    "while a check raises": lambda g, f, d: kill_held(g, f, "scan", d, HOLD_PERSON),
    "before a forecast is written": lambda g, f, d: kill_held(g, f, "watch", d, HOLD_REGION),
    "while a watch raises": lambda g, f, d: kill_held(g, f, "watch", d, HOLD_PERSON),
}


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize("step", KILLS)
async def test_a_killed_flow_loses_and_doubles_nothing(
    step: str, planted: Graph, tmp_path: Path
) -> None:
    for day in islice(cycle(ledger.foreseen(DAYS[5:])), REPEATS):
        await again(planted)
        await KILLS[step](planted, tmp_path, day)
        assert set(await ledger.told(planted)) <= set(ledger.expected([day]))
        await check(day)
        await balances(planted, [day])


# A killed database


@pytest.fixture
async def own_server(tmp_path: Path) -> AsyncIterator[tuple[LocalServer, Settings]]:
    """A Neo4j for this test alone, at a port that it keeps."""
    home = Settings(home=tmp_path / "home", db_heap="512m", db_page_cache="64m")
    server = LocalServer.of(home.model_copy(update={"db_port": kept_port()}))
    address = await asyncio.to_thread(server.start, owned=True)
    reached = {
        "neo4j_uri": address.uri,
        "neo4j_user": address.user,
        "neo4j_password": SecretStr(address.password),
    }
    try:
        yield server, home.model_copy(update=reached)
    finally:
        await asyncio.to_thread(server.stop)


@pytest.mark.skipif(REPEATS == 1, reason="starts Neo4j twice, two minutes: see make drill")
@pytest.mark.usefixtures("prefect_server")
async def test_a_killed_database_loses_and_doubles_nothing(
    own_server: tuple[LocalServer, Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, own = own_server
    monkeypatch.setenv("ORIENTIR_NEO4J_URI", str(own.neo4j_uri))
    monkeypatch.setenv("ORIENTIR_NEO4J_PASSWORD", password(own))
    async with reach(own) as graph:
        await migrate(graph)
    for day in DAYS[5 : 5 + REPEATS]:
        async with reach(own) as graph:
            await again(graph)
            with running(tmp_path, "scan", day) as process:
                await stopped_in_the_middle(graph, server, process)
                await asyncio.to_thread(server.start, owned=True)
                # The task of the region is repeated until the database answers again.
                assert await asyncio.to_thread(process.wait, 120) == 0
        with running(tmp_path, "watch", day) as process:
            assert await asyncio.to_thread(process.wait, 120) == 0
        async with reach(own) as graph:
            await balances(graph, [day])


async def stopped_in_the_middle(
    graph: Graph, server: LocalServer, process: subprocess.Popen[bytes]
) -> None:
    """kill -9 of Neo4j while the flow waits inside a transaction for a held node."""
    state = read_state(server.folder.state)
    assert state is not None
    with suppress(BaseExceptionGroup):  # what held the node dies with the database
        async with held(graph, HOLD_REGION):
            await until(graph, process, BLOCKED, "blocked")
            state.java.send(signal.SIGKILL)
    assert await asyncio.to_thread(state.java.wait, 30)


def password(own: Settings) -> str:
    assert own.neo4j_password is not None
    return own.neo4j_password.get_secret_value()


@asynccontextmanager
async def reach(own: Settings) -> AsyncIterator[Graph]:
    async with connect(str(own.neo4j_uri), own.neo4j_user, password(own)) as opened:
        yield opened


# A killed Prefect


@pytest.mark.skipif(REPEATS == 1, reason="starts Prefect twice, a minute each: see make drill")
async def test_a_killed_server_of_runs_loses_and_doubles_nothing(
    planted: Graph, tmp_path: Path
) -> None:
    """kill -9 of the one command that plans and starts all runs; started again, it goes on."""
    port = kept_port()
    api = f"http://127.0.0.1:{port}/api"
    for day in DAYS[5 : 5 + REPEATS // 4]:
        await again(planted)
        async with held(planted, HOLD_REGION):
            with served(tmp_path, port) as process:
                await quiet(api)
                run = await start(api, "scan/orientir", zone=ZONE, as_of=str(day))
                await until(planted, process, BLOCKED, "blocked")
                process.send_signal(signal.SIGKILL)
                assert process.wait(60) == -signal.SIGKILL
        # The process of the run outlives its server: it may tell the next one that it crashed, or
        # be begun anew beside that. Either way it ends and its place is free for the one after it,
        # which the watch begins within the hour.
        with served(tmp_path, port):
            await quiet(api)
            assert (await ended(api, run))[run]["state_type"] in {"COMPLETED", "CRASHED"}
            for flow in ("scan", "watch"):
                after = await start(api, f"{flow}/orientir", zone=ZONE, as_of=str(day))
                assert (await ended(api, after))[after]["state_type"] == "COMPLETED"
        await balances(planted, [day])


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`orientir flows serve` while the block lasts; killed at its end if it still runs."""
    with (folder / "serve.txt").open("ab") as out:
        process = subprocess.Popen(
            command("flows", "serve", "--port", str(port)),
            env=surroundings(folder),
            stdout=out,
            stderr=out,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(60)


# Two at once (fifty pairs in the drill: a check and a watch on 25 days), late, clocks set back


async def test_two_runs_at_once_day_after_day(planted: Graph) -> None:
    days = DAYS if REPEATS > 1 else DAYS[4:10]
    for n, day in enumerate(days, 1):
        for one in (scan_one.fn, watch_one.fn):
            await asyncio.gather(
                *(asyncio.to_thread(one, REGION, ZONE, str(day), False) for _ in range(2))
            )
        await balances(planted, days[:n])


@pytest.mark.parametrize("first", DAYS if REPEATS > 1 else DAYS[2:11:4])
async def test_a_run_three_days_late_tells_what_is_due_now_once(
    first: date, planted: Graph
) -> None:
    days = [first, first + timedelta(days=3), first + timedelta(days=4)]
    await check(*days)
    await balances(planted, days)


@pytest.mark.parametrize("back", range(1, 11) if REPEATS > 1 else [1, 3])
async def test_a_clock_set_back_raises_nothing_anew(back: int, planted: Graph) -> None:
    day = date(2019, 10, 30)
    await check(day)
    before = await ledger.told(planted)
    earlier = str(day - timedelta(days=back))
    for one in (scan_one.fn, watch_one.fn):
        with pytest.raises(InputError, match="более поздний момент"):
            await asyncio.to_thread(one, REGION, ZONE, earlier, False)
    assert await ledger.told(planted) == before
    await check(day, day + timedelta(days=1))
    await balances(planted, [day, day + timedelta(days=1)])
