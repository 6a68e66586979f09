"""The daily reconciliation of consents: what the school says against what the platform has.

Source: clauses 5.2.3, 5.4.2.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import RECONCILE, slug
from graph.session import Graph
from queries.consent.reconciling import RULES, mismatches
from queries.rules.scan import scan_region

_SCHOOLS = {
    "unit": "школа",
    "school_only": "есть только у школы",
    "platform_only": "есть только на платформе",
}


async def _reconcile(graph: Graph, asked: Asked) -> Row:
    region, as_of = asked.region, asked.as_of
    await scan_region(graph, region, as_of, rules=RULES, dry_run=asked.dry_run)
    found = await graph.read(partial(mismatches, region=region, as_of=as_of))
    return {
        "region": region,
        "as_of": as_of,
        "schools": len(found),
        "school_only": sum(one.school_only for one in found),
        "platform_only": sum(one.platform_only for one in found),
        "by_school": [asdict(one) for one in found],
    }


reconcile_one = region_task(RECONCILE, _reconcile)


@flow(name=RECONCILE.name, description=RECONCILE.about, task_runner=RUNNER)
async def reconcile(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Reconcile regions by id, or those of a time zone, or all; one row a region, by id.

    `by_school` of a row has the schools that differ: ids and numbers. OrientirError names the
    regions where it failed; the others are done all the same.
    """
    rows = await each_region(RECONCILE, reconcile_one, regions, zone, as_of, dry_run)
    if not dry_run:
        await _publish_schools(rows, zone)
    return rows


async def _publish_schools(rows: list[Row], zone: str | None) -> None:
    listed = [school for row in rows for school in row["by_school"]]
    table = [{title: school[key] for key, title in _SCHOOLS.items()} for school in listed]
    key = f"{RECONCILE.name}-schools" + (f"-{slug(zone)}" if zone else "")
    await acreate_table_artifact(table=table, key=key, description="Согласия по школам")
