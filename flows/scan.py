"""The daily check of regions: what is missing, and at once an alert of what can't wait."""

from __future__ import annotations

from prefect import flow

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import SCAN
from graph.session import Graph
from queries.alert.raising import raise_alerts
from queries.rules.scan import scan_region


async def _scan(graph: Graph, asked: Asked) -> Row:
    result = await scan_region(graph, asked.region, asked.as_of, dry_run=asked.dry_run)
    if not asked.dry_run:
        await raise_alerts(graph, asked.region, asked.as_of, asked.now)
    return {
        "region": result.region,
        "as_of": result.as_of,
        "opened": result.opened,
        "closed": result.closed,
        "reopened": result.reopened,
        "open_gaps": result.open_gaps,
    }


scan_one = region_task(SCAN, _scan)


@flow(name=SCAN.name, description=SCAN.about, task_runner=RUNNER)
async def scan(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Check regions by id, or those of a time zone, or all; one row a region, by id.

    OrientirError names the regions that could not be checked; the others are done all the same.
    """
    return await each_region(SCAN, scan_one, regions, zone, as_of, dry_run)
