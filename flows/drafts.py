"""The daily drafts of reports that are due soon. Submitting one is a person's word, never ours.

Source: clause 6.2.
"""

from __future__ import annotations

from prefect import flow

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import DRAFTS
from graph.session import Graph
from queries.report.drafts import draft_reports


async def _drafts(graph: Graph, asked: Asked) -> Row:
    made = await draft_reports(graph, asked.region, asked.as_of, asked.now, dry_run=asked.dry_run)
    return {
        "region": asked.region,
        "as_of": asked.as_of,
        "drafts": len(made),
        "forms": ", ".join(str(form) for form in sorted(draft.form for draft in made)),
    }


drafts_one = region_task(DRAFTS, _drafts)


@flow(name=DRAFTS.name, description=DRAFTS.about, task_runner=RUNNER)
async def drafts(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Draft reports in regions by id, or those of a time zone, or all; one row a region, by id.

    OrientirError names the regions where it failed; the others are done all the same.
    """
    return await each_region(DRAFTS, drafts_one, regions, zone, as_of, dry_run)
