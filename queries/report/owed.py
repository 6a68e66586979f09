"""Every report that regions owe for a campaign, and where each stands: a list or a matrix.

One statement, however many regions. Late stays late: the first submission counts, against the day
that held until it came. Source: clause 6.2; requirements, «Common to all».
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import LiteralString
from zoneinfo import ZoneInfo

from graph.policy.calendar import is_overdue, local_day
from graph.session import Reader, Row
from queries.report.versions import DUE, on_time
from queries.scope import Actor

OWED: LiteralString = (
    """
MATCH (d:ReportDuty)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
WHERE ($scope_all OR d.region IN $scope_regions) AND ($region = '' OR d.region = $region)
  AND ($form = 0 OR d.form = $form) AND ($period_to IS NULL OR d.period_to = $period_to)
MATCH (r:Region {region: d.region})
"""
    + DUE
    + """
WITH *, COLLECT {
    MATCH (d)<-[:ANSWERS]-(v:ReportVersion) WHERE v.region = d.region AND v.as_of <= $as_of
    RETURN {id: v.id, number: v.number, total: v.total,
      submitted_at: CASE WHEN v.submitted_at <= $as_of THEN v.submitted_at END,
      returned_at: CASE WHEN v.returned_at <= $as_of THEN v.returned_at END,
      accepted_at: CASE WHEN v.accepted_at <= $as_of THEN v.accepted_at END} AS version
    ORDER BY v.number DESC, v.id LIMIT 1
  }[0] AS last
RETURN d.id AS duty, d.form AS form, d.period_from AS period_from, d.period_to AS period_to,
  d.region AS region, r.name AS region_name, r.zone AS zone, due_on, first_at, last
ORDER BY region_name, region, period_to DESC, form, duty
"""
)


class Step(StrEnum):
    """How far a report has come. «Not due»: its period is not over; «due»: over, and no version."""

    NOT_DUE = "not_due"
    DUE = "due"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Owed:
    """One report of one region with its newest version, if it has any.

    `due_on` and `on_time` are by the first submission; `on_time` is None while nobody can say.
    """

    duty: str
    form: int
    period_from: date
    period_to: date
    region: str
    region_name: str
    zone: str
    due_on: date
    on_time: bool | None
    step: Step
    version: str | None
    number: int | None
    total: int | None
    submitted_at: datetime | None
    returned_at: datetime | None
    accepted_at: datetime | None


async def owed(
    reader: Reader,
    actor: Actor,
    campaign: str,
    as_of: datetime,
    *,
    region: str = "",
    form: int = 0,
    period_to: date | None = None,
) -> list[Owed]:
    """The reports of a campaign as they stand at a moment: by region, the latest period first.

    Only those of a region, of a form, of the period that ends on a day, if they are given.
    """
    asked = actor.parameters(
        campaign=campaign, as_of=as_of, region=region, form=form, period_to=period_to
    )
    return [_owed(row, as_of) for row in await reader.rows(OWED, asked)]


def _owed(row: Row, as_of: datetime) -> Owed:
    last = row.pop("last") or {}
    first_at, zone = row.pop("first_at"), ZoneInfo(row["zone"])
    late = is_overdue(row["due_on"], as_of, zone, first_at)
    return Owed(
        **row,
        on_time=on_time(first_at, late=late),
        step=_step(last, row["period_to"] < local_day(as_of, zone)),
        version=last.get("id"),
        number=last.get("number"),
        total=last.get("total"),
        submitted_at=last.get("submitted_at"),
        returned_at=last.get("returned_at"),
        accepted_at=last.get("accepted_at"),
    )


def _step(last: Row, is_over: bool) -> Step:
    if not last:
        return Step.DUE if is_over else Step.NOT_DUE
    for moment, step in (
        ("accepted_at", Step.ACCEPTED),
        ("returned_at", Step.RETURNED),
        ("submitted_at", Step.SUBMITTED),
    ):
        if last[moment] is not None:
            return step
    return Step.DRAFT
