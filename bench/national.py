"""`make bench-national`: the country's size on this machine — load, full scan, traces, questions.

Uses a Neo4j and a folder of its own (ORIENTIR_HOME, `.orientir-national` by default); a network
that is there already is not loaded again. Prints one JSON document.
"""

from __future__ import annotations

import asyncio
import os
import platform
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from cli.demo_loading import moscow_schools
from cli.load_progress import load_progress
from cli.scan import scan_regions
from graph.demo import Plan, Target, load, make_plan, target
from graph.migrations import migrate
from graph.model.account import Role
from graph.opening import open_graph
from graph.session import Graph, Reader
from graph.settings import Settings
from queries.gap.roots import root_causes
from queries.gap.trace import trace
from queries.saved import QUESTIONS
from queries.saved.reads import Asked, ask
from queries.scope import Actor

REGIONS, STUDENTS, SEED = 85, 1_000_000, 2019
TRACES = 200
HEAD = Actor("bench", Role.HEAD, None, everything=True, regions=frozenset())

SOME_GAPS = """
MATCH (g:Gap {state: 'open'}) WITH g ORDER BY g.id
WITH collect(g.id) AS ids
RETURN [i IN range(0, size(ids) - 1, toInteger(ceil(toFloat(size(ids)) / $count))) | ids[i]] AS ids
"""


async def main() -> None:
    home = Path(os.environ.get("ORIENTIR_HOME", ".orientir-national"))
    settings = Settings(home=home, db_heap="4g", db_page_cache="4g")
    plan = make_plan(REGIONS, STUDENTS, SEED, moscow_schools=moscow_schools())
    async with open_graph(settings, owned=True) as graph:
        await migrate(graph)
        told: dict[str, Any] = {"machine": _machine(), "students": STUDENTS}
        told["load"] = await _load(graph, plan)
        told["scan"] = [await _scan(graph, plan, hours) for hours in (1, 2)]
        told["trace_ms"] = await _traces(graph)
        told["root_causes_ms"] = await _median(graph, partial(root_causes, actor=HEAD, limit=20))
        told["saved_ms"] = await _questions(graph, plan)
    sys.stdout.write(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode() + "\n")


async def _load(graph: Graph, plan: Plan) -> dict[str, Any]:
    if await target(graph, plan) is not Target.EMPTY:
        return {"seconds": None, "why": "загружено раньше"}
    begun = time.perf_counter()
    with load_progress(REGIONS, STUDENTS) as progress:
        await load(graph, plan, datetime.now(UTC), progress)
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": round(seconds), "rows": progress.rows, "python_peak_mb": memory}


async def _scan(graph: Graph, plan: Plan, hours: int) -> dict[str, Any]:
    """All regions as `orientir scan` does it, `hours` after the network's moment and any scan."""
    as_of = await after_scans(graph, plan.moment) + timedelta(hours=hours)
    begun = time.perf_counter()
    results = await scan_regions(graph, None, as_of.isoformat(), dry_run=False)
    seconds = time.perf_counter() - begun
    rules: Counter[str] = Counter()
    for result in results:
        rules.update({rule: int(ms) for rule, ms in result.timings_ms.items()})
    gaps = sum(result.open_gaps for result in results)
    return {"seconds": round(seconds, 1), "gaps": gaps, "rules_ms": dict(rules.most_common())}


async def after_scans(graph: Graph, moment: datetime) -> datetime:
    """This moment, or that of the last scan if it is later: none may be of before it."""
    last = (await graph.rows("MATCH (s:Scan) RETURN max(s.as_of) AS last"))[0]["last"]
    return max(last or moment, moment)


async def _traces(graph: Graph) -> dict[str, float]:
    ids = (await graph.rows(SOME_GAPS, {"count": TRACES}))[0]["ids"]
    spent = [await _timed(graph, partial(trace, actor=HEAD, gap=gap)) for gap in ids]
    # The first ones plan their statements; they are told apart.
    warm = sorted(spent[5:])
    return {
        "first": round(spent[0], 1),
        "median": round(statistics.median(warm), 1),
        "p95": round(warm[int(0.95 * len(warm))], 1),
        "traces": len(warm),
    }


async def _questions(graph: Graph, plan: Plan) -> dict[str, float]:
    asked = Asked(plan.moment + timedelta(hours=1), plan.moment - timedelta(days=1))
    return {
        name: await _median(
            graph, partial(ask, actor=HEAD, question=question, asked=asked, limit=20), 3
        )
        for name, question in QUESTIONS.items()
    }


async def _median(graph: Graph, work: Callable[[Reader], Awaitable[Any]], times: int = 9) -> float:
    return round(statistics.median([await _timed(graph, work) for _ in range(times)]), 1)


async def _timed(graph: Graph, work: Callable[[Reader], Awaitable[Any]]) -> float:
    """Milliseconds of one read."""
    begun = time.perf_counter()
    await graph.read(work)
    return (time.perf_counter() - begun) * 1000


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} ядра, нагрузка {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    asyncio.run(main())
