"""Migrations: forward only, each safe to run again after being cut off in the middle.

`m0001_….py` … each offer `async def upgrade(graph)`. GRAPH_VERSION is the number of the last one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from graph.errors import GraphVersionError
from graph.session import Graph

GRAPH_VERSION = 6

VERSION = "MATCH (r:GraphRecord {id: 'graph'}) RETURN coalesce(r.version, 0) AS version"

RECORD = """
MERGE (r:GraphRecord {id: 'graph'})
SET r.version = $version, r.migrated_at = $at
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the version it leads to and what it does."""

    number: int
    name: str
    upgrade: Callable[[Graph], Awaitable[None]]


def migrations() -> tuple[Migration, ...]:
    """All steps in order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name.startswith("m"))
    return tuple(_load(name) for name in names)


async def version(graph: Graph) -> int:
    """The version this graph is at; 0 if it has never been migrated."""
    rows = await graph.rows(VERSION)
    return int(rows[0]["version"]) if rows else 0


async def migrate(graph: Graph) -> list[str]:
    """Bring the graph to GRAPH_VERSION; returns the names of the steps taken.

    GraphVersionError if the graph is newer than this code.
    """
    current = await version(graph)
    if current > GRAPH_VERSION:
        raise GraphVersionError(
            f"Граф версии {current}, а эта программа знает {GRAPH_VERSION}: обновите программу."
        )
    pending = [step for step in migrations() if step.number > current]
    for step in pending:
        await step.upgrade(graph)
        await graph.change(RECORD, {"version": step.number, "at": datetime.now(UTC)})
    return [step.name for step in pending]


def _load(name: str) -> Migration:
    module = importlib.import_module(f"{__name__}.{name}")
    upgrade = cast("Callable[[Graph], Awaitable[None]]", module.upgrade)
    return Migration(int(name[1:5]), name, upgrade)
