"""A flow over the graph as a whole: one task, retried by itself, and one row.

Says nothing of what is done: that is the work a flow brings. Over regions: flows.by_region.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from prefect import Task, get_run_logger, task
from prefect.artifacts import acreate_table_artifact
from prefect.futures import wait

from flows.by_region import Row, repeated
from flows.catalogue import Entry
from graph.opening import open_graph
from graph.session import Graph
from graph.settings import Settings, settings
from queries import clock


@dataclass(frozen=True, slots=True)
class Run:
    """What the work of one run is given: `now` by the network's clock, `real` by the wall's."""

    graph: Graph
    settings: Settings
    now: datetime
    real: datetime
    dry_run: bool


Work = Callable[[Run], Awaitable[Row]]
WholeTask = Task[[bool], Row]


def whole_task(entry: Entry, work: Work) -> WholeTask:
    """The task that does `work` over a connection of its own, so that any worker can do it."""

    def one(dry_run: bool) -> Row:
        return asyncio.run(_work(work, dry_run))

    decorated = task(name=entry.name, **repeated(entry))(one)
    return cast("WholeTask", decorated)


async def _work(work: Work, dry_run: bool) -> Row:
    own = settings()
    async with open_graph(own) as graph:
        return await work(Run(graph, own, await clock.now(graph), datetime.now(UTC), dry_run))


async def once(entry: Entry, one: WholeTask, dry_run: bool) -> list[Row]:
    """Do the task; its row, told in the log and, unless it is a dry run, published as a table."""
    future = one.submit(dry_run)
    wait([future])
    row: Row = future.result()
    get_run_logger().info(
        "%s: %s", entry.name, ", ".join(f"{title} {row[key]}" for key, title in _shown(entry))
    )
    if not dry_run:
        await publish(entry, entry.name, entry.table, [row])
    return [row]


async def publish(entry: Entry, key: str, title: str, rows: list[dict[str, Any]]) -> None:
    """A table for Prefect's pages: numbers, names of files and ids, nothing of any person."""
    table = [{name: _told(row[column]) for column, name in _shown(entry)} for row in rows]
    await acreate_table_artifact(table=table, key=key, description=title)


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _shown(entry: Entry) -> list[tuple[str, str]]:
    return list(entry.columns.items())
