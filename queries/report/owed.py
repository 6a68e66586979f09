"""Every report that regions owe for a campaign, and where each stands: a list or a matrix.

One statement, however many regions. Late stays late: the first submission counts, against the day
that held until it came. Source: clause 6.2; requirements, «Common to all».
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

from graph.policy.calendar import is_overdue, local_day
from graph.session import Reader, Row
from queries.report.versions import DUE, dated, on_time
from queries.scope import Actor

OWED: LiteralString = (
    """
MATCH (r:Region)
WHERE ($scope_all OR r.id IN $scope_regions) AND ($region = '' OR r.id = $region)
MATCH (d:ReportDuty {region: r.id})-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
WHERE ($form = 0 OR d.form = $form) AND ($period_to IS NULL OR d.period_to = $period_to)
"""
    + DUE
    + """
WITH *, COLLECT {
    MATCH (d)<-[:ANSWERS]-(v:ReportVersion) WHERE v.region = d.region AND v.as_of <= $as_of
    RETURN {id: v.id, number: v.number, total: v.total,
      submitted_at: toString(CASE WHEN v.submitted_at <= $as_of THEN v.submitted_at END),
      returned_at: toString(CASE WHEN v.returned_at <= $as_of THEN v.returned_at END),
      accepted_at: toString(CASE WHEN v.accepted_at <= $as_of THEN v.accepted_at END)} AS version
    ORDER BY v.number DESC, v.id LIMIT 1
  }[0] AS last
WITH * ORDER BY r.name, r.id, d.period_to DESC, d.form, d.id
RETURN collect({
  duty: d.id, form: d.form, period_from: toString(d.period_from), period_to: toString(d.period_to),
  region: r.id, region_name: r.name, zone: r.zone, due_on: toString(due_on),
  first_at: toString(first_at), last: last
}) AS rows
"""
)


_DAYS: Final = ("due_on", "period_from", "period_to")
_MOMENTS: Final = ("submitted_at", "returned_at", "accepted_at")


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
    (found,) = await reader.rows(OWED, asked)
    return [_owed(dated(row, days=_DAYS, moments=("first_at",)), as_of) for row in found["rows"]]


def _owed(row: Row, as_of: datetime) -> Owed:
    last = row.pop("last") or {}
    last = last and dated(last, days=(), moments=_MOMENTS)
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
