"""Drafts of reports, made by the clock some working days before they are due.

A draft is version 1 of a duty that has none; it is never submitted here: that is a person's word.
Each is a transaction of its own, so that a run that is cut off goes on where it stopped.
Source: clause 6.2: the twelve reports by the dates that the curator set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final, LiteralString

from graph.model.campaign import TermKind
from graph.model.duty import ReportState
from graph.session import Graph, Reader, Row, Writer
from graph.writing import write_nodes
from queries.audit.writing import BY_SCHEDULE, Subject, record_all
from queries.changes.versions import bump
from queries.report.table import Report
from queries.report.writing import Duty, drawn, kept, main_number, version_id
from queries.rules.terms import Moment, moment

ACTION: Final = "draft_report"

# A duty whose last day is over, and that has no version, still gets its draft: late is not never.
WAITING: LiteralString = """
MATCH (unit:ReportDuty {region: $region})
WHERE EXISTS { (unit)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign}) }
  AND NOT EXISTS { (unit)<-[:ANSWERS]-(:ReportVersion) }
RETURN unit.id AS id, unit.form AS form, unit.region AS region, $campaign AS campaign,
  unit.period_from AS period_from, unit.period_to AS period_to,
  coalesce(COLLECT {
    MATCH (e:Extension)-[:EXTENDS]->(unit) WHERE e.at <= $as_of RETURN max(e.until)
  }[0], unit.due_on) AS due_on
ORDER BY id
"""

# Two runs at once take turns on a duty: the second finds the draft of the first.
STILL: LiteralString = """
MATCH (unit:ReportDuty {id: $duty})
SET unit.id = unit.id
WITH unit WHERE NOT EXISTS { (unit)<-[:ANSWERS]-(:ReportVersion) }
RETURN unit.id AS id
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """One report that got its draft, or would; `total` is its main number, None if unknown."""

    duty: str
    form: int
    total: int | None


async def draft_reports(
    graph: Graph, region: str, as_of: datetime, now: datetime, *, dry_run: bool = False
) -> list[Draft]:
    """Draft the reports of a region that are due soon, of its campaign at `as_of`, by duty.

    With `dry_run` only say which. None while no campaign has begun. InputError for an unknown
    region.
    """
    made = []
    for duty in await graph.read(partial(_waiting, region=region, as_of=as_of)):
        if dry_run:
            report: Report | None = await graph.read(partial(drawn, duty=duty, as_of=as_of))
        else:
            report = await graph.write(partial(_draft, duty=duty, as_of=as_of, now=now))
        if report is not None:
            made.append(Draft(duty.id, duty.form, main_number(report)))
    return made


async def _waiting(reader: Reader, region: str, as_of: datetime) -> list[Duty]:
    at = await moment(reader, region, as_of)
    if at is None:
        return []
    asked = {"region": region, "campaign": at.campaign, "as_of": as_of}
    rows = await reader.rows(WAITING, asked)
    return [Duty(**row) for row in rows if _is_near(at, row.pop("due_on"))]


def _is_near(at: Moment, due_on: date) -> bool:
    since = at.due(TermKind.REPORT_DRAFT, due_on)
    return since is not None and since <= at.day


async def _draft(writer: Writer, duty: Duty, as_of: datetime, now: datetime) -> Report | None:
    """Write one draft; None if the duty has got a version meanwhile."""
    if not await writer.rows(STILL, {"duty": duty.id}):
        return None
    report = await drawn(writer, duty, as_of)
    row: Row = {
        "id": version_id(duty.id, 1),
        "number": 1,
        "state": ReportState.DRAFT.value,
        "as_of": as_of,
        "duty": duty.id,
    }
    row |= kept(report)
    await write_nodes(writer, "ReportVersion", [row])
    # Of the figures the audit keeps the hash.
    told = {name: value for name, value in row.items() if name != "figures"}
    made = Subject("ReportVersion", row["id"], after=told)
    await bump(writer, [(made.label, made.id)])
    await record_all(writer, BY_SCHEDULE, now, ACTION, duty.region, [made])
    return report
