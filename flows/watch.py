"""The hourly watch: what becomes due, and alerts of every step that has come. Sends nothing.

A daily check that never came to its end, because its process or its machine was killed, is made up
for here within the hour: what is overdue must not wait for the next morning. Nor must a withdrawn
consent: within the hour it is known beside the copies, whatever becomes of the graph.
"""

from __future__ import annotations

from prefect import flow

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import WATCH
from graph.session import Graph
from graph.settings import settings
from queries.alert.raising import raise_alerts
from queries.backup.ended import keep_ended
from queries.backup.file import copies_folder
from queries.rules.daily import is_missing
from queries.rules.forecast import forecast_region
from queries.rules.scan import scan_region


async def _watch(graph: Graph, asked: Asked) -> Row:
    region, as_of, dry_run = asked.region, asked.as_of, asked.dry_run
    missed = asked.is_live and await is_missing(graph, region, asked.zone, asked.now)
    if missed:
        await scan_region(graph, region, as_of, dry_run=dry_run)
    forecast = await forecast_region(graph, region, as_of, dry_run=dry_run)
    raised = await raise_alerts(graph, region, as_of, asked.now, dry_run=dry_run)
    if asked.is_live and not dry_run:  # Last: no alert waits for the disk of the copies.
        await keep_ended(graph, copies_folder(settings()), region, asked.now)
    return {
        "region": region,
        "as_of": as_of,
        "made_up": int(missed),
        "foreseen": len(forecast.found),
        "averted": len(forecast.averted),
        "redated": len(forecast.redated),
        "raised": raised.alerts,
        "undeliverable": raised.undeliverable,
        "cleared": raised.cleared,
    }


watch_one = region_task(WATCH, _watch)


@flow(name=WATCH.name, description=WATCH.about, task_runner=RUNNER)
async def watch(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Foresee gaps and raise alerts in regions by id, or those of a time zone, or all; by id.

    OrientirError names the regions where it failed; the others are done all the same.
    """
    return await each_region(WATCH, watch_one, regions, zone, as_of, dry_run)
