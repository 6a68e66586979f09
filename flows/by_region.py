"""A flow over regions: each is one task, retried by itself; one that fails doesn't stop the others.

Says nothing of what is done in a region: that is the work a flow brings.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from prefect import State, Task, get_run_logger, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import TaskRun
from prefect.futures import PrefectFuture, wait
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.catalogue import Entry, slug
from flows.moment import moment
from flows.region import RegionZone, select_regions
from graph.errors import GraphUnavailableError, OrientirError
from graph.opening import open_graph
from graph.session import Graph
from graph.settings import settings
from queries import clock
from queries.rules.scan import LaterCheckError

TIMES = 5
"""How often a region is tried that somebody else checks all the time."""

AT_A_TIME = 4
"""Regions worked on at one moment; two cores and one database have no use for more."""

# Prefect types its own runner more narrowly than the decorator that takes it.
RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=AT_A_TIME))

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks of one region: as of which moment (UTC); `now` is the present one."""

    region: str
    zone: str
    as_of: datetime
    now: datetime
    dry_run: bool

    @property
    def is_live(self) -> bool:
        """Whether it is of the present moment, not a replay of another one."""
        return self.as_of == self.now


Work = Callable[[Graph, Asked], Awaitable[Row | None]]
"""Done in one region; a row with the keys of the entry's columns, or None to leave it out."""

RegionTask = Task[[str, str, str | None, bool], Row | None]


def region_task(entry: Entry, work: Work) -> RegionTask:
    """The task that does `work` in one region, over a connection of its own.

    So any worker can do it. Without `as_of` it is as of the moment it begins, not its flow: what
    people change meanwhile is checked at once, and no check may go back before that.
    """

    def one(region: str, zone: str, as_of: str | None, dry_run: bool) -> Row | None:
        return asyncio.run(_work(work, region, zone, as_of, dry_run))

    decorated = task(
        name=f"{entry.name}-region",
        task_run_name=f"{entry.name}-{{region}}",
        **repeated(entry),
    )(one)
    return cast("RegionTask", decorated)


def repeated(entry: Entry) -> dict[str, Any]:
    """How a task of this flow is tried again, as Prefect's decorator takes it."""
    return {
        "retries": entry.retries,
        "retry_delay_seconds": list(entry.retry_delays_seconds),
        "retry_condition_fn": worth_repeating,
        "cache_policy": NO_CACHE,
    }


async def _work(work: Work, region: str, zone: str, as_of: str | None, dry_run: bool) -> Row | None:
    async with open_graph(settings()) as graph:

        async def once() -> Row | None:
            now = await clock.now(graph)
            return await work(graph, Asked(region, zone, moment(as_of, zone, now), now, dry_run))

        for _ in range(0 if as_of else TIMES - 1):
            # What somebody changed was checked at once, later than this began: now is later still.
            with suppress(LaterCheckError):
                return await once()
        return await once()


async def worth_repeating(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Only a database that didn't answer may answer later; a wrong region stays wrong."""
    return isinstance(await state.aresult(raise_on_failure=False), GraphUnavailableError)


async def each_region(
    entry: Entry,
    one: RegionTask,
    regions: list[str] | None,
    zone: str | None,
    as_of: str | None,
    dry_run: bool,
) -> list[Row]:
    """Do the task in regions of these ids, or of a time zone, or in all; rows by region's id.

    Unless it is a dry run, the rows are published as a table. OrientirError names the regions where
    it failed; the others are done all the same. InputError for unknown ids, or a wrong `as_of`.
    """
    async with open_graph(settings()) as graph:
        chosen = await select_regions(graph, regions, zone)
        now = await clock.now(graph)
    for region in chosen:
        moment(as_of, region.zone, now)
    get_run_logger().info("%s: регионов — %d", entry.name, len(chosen))
    futures = {region.id: one.submit(region.id, region.zone, as_of, dry_run) for region in chosen}
    wait(list(futures.values()))
    rows = _rows(entry, futures)
    if not dry_run:
        await publish(entry, chosen, rows, zone)
    _refuse_failures(entry, futures)
    return rows


Futures = dict[str, PrefectFuture[Row | None]]


def _rows(entry: Entry, futures: Futures) -> list[Row]:
    """What was done in each region where it could be, told in the log as well."""
    done = (future.result() for future in futures.values() if future.state.is_completed())
    rows = [row for row in done if row is not None]
    for row in rows:
        numbers = (
            f"{title} {row[key]}"
            for key, title in entry.columns.items()
            if key not in {"region", "as_of"}
        )
        get_run_logger().info("%s: %s", row["region"], ", ".join(numbers))
    return rows


async def publish(
    entry: Entry, chosen: list[RegionZone], rows: list[Row], zone: str | None
) -> None:
    """A table for Prefect's pages: numbers by region and nothing of any person."""
    known = {region.id: region for region in chosen}
    shown = [row | _named(row, known[row["region"]]) for row in rows]
    table = [{title: row[key] for key, title in entry.columns.items()} for row in shown]
    key = f"{entry.name}-{slug(zone)}" if zone else entry.name
    await acreate_table_artifact(table=table, key=key, description=entry.table)


def _named(row: Row, region: RegionZone) -> Row:
    """By the region's own clock, and short: a wide table hides its last columns there."""
    local = row["as_of"].astimezone(ZoneInfo(region.zone))
    return {"region": region.name, "as_of": f"{local:%d.%m.%Y %H:%M}"}


def _refuse_failures(entry: Entry, futures: Futures) -> None:
    failed = {
        region: future.result(raise_on_failure=False)
        for region, future in futures.items()
        if not future.state.is_completed()
    }
    if failed:
        reason = next(iter(failed.values()))
        raise OrientirError(
            f"{entry.name}: не сделано в регионах {', '.join(failed)}. Первая причина: {reason}"
        )
