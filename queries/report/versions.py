"""Versions of reports as a viewer sees them: where each stands, and what it said when frozen.

Reads only. A version stands where its own moments put it at `as_of`, so that a past day is told as
it was. Source: clause 6.2; requirements, «Common to all».
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

from graph.model.duty import EmptyAnswer, ReportState
from graph.policy.calendar import is_overdue
from graph.session import Reader, Row
from queries.report.building import Asked, build_report
from queries.report.freezing import fingerprint, thaw
from queries.report.moved import Difference, compare
from queries.report.table import Life, Report
from queries.scope import Actor

WORDS: Final = {
    ReportState.DRAFT: "черновик",
    ReportState.SUBMITTED: "представлен",
    ReportState.RETURNED: "возвращён",
    ReportState.ACCEPTED: "принят",
}
"""How a state is told to people."""

# An extension that was given after the report had come changes nothing: late stays late.
EXTENDED: Final[LiteralString] = """
WITH *, coalesce(COLLECT {
    MATCH (e:Extension)-[:EXTENDS]->(d)
    WHERE e.region = d.region AND e.at <= coalesce(first_at, $as_of) RETURN max(e.until)
  }[0], d.due_on) AS due_on
"""

DUE: Final[LiteralString] = (
    """
WITH *, COLLECT {
    MATCH (d)<-[:ANSWERS]-(w) WHERE w.submitted_at <= $as_of RETURN min(w.submitted_at)
  }[0] AS first_at
"""
    + EXTENDED
)

TOLD: Final[LiteralString] = """
RETURN v.id AS id, d.id AS duty, d.form AS form, d.region AS region, v.number AS number,
  CASE WHEN v.accepted_at <= $as_of THEN 'accepted' WHEN v.returned_at <= $as_of THEN 'returned'
    WHEN v.submitted_at <= $as_of THEN 'submitted' ELSE 'draft' END AS state,
  v.as_of AS as_of, due_on, first_at,
  CASE WHEN v.submitted_at <= $as_of THEN v.submitted_at END AS submitted_at,
  CASE WHEN v.returned_at <= $as_of THEN v.returned_at END AS returned_at,
  CASE WHEN v.returned_at <= $as_of THEN v.return_reason END AS return_reason,
  CASE WHEN v.accepted_at <= $as_of THEN v.accepted_at END AS accepted_at,
  COLLECT {
    MATCH (v)-[:WRITTEN_BY]->(p) RETURN p.family_name + ' ' + p.given_name ORDER BY p.id LIMIT 1
  }[0] AS author,
  v.total AS total, v.empty_answer AS empty_answer, v.empty_reason AS empty_reason,
  v.sha256 AS sha256, r.zone AS zone
"""

OF_DUTY: LiteralString = (
    """
MATCH (d:ReportDuty {id: $id})<-[:ANSWERS]-(v:ReportVersion)
WHERE ($scope_all OR d.region IN $scope_regions) AND v.region = d.region AND v.as_of <= $as_of
MATCH (r:Region {region: d.region})
"""
    + DUE
    + TOLD
    + "ORDER BY number, id"
)

ONE: LiteralString = (
    """
MATCH (v:ReportVersion {id: $id})-[:ANSWERS]->(d:ReportDuty)
WHERE ($scope_all OR v.region IN $scope_regions) AND d.region = v.region
MATCH (r:Region {region: d.region})
"""
    + DUE
    + TOLD
    + "ORDER BY id"
)

FIGURES: LiteralString = """
MATCH (v:ReportVersion {id: $id})
WHERE ($scope_all OR v.region IN $scope_regions)
RETURN v.figures AS figures, v.sha256 AS sha256
"""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report. `due_on` and `on_time` are of the duty, by its first submission.

    `on_time` is None while nothing was submitted and the day is not over.
    """

    id: str
    duty: str
    form: int
    region: str
    number: int
    state: ReportState
    as_of: datetime
    due_on: date
    on_time: bool | None
    submitted_at: datetime | None
    returned_at: datetime | None
    return_reason: str | None
    accepted_at: datetime | None
    author: str | None
    total: int | None
    empty_answer: EmptyAnswer | None
    empty_reason: str | None
    sha256: str | None

    @property
    def life(self) -> Life:
        """Where it stands, as a report tells it."""
        return Life(
            self.number,
            WORDS[self.state],
            self.author or "",
            self.due_on,
            self.submitted_at,
            self.on_time,
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """How far the graph is from a frozen version.

    `added_later` differs for the same moment: what was recorded afterwards, or put right. `since`
    is how it differs now.
    """

    added_later: list[Difference]
    since: list[Difference]


async def versions(reader: Reader, actor: Actor, duty: str, as_of: datetime) -> list[Version]:
    """All versions of a duty at a moment, the first one first; none out of scope."""
    rows = await reader.rows(OF_DUTY, actor.parameters(id=duty, as_of=as_of))
    return [_version(row, as_of) for row in rows]


async def version(reader: Reader, actor: Actor, id_: str, as_of: datetime) -> Version | None:
    """One version as it stands at a moment; None out of scope."""
    rows = await reader.rows(ONE, actor.parameters(id=id_, as_of=as_of))
    return _version(rows[0], as_of) if rows else None


async def frozen(reader: Reader, actor: Actor, id_: str, as_of: datetime) -> Report | None:
    """What a version said, with where it stands at `as_of`; None out of scope or without figures.

    Cells too small to be shown are whole here: hide them before anybody reads them.
    """
    known = await version(reader, actor, id_, as_of)
    rows = await reader.rows(FIGURES, actor.parameters(id=id_))
    if known is None or not rows or rows[0]["figures"] is None:
        return None
    return replace(thaw(rows[0]["figures"]), life=known.life)


async def intact(reader: Reader, actor: Actor, id_: str) -> bool | None:
    """Whether a version's figures are those that were frozen; None out of scope or without them."""
    rows = await reader.rows(FIGURES, actor.parameters(id=id_))
    if not rows or rows[0]["figures"] is None:
        return None
    found = fingerprint(rows[0]["figures"])
    return found == str(rows[0]["sha256"])


async def moved(reader: Reader, actor: Actor, id_: str, as_of: datetime) -> Moved | None:
    """Where the graph has moved since a version was frozen; None out of scope or without figures.

    Whole cells, as `frozen`.
    """
    known = await frozen(reader, actor, id_, as_of)
    if known is None:
        return None
    then = await build_report(reader, asked_again(known, known.as_of))
    now = await build_report(reader, asked_again(known, as_of))
    return Moved(compare(known, then), compare(known, now))


def asked_again(report: Report, as_of: datetime) -> Asked:
    """What to ask for the same report of another moment."""
    region = None if report.place.is_country else report.place.id
    days = report.period_from, report.period_to
    return Asked(report.form, region, as_of, report.campaign, *days)


def _version(row: Row, as_of: datetime) -> Version:
    own = {name: value for name, value in row.items() if name not in ("zone", "first_at")}
    late = is_overdue(row["due_on"], as_of, ZoneInfo(row["zone"]), row["first_at"])
    answer = row["empty_answer"]
    own |= {"state": ReportState(row["state"]), "on_time": on_time(row["first_at"], late=late)}
    return Version(**own | {"empty_answer": EmptyAnswer(answer) if answer else None})


def dated(row: Row, *, days: Iterable[str], moments: Iterable[str]) -> Row:
    """The row with these days and instants read from the text they were sent as."""
    read = {name: row[name] and date.fromisoformat(row[name]) for name in days}
    return row | read | {name: row[name] and datetime.fromisoformat(row[name]) for name in moments}


def on_time(submitted_at: datetime | None, *, late: bool) -> bool | None:
    """Whether a report came in time; None while nothing was submitted and the day is not over."""
    return None if submitted_at is None and not late else not late
