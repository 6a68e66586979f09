"""Waiting until nothing is to be done for an import, and doing it unless somebody else does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from graph.model.importing import ImportState as State
from graph.session import Graph
from imports.batch import Summary
from imports.progress import Progress, silent
from imports.viewing import summary
from imports.working import work_off
from queries.scope import Actor

BUSY: Final = frozenset({State.READ, State.WRITING, State.UNDOING})
"""States in which somebody works on an import, or should."""
_LOOK_AGAIN_SECONDS: Final = 0.5


def _patient() -> None:
    """For who needs not be told that somebody else works."""


async def settled(
    graph: Graph,
    actor: Actor,
    batch: str,
    *,
    progress: Progress = silent,
    waiting: Callable[[], object] = _patient,
) -> Summary:
    """The import once no work waits. `waiting` is told, again and again, that another works on it.

    Whoever was killed at it is waited for as long as its lease lasts.
    """
    while True:
        found = await graph.read(lambda reader: summary(reader, actor, batch))
        if found.state not in BUSY:
            return found
        if not await work_off(graph, batch=batch, progress=progress):
            waiting()
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
