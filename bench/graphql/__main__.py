"""`make bench`: loads the network once, checks that all answers are equal, then times them.

Uses a Neo4j and a folder of its own (ORIENTIR_HOME, `.orientir-bench` by default). Prints Markdown;
what it is doing meanwhile goes to stderr. `--quick` takes one question at one concurrency.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from api.memory import searched_rarely
from bench.graphql.contestants import Bench, Contestant, check_equal, in_process, over_http
from bench.graphql.place import Place
from bench.graphql.questions import QUESTIONS
from bench.graphql.rounds import run
from bench.graphql.servers import PEER_READY, loop_factory
from bench.graphql.table import Found, table, versions
from cli.demo_loading import moscow_schools
from cli.load_progress import load_progress
from cli.scan import scan_regions
from graph.demo import Target, load, make_plan, target
from graph.migrations import migrate
from graph.server import LocalServer
from graph.session import Graph, connect
from graph.settings import Settings
from queries import clock
from queries.account.demo import PREFERRED_REGION, create_demo_accounts

# Large enough that fifty schools of one region have more than twenty students each.
REGIONS, STUDENTS, SEED = 3, 30_000, 2019
CONCURRENCIES: Final = (1, 16)
POINTS: Final = 200

SCHOOLS = """
MATCH (s:School {region: $region}) RETURN s.id AS id ORDER BY s.id LIMIT $count
"""
DATABASE = "CALL dbms.components() YIELD name, versions RETURN name, versions[0] AS version"


def started(home: Path) -> Place:
    """The benchmark's own Neo4j, which ends together with this process."""
    settings = Settings(home=home, db_heap="2g", db_page_cache="1g")
    address = LocalServer.of(settings).start(owned=True)
    own = (address.uri, address.user, address.password)
    return Place(*own, settings.neo4j_database, PREFERRED_REGION)


async def main(place: Place, home: Path) -> None:
    """Prepare the network, then measure."""
    async with connect(place.uri, place.user, place.password, place.database) as graph:
        bench, database = await _prepared(graph, place, home)
    await _measure(bench, database, quick="--quick" in sys.argv)


async def _prepared(graph: Graph, place: Place, home: Path) -> tuple[Bench, dict[str, Any]]:
    await migrate(graph)
    plan = make_plan(REGIONS, STUDENTS, SEED, moscow_schools=moscow_schools())
    if await target(graph, plan) is Target.EMPTY:
        with load_progress(REGIONS, STUDENTS) as progress:
            await load(graph, plan, datetime.now(UTC), progress)
        await scan_regions(graph, None, plan.moment.isoformat(), dry_run=False)
    accounts = await create_demo_accounts(graph, await clock.now(graph), home)
    ids = await graph.rows(SCHOOLS, {"region": place.region, "count": POINTS})
    region = {"region": place.region}
    variables: dict[str, Any] = {question.name: [region] for question in QUESTIONS}
    variables["point"] = [row | region for row in ids]
    return Bench(place, home, accounts, variables), (await graph.rows(DATABASE))[0]


async def _measure(bench: Bench, database: dict[str, Any], *, quick: bool) -> None:
    _say(versions(database))
    async with in_process(bench) as contestants:
        await check_equal(contestants, bench)
        _say("\nБез HTTP и входа: запрос, драйвер, сборка ответа.\n")
        with searched_rarely():  # As in the application; both contestants share this process.
            _say(table(contestants, await _run(contestants, quick), "hand"))
    async with over_http(bench) as contestants:
        await check_equal(contestants, bench)
        _say("\nЧерез HTTP, по процессу на каждого.\n")
        _say(table(contestants, await _run(contestants, quick), "hand"))


async def _run(contestants: list[Contestant], quick: bool) -> Found:
    found: Found = {}
    for question in QUESTIONS[:1] if quick else QUESTIONS:
        for concurrency in CONCURRENCIES[:1] if quick else CONCURRENCIES:
            print(f"{question.name} × {concurrency}…", file=sys.stderr)  # noqa: T201
            asks = {one.name: one.asks[question.name] for one in contestants}
            found[question.name, concurrency] = await run(asks, concurrency)
    return found


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what this program is run for


if __name__ == "__main__":
    if not PEER_READY.exists():
        sys.exit("Нет bench/graphql/peer/node_modules: запускайте через make bench.")
    folder = Path(os.environ.get("ORIENTIR_HOME", ".orientir-bench")).absolute()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(main(started(folder), folder))
