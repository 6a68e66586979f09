"""`make bench-growth`: the same work on networks of 100,000, 300,000 and 1,000,000 students.

Each network has a Neo4j of its own under ORIENTIR_HOME (`.orientir-growth` by default), which
stays: what is loaded once is not loaded again, and its load is told from what was kept. Sizes are
measured one after another, since they share two cores; prints a Markdown table, how many times the
work grew beside it, and writes `growth.json`. What reads a page or a record has to stay flat, the
rest may grow as the network does.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson
from httpx import AsyncClient

from api.app import create_app
from api.memory import searched_rarely
from bench.national import HEAD, SEED, SOME_GAPS, after_scans
from bench.signed_in import signed_in
from cli.demo_loading import moscow_schools
from cli.load_progress import load_progress
from cli.scan import scan_regions
from graph.demo import Plan, Target, load, make_plan, target
from graph.migrations import migrate
from graph.opening import open_graph
from graph.session import Graph
from graph.settings import Settings
from queries import clock
from queries.account.demo import create_demo_accounts
from queries.gap.roots import root_causes
from queries.gap.trace import trace

REGIONS: Final = 85
SIZES: Final = (100_000, 300_000, 1_000_000)
TIMES: Final = 30
WARM: Final = 5
AT_ONCE: Final = 16
LARGEST: Final = """
MATCH (s:Student) WITH s.region AS region, count(*) AS students
RETURN region ORDER BY students DESC, region LIMIT 1
"""
SOME_SCHOOLS: Final = """
MATCH (s:School {region: $region}) WITH s ORDER BY s.id LIMIT 200 RETURN collect(s.id) AS ids
"""
POINT: Final = "query($id: ID!) { school(id: $id) { name region { name } } }"
PAGE: Final = """query($region: ID!) {
  schools(first: 50, filter: {regionId: {eq: $region}}, orderBy: [{field: NAME}]) {
    edges { node { name municipality { name } } }
  }
}"""
REPORT: Final = "query($region: ID!) { report(kind: 1, region: $region) { __typename } }"

MEASURES: Final = {
    "rows": "узлов и связей загружено",
    "load_s": "загрузка, с",
    "python_peak_mb": "память загрузки, МиБ",
    "scan_s": "полная проверка всех регионов, с",
    "point_ms": "одна школа, мс",
    "page_ms": "страница из 50 школ, мс",
    "trace_ms": "путь пробела, мс",
    "roots_ms": "первые 20 корневых причин страны, мс",
    "overview_ms": "«Обзор» страны, мс",
    "region_ms": "страница самого большого региона, мс",
    "report_ms": "отчёт № 1 самого большого региона, мс",
    "point_16_per_s": "одна школа, 16 сразу: ответов/с",
    "point_16_p95_ms": "она же, p95, мс",
    "page_16_per_s": "50 школ, 16 сразу: ответов/с",
    "page_16_p95_ms": "они же, p95, мс",
    "region_16_per_s": "регион, 16 сразу: страниц/с",
    "region_16_p95_ms": "он же, p95, мс",
}
"""What is measured of a size, and its words in the table."""


async def measured(home: Path, students: int) -> dict[str, Any]:
    """Everything about one size; its network is made if it isn't there."""
    settings = Settings(
        home=home, db_heap="4g", db_page_cache="4g", request_seconds=60, requests_per_minute=0,
        requests_at_once=0,
    )  # fmt: skip
    plan = make_plan(REGIONS, students, SEED, moscow_schools=moscow_schools())
    async with open_graph(settings, owned=True) as graph, AsyncExitStack() as stack:
        await migrate(graph)
        told: dict[str, Any] = {"students": students, **await _loaded(graph, plan, home)}
        told["scan_s"] = [await _scan(graph, plan) for _ in range(2)][-1]
        app = create_app(settings, graph)
        accounts = await create_demo_accounts(graph, await clock.now(graph), home)
        head = await stack.enter_async_context(signed_in(app, "head", accounts.password))
        stack.enter_context(searched_rarely())  # As in the application.
        told |= await _read(graph, head)
    return told


async def _loaded(graph: Graph, plan: Plan, home: Path) -> dict[str, Any]:
    kept = home / "growth-load.json"
    if await target(graph, plan) is Target.EMPTY:
        begun = time.perf_counter()
        with load_progress(REGIONS, plan.students) as progress:
            await load(graph, plan, datetime.now(UTC), progress)
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        own = {"load_s": round(seconds, 1), "rows": progress.rows, "python_peak_mb": peak}
        kept.write_bytes(orjson.dumps(own))
    if not kept.exists():  # bench-national's own, whose load it has told.
        return {}
    found: dict[str, Any] = orjson.loads(kept.read_bytes())
    return found


async def _scan(graph: Graph, plan: Plan) -> float:
    """Seconds of all rules in all regions, an hour after whatever scan was the last."""
    as_of = await after_scans(graph, plan.moment) + timedelta(hours=1)
    begun = time.perf_counter()
    await scan_regions(graph, None, as_of.isoformat(), dry_run=False)
    return round(time.perf_counter() - begun, 1)


async def _read(graph: Graph, head: AsyncClient) -> dict[str, float]:
    """Medians in milliseconds of what people and programs ask."""
    region = (await graph.rows(LARGEST))[0]["region"]
    gaps = (await graph.rows(SOME_GAPS, {"count": TIMES}))[0]["ids"]
    schools = (await graph.rows(SOME_SCHOOLS, {"region": region}))[0]["ids"]
    dice = random.Random(SEED)  # noqa: S311 - a choice of records, not a secret

    async def asked(query: str, **variables: str) -> None:
        answer = await head.post("/graphql", json={"query": query, "variables": variables})
        if "errors" in answer.json():
            raise RuntimeError(answer.text)

    async def opened(path: str) -> None:
        (await head.get(path)).raise_for_status()

    work: dict[str, Callable[[], Awaitable[object]]] = {
        "point_ms": lambda: asked(POINT, id=dice.choice(schools)),
        "page_ms": lambda: asked(PAGE, region=region),
        "trace_ms": lambda: graph.read(partial(trace, actor=HEAD, gap=dice.choice(gaps))),
        "roots_ms": lambda: graph.read(partial(root_causes, actor=HEAD, limit=20)),
        "overview_ms": lambda: opened("/overview"),
        "region_ms": lambda: opened(f"/regions/{region}"),
        "report_ms": lambda: asked(REPORT, region=region),
    }
    told = {name: await _median(one) for name, one in work.items()}
    for name in ("point", "page", "region"):
        told |= await _at_once(name, work[f"{name}_ms"])
    return told


async def _at_once(name: str, work: Callable[[], Awaitable[object]]) -> dict[str, float]:
    """The same asked by sixteen at once: answers a second, and the p95 of each."""
    spent: list[float] = []

    async def one() -> None:
        for _ in range(TIMES):
            begun = time.perf_counter()
            await work()
            spent.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    seconds = time.perf_counter() - begun
    return {
        f"{name}_16_per_s": round(len(spent) / seconds, 1),
        f"{name}_16_p95_ms": round(sorted(spent)[int(0.95 * (len(spent) - 1))], 1),
    }


async def _median(work: Callable[[], Awaitable[object]]) -> float:
    spent: list[float] = []
    for _ in range(WARM + TIMES):
        begun = time.perf_counter()
        await work()
        spent.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(spent[WARM:]), 1)


def table(sizes: list[dict[str, Any]]) -> str:
    """Markdown: a row a measure, a column a size, and how many times the last is the first."""
    head = [f"{one['students']:,}".replace(",", " ") for one in sizes]
    lines = [f"| что | {' | '.join(head)} | во сколько раз |", f"|---|{'---|' * (len(sizes) + 1)}"]
    for name, words in MEASURES.items():
        values = [one.get(name) for one in sizes]
        known = [value for value in values if value is not None]
        grew = f"{known[-1] / known[0]:.1f}" if len(known) > 1 and known[0] else "—"
        cells = " | ".join("—" if value is None else str(value) for value in values)
        lines.append(f"| {words} | {cells} | {grew} |")
    return "\n".join(lines)


async def main(place: Path, sizes: list[int]) -> None:
    """Measure each size, tell all in one table."""
    told = []
    for students in sizes:
        told.append(await measured(place / str(students), students))
        print(orjson.dumps(told[-1]).decode(), file=sys.stderr)  # noqa: T201
    (place / "growth.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    print(table(told))  # noqa: T201 - what this program is run for


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    os.environ.setdefault("ORIENTIR_LOG_LEVEL", "WARNING")
    folder = Path(os.environ.get("ORIENTIR_HOME", ".orientir-growth")).absolute()
    asyncio.run(main(folder, asked.parse_args().sizes))
