"""The daily check of regions: every region is one task, and repeating it changes nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, cast

from prefect import State, Task, flow, get_run_logger, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import TaskRun
from prefect.futures import PrefectFuture, wait
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.catalogue import SCAN, slug
from flows.moment import moment
from flows.region import RegionZone, select_regions
from graph.errors import GraphUnavailableError, OrientirError
from graph.opening import open_graph
from graph.settings import settings
from queries import clock
from queries.rules.scan import ScanResult, scan_region

AT_A_TIME = 4
"""Regions checked at one moment; two cores and one database have no use for more."""

# Prefect types its own runner more narrowly than the decorator that takes it.
_RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=AT_A_TIME))

Row = dict[str, Any]


async def worth_repeating(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Only a database that didn't answer may answer later; a wrong region stays wrong."""
    return isinstance(await state.aresult(raise_on_failure=False), GraphUnavailableError)


@task(
    name="scan-region",
    task_run_name="scan-{region}",
    retries=SCAN.retries,
    retry_delay_seconds=list(SCAN.retry_delays_seconds),
    retry_condition_fn=worth_repeating,
    cache_policy=NO_CACHE,
)
def scan_one(region: str, as_of: datetime, dry_run: bool) -> ScanResult:
    """Check one region over a connection of its own, so that any worker can do it."""
    return asyncio.run(_scan_one(region, as_of, dry_run))


async def _scan_one(region: str, as_of: datetime, dry_run: bool) -> ScanResult:
    async with open_graph(settings()) as graph:
        return await scan_region(graph, region, as_of, dry_run=dry_run)


@flow(
    name=SCAN.name,
    description=SCAN.about,
    task_runner=_RUNNER,
)
async def scan(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Check regions by id, or those of a time zone, or all; one row a region, by id.

    OrientirError names the regions that could not be checked; the others are done all the same.
    """
    async with open_graph(settings()) as graph:
        chosen = await select_regions(graph, regions, zone)
        now = await clock.now(graph)
    get_run_logger().info("Регионов к проверке: %d", len(chosen))
    futures = {
        region.id: scan_one.submit(region.id, moment(as_of, region.zone, now), dry_run)
        for region in chosen
    }
    wait(list(futures.values()))
    rows = _rows(futures)
    if not dry_run:
        await _publish(chosen, rows, zone)
    _refuse_failures(futures)
    return rows


def _rows(futures: dict[str, PrefectFuture[ScanResult]]) -> list[Row]:
    """What was done in each region that could be checked."""
    return [_row(future.result()) for future in futures.values() if future.state.is_completed()]


def _row(result: ScanResult) -> Row:
    get_run_logger().info(
        "%s: открыто %d, закрыто %d, открыто снова %d, всего открытых %d",
        result.region,
        result.opened,
        result.closed,
        result.reopened,
        result.open_gaps,
    )
    return {
        "region": result.region,
        "as_of": result.as_of,
        "opened": result.opened,
        "closed": result.closed,
        "reopened": result.reopened,
        "open_gaps": result.open_gaps,
    }


async def _publish(chosen: list[RegionZone], rows: list[Row], zone: str | None) -> None:
    """A table for Prefect's pages: numbers by region and nothing of any person."""
    names = {region.id: region.name for region in chosen}
    shown = [
        row | {"region": names[row["region"]], "as_of": row["as_of"].isoformat()} for row in rows
    ]
    table = [{SCAN.columns[key]: value for key, value in row.items()} for row in shown]
    key = f"gaps-{slug(zone)}" if zone else "gaps"
    await acreate_table_artifact(table=table, key=key, description="Пробелы по регионам")


def _refuse_failures(futures: dict[str, PrefectFuture[ScanResult]]) -> None:
    failed = {
        region: future.result(raise_on_failure=False)
        for region, future in futures.items()
        if not future.state.is_completed()
    }
    if failed:
        reason = next(iter(failed.values()))
        raise OrientirError(f"Не проверены регионы {', '.join(failed)}. Первая причина: {reason}")
