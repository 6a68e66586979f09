"""The daily look a month ahead: consents, licences, contracts, qualifications about to end.

What is foreseen is alerted of by the steps of what is early (queries.rules.steps).
"""

from __future__ import annotations

from prefect import flow

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import EXPIRY
from graph.session import Graph
from queries.alert.raising import raise_alerts
from queries.rules.forecast import foresee_early


async def _expiry(graph: Graph, asked: Asked) -> Row:
    region, as_of, dry_run = asked.region, asked.as_of, asked.dry_run
    forecast = await foresee_early(graph, region, as_of, dry_run=dry_run)
    raised = await raise_alerts(graph, region, as_of, asked.now, dry_run=dry_run)
    by_rule = {"R01": 0, "R06": 0, "R10": 0, "R20": 0, "R23": 0}
    for gap in forecast.found.values():
        by_rule[gap.rule.id] += gap.count
    return {
        "region": region,
        "as_of": as_of,
        "coordinators": by_rule["R01"],
        "consents": by_rule["R06"],
        "licences": by_rule["R10"],
        "contracts": by_rule["R20"],
        "qualifications": by_rule["R23"],
        "raised": raised.alerts,
    }


expiry_one = region_task(EXPIRY, _expiry)


@flow(name=EXPIRY.name, description=EXPIRY.about, task_runner=RUNNER)
async def expiry(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Foresee what ends in regions by id, or those of a time zone, or all; one row a region.

    OrientirError names the regions where it failed; the others are done all the same.
    """
    return await each_region(EXPIRY, expiry_one, regions, zone, as_of, dry_run)
