"""Whether reports came in time, by coordinator: who coordinated the region on the day each was due.

Late stays late: what counts is the first submission, against the day that held until it came. Due
today is not overdue. Source: clause 6.2, «в установленные сроки»; requirements, working days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import LiteralString
from zoneinfo import ZoneInfo

from graph.policy.calendar import CALENDAR, is_overdue, local_day
from graph.session import Reader, Row
from queries.report.versions import EXTENDED, dated
from queries.scope import Actor

# A country has thousands of duties: its coordinators are read once a region, and all rows are sent
# as one with days as text, which takes a fifth of the time of sending them one by one.
DUTIES: LiteralString = (
    """
MATCH (r:Region)
WHERE ($scope_all OR r.id IN $scope_regions) AND ($region = '' OR r.id = $region)
MATCH (d:ReportDuty {region: r.id})-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
OPTIONAL MATCH (d)<-[:ANSWERS]-(w) WHERE w.submitted_at <= $as_of
WITH r, d, w ORDER BY w.number
WITH r, d, min(w.submitted_at) AS first_at, collect(CASE WHEN w IS NOT NULL THEN
    [coalesce(w.returned_at <= $as_of, false), coalesce(w.accepted_at <= $as_of, false)]
  END) AS versions
"""
    + EXTENDED
    + """
WITH r, collect([d, due_on, first_at, versions]) AS duties
CALL (r) {
  MATCH (p)-[k:COORDINATES]->(r)
  WITH p, k ORDER BY k.from DESC, p.id
  RETURN collect({
    id: p.id, name: p.family_name + ' ' + p.given_name, from: k.from, to: k.to
  }) AS coordinators
}
UNWIND duties AS duty
WITH r, coordinators, duty[0] AS d, duty[1] AS due_on, duty[2] AS first_at, duty[3] AS versions
WITH *, head([one IN coordinators
  WHERE one.from <= due_on AND (one.to IS NULL OR due_on < one.to)]) AS who
WITH * ORDER BY r.id, who.name, who.id, due_on, d.form, d.id
RETURN collect({
  region: r.id, name: r.name, zone: r.zone, person: who.id, person_name: who.name, form: d.form,
  due_on: toString(due_on), first_at: toString(first_at), versions: versions, id: d.id
}) AS rows
"""
)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How a region's reports of one coordinator stand; `person` is None where there was none.

    `duties` are all of them: `on_time` + `late` came, `overdue` did not, the rest is `ahead`.
    `returns` counts versions sent back, `accepted` reports whose newest version was accepted.
    Working days: `late_days` of all that came late together, `most_late_days` of the worst,
    those still overdue counted up to the moment asked about.
    """

    region: str
    region_name: str
    person: str | None
    person_name: str
    duties: int
    on_time: int
    late: int
    overdue: int
    ahead: int
    returned: int
    returns: int
    accepted: int
    late_days: int
    most_late_days: int

    @property
    def percent(self) -> float | None:
        """What part of those that came, or should have, came in time; None of nothing."""
        due = self.on_time + self.late + self.overdue
        return round(100 * self.on_time / due, 1) if due else None


async def timeliness(
    reader: Reader, actor: Actor, campaign: str, as_of: datetime, *, region: str = ""
) -> list[Timeliness]:
    """Reports of a campaign by region and coordinator, as of a moment; by region and name."""
    asked = actor.parameters(campaign=campaign, as_of=as_of, region=region)
    (found,) = await reader.rows(DUTIES, asked)
    rows = [dated(row, days=("due_on",), moments=("first_at",)) for row in found["rows"]]
    groups = groupby(rows, key=lambda row: (row["region"], row["person"]))
    return [_of_one(list(group), as_of) for _, group in groups]


def _of_one(rows: list[Row], as_of: datetime) -> Timeliness:
    first = rows[0]
    late_days = [_late_days(row, as_of) for row in rows]
    came = [row["first_at"] is not None for row in rows]
    late = sum(1 for is_here, days in zip(came, late_days, strict=True) if is_here and days)
    overdue = sum(1 for is_here, days in zip(came, late_days, strict=True) if not is_here and days)
    last = [row["versions"][-1] for row in rows if row["versions"]]
    return Timeliness(
        first["region"],
        first["name"],
        first["person"],
        first["person_name"] or "",
        duties=len(rows),
        on_time=sum(came) - late,
        late=late,
        overdue=overdue,
        ahead=len(rows) - sum(came) - overdue,
        returned=sum(1 for was_returned, _ in last if was_returned),
        returns=sum(_returns(row["versions"]) for row in rows),
        accepted=sum(1 for _, was_accepted in last if was_accepted),
        late_days=sum(late_days),
        most_late_days=max(late_days),
    )


def _late_days(row: Row, as_of: datetime) -> int:
    """Working days after the due day until it came, or until now; 0 for one that is in time.

    Whatever came on days off after its due day is a day late all the same.
    """
    zone, due_on, first_at = ZoneInfo(row["zone"]), row["due_on"], row["first_at"]
    if not is_overdue(due_on, as_of, zone, first_at):
        return 0
    until: date = local_day(first_at or as_of, zone)
    return max(1, CALENDAR.working_days_between(due_on, until, row["region"]))


def _returns(versions: Iterable[list[bool]]) -> int:
    return sum(1 for was_returned, _ in versions if was_returned)
