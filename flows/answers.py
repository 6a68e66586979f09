"""The answer clock: requests and appeals become late at midnight of their region, all year round.

Folded into no other flow: the daily check comes hours after that midnight, the watch only foresees.
Source: clauses 6.1, 3.3, 6.3: 2 working days or the curator's date; the term of an appeal.
"""

from __future__ import annotations

from typing import Final

from prefect import flow

from flows.by_region import RUNNER, Asked, Row, each_region, region_task
from flows.catalogue import ANSWERS
from graph.session import Graph
from queries.alert.raising import raise_alerts
from queries.rules.scan import scan_region

RULES: Final = ("R24", "R28")


async def _answers(graph: Graph, asked: Asked) -> Row:
    region, as_of, dry_run = asked.region, asked.as_of, asked.dry_run
    result = await scan_region(graph, region, as_of, rules=RULES, dry_run=dry_run)
    raised = await raise_alerts(graph, region, as_of, asked.now, dry_run=dry_run)
    return {
        "region": region,
        "as_of": as_of,
        "opened": result.opened,
        "closed": result.closed,
        "open_gaps": result.open_gaps,
        "raised": raised.alerts,
    }


answers_one = region_task(ANSWERS, _answers)


@flow(name=ANSWERS.name, description=ANSWERS.about, task_runner=RUNNER)
async def answers(
    regions: list[str] | None = None,
    zone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> list[Row]:
    """Check the answers due in regions by id, or those of a time zone, or all; by id.

    OrientirError names the regions where it failed; the others are done all the same.
    """
    return await each_region(ANSWERS, answers_one, regions, zone, as_of, dry_run)
