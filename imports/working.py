"""Whoever has time carries imports on: compares, writes, takes back, whatever waits.

Any number of workers may look at once, in any process: a lease in the graph says whose an import
is, and runs out by itself. Nothing here is remembered between two calls.
"""

from __future__ import annotations

import gc
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from graph.errors import OrientirError
from graph.model.importing import ImportState as State
from graph.session import Graph
from imports.acting import SCHEDULE
from imports.commit import commit
from imports.kept import batches
from imports.kept.batches import LeaseLostError
from imports.preview import preview
from imports.progress import Progress, silent
from imports.undo import undo
from queries import clock
from queries.rules.scan import scan_region

_OBJECTS: Final = 100_000
_CHANGING: Final = frozenset({State.WRITING, State.UNDOING})


async def work_off(graph: Graph, *, batch: str = "", progress: Progress = silent) -> list[str]:
    """Do all work that waits now (of one import, if named); the ids of what was worked on."""
    _collect_rarely()
    worker = uuid.uuid4().hex
    done: list[str] = []
    changed: list[str] = []
    while True:
        claimed = await batches.claim(graph, worker, datetime.now(UTC), batch)
        if claimed is not None:
            with suppress(LeaseLostError):
                async with batches.at_work(graph, worker, claimed):
                    changed += await _work(graph, claimed, worker, progress)
            done.append(claimed)
        elif changed:
            # Somebody waits for an import, nobody for this: what comes meanwhile goes before it.
            await _check(graph, changed.pop(0))
        else:
            return done


def _collect_rarely() -> None:
    """Have this process look for cycles of garbage seldom from now on.

    An import keeps hundreds of thousands of objects alive and makes no cycles: walking over them
    again and again was two fifths of its time.
    """
    if gc.get_threshold()[0] < _OBJECTS:
        gc.set_threshold(_OBJECTS, 50, 50)


async def _check(graph: Graph, region: str) -> None:
    """Find a region's gaps anew. The import stands without it: the daily check finds the same."""
    with suppress(OrientirError):
        await scan_region(graph, region, await clock.now(graph))


async def _work(graph: Graph, batch: str, worker: str, progress: Progress) -> list[str]:
    """Do what waits of one import; the region that it has changed, if it has."""
    known = await graph.read(lambda reader: batches.find(reader, SCHEDULE, batch))
    now = await clock.now(graph)

    async def told(rows: int) -> None:
        await progress(known.state, rows)

    if known.state is State.READ:
        await preview(graph, SCHEDULE, batch, worker, now, told)
    elif known.state is State.WRITING:
        await commit(graph, batch, worker, told)
    elif known.state is State.UNDOING:
        await undo(graph, batch, worker, now, told)
    return [known.region] if known.state in _CHANGING else []
