"""Loads a demo network by the one write path, region by region, two regions at a time.

Ids depend on the plan only, so a load that was cut off is simply repeated. A region's rows are
made when its turn comes and forgotten when they are written.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import anyio
import anyio.to_thread

from graph.demo.build import Build
from graph.demo.country import country
from graph.demo.ledger import Entry, Ledger
from graph.demo.network import Batch, Network
from graph.demo.plan import Plan
from graph.demo.region import builds, make
from graph.errors import InputError, first_of_group
from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes

BATCH_ROWS = 10_000
AT_ONCE = 2

FOUND = """
OPTIONAL MATCH (r:GraphRecord {id: 'graph'})
RETURN EXISTS { MATCH (n) WHERE NOT n:GraphRecord } AS filled,
  r.demo_seed AS seed, r.demo_moment AS moment, r.demo_regions AS regions,
  r.demo_students AS students, r.demo_loaded_at AS loaded_at
"""

ERASE = """
MATCH (n) WHERE NOT n:GraphRecord
WITH n LIMIT 10000
DETACH DELETE n
RETURN count(*) AS deleted
"""


class Target(StrEnum):
    """What the graph holds before a load."""

    EMPTY = "empty"
    SAME_DEMO = "same_demo"
    OTHER_DEMO = "other_demo"
    OTHER_DATA = "other_data"


class Progress(Protocol):
    """Who is told how the load goes; `students` are those whose rows are written."""

    def written(self, rows: int, students: float) -> None: ...

    def region_done(self, region: str, rows: int) -> None: ...


class Silent:
    """Progress for nobody."""

    def written(self, rows: int, students: float) -> None:
        """Nobody asked."""

    def region_done(self, region: str, rows: int) -> None:
        """Nobody asked."""


async def target(graph: Graph, plan: Plan) -> Target:
    """Whether the graph is empty, holds this plan's demo (perhaps in part), or something else."""
    row = (await graph.rows(FOUND))[0]
    if not row["filled"]:
        return Target.EMPTY
    if row["seed"] is None:
        return Target.OTHER_DATA
    found = (row["seed"], row["moment"], row["regions"], row["students"])
    same = found == (plan.seed, plan.moment, len(plan.regions), plan.students)
    return Target.SAME_DEMO if same else Target.OTHER_DEMO


async def erase(graph: Graph) -> None:
    """Delete every node but the graph's own record."""
    while (await graph.change(ERASE))[0]["deleted"]:
        pass


async def load(
    graph: Graph, plan: Plan, loaded_at: datetime, progress: Progress | None = None
) -> Ledger:
    """Write the plan's network into an empty graph or over itself; the ledger of its violations.

    `loaded_at` is the real moment, from which the demo's clock runs; a whole network keeps its own,
    or its stored scans would lie in the future. InputError if the graph holds anything else:
    `erase` it first.
    """
    found = await target(graph, plan)
    if found in (Target.OTHER_DEMO, Target.OTHER_DATA):
        raise InputError(
            "Граф не пуст, и в нём не эта показательная сеть. Очистите его перед загрузкой."
        )
    kept = (await graph.rows(FOUND))[0]["loaded_at"] if found is Target.SAME_DEMO else None
    await _record(graph, plan, kept)
    await _write(graph, country(plan))
    ledger = Ledger(plan.seed, plan.moment, plan.students, plan.codes)
    for entries in await _regions(graph, plan, progress or Silent()):
        ledger.extend(entries)
    await _record(graph, plan, kept or loaded_at)
    return ledger


async def _regions(graph: Graph, plan: Plan, progress: Progress) -> list[list[Entry]]:
    found: list[list[Entry]] = []
    waiting = builds(plan)

    async def worker() -> None:
        for build in waiting:
            found.append(await _region(graph, build, progress))
            gc.collect()

    with first_of_group():
        async with anyio.create_task_group() as group:
            for _ in range(AT_ONCE):
                group.start_soon(worker)
    return found


async def _region(graph: Graph, build: Build, progress: Progress) -> list[Entry]:
    entries = await anyio.to_thread.run_sync(make, build)
    rows = build.network.size
    for batch in build.network.batches(BATCH_ROWS):
        await _write_batches(graph, [batch])
        progress.written(len(batch.rows), build.size * len(batch.rows) / rows)
    progress.region_done(build.region.display_name, rows)
    return entries


async def _write(graph: Graph, network: Network) -> None:
    await _write_batches(graph, network.batches(BATCH_ROWS))


async def _write_batches(graph: Graph, batches: Iterable[Batch]) -> None:
    for batch in batches:

        async def work(writer: Writer, batch: Batch = batch) -> int:
            if batch.link is None:
                return await write_nodes(writer, batch.label, batch.rows)
            return await write_links(writer, batch.label, batch.link, batch.rows)

        await graph.write(work)


async def _record(graph: Graph, plan: Plan, loaded_at: datetime | None) -> None:
    row: Row = {"id": "graph", "demo_seed": plan.seed, "demo_moment": plan.moment}
    row |= {"demo_regions": len(plan.regions), "demo_students": plan.students}
    row["demo_loaded_at"] = loaded_at
    await graph.write(lambda writer: write_nodes(writer, "GraphRecord", [row]))
