"""Drafts of reports, made by the clock some working days before they are due.

A draft is version 1 of a duty that has none; it is never submitted here: that is a person's word.
Source: clause 6.2: the twelve reports by the dates that the curator set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, LiteralString

from graph.model.campaign import TermKind
from graph.model.duty import ReportState
from graph.session import Graph, Reader, Row, Writer
from graph.writing import write_nodes
from queries.audit.writing import BY_SCHEDULE, Subject, record_all
from queries.changes.versions import bump
from queries.report.totals import TOTAL
from queries.rules.terms import Moment, moment

ACTION: Final = "draft_report"

# Two runs at once take turns: the second finds the drafts of the first.
LOCK: LiteralString = "MATCH (r:Region {id: $region}) SET r.name = r.name"

# A duty whose last day is over, and that has no version, still gets its draft: late is not never.
WAITING: LiteralString = """
MATCH (unit:ReportDuty {region: $region})
WHERE EXISTS { (unit)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign}) }
  AND NOT EXISTS { (unit)<-[:ANSWERS]-(:ReportVersion) }
RETURN unit.id AS id, unit.form AS form,
  coalesce(COLLECT {
    MATCH (e:Extension)-[:EXTENDS]->(unit) WHERE e.at <= $as_of RETURN max(e.until)
  }[0], unit.due_on) AS due_on
ORDER BY due_on, form, id
"""

COUNTED: LiteralString = (
    """
MATCH (unit:ReportDuty) WHERE unit.id IN $duties
WITH unit, $as_of AS made_for, $day AS made_on
RETURN unit.id AS id, """
    + TOTAL
    + """ AS total
ORDER BY id
"""
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One report that got its draft, or would; `total` is its main number."""

    duty: str
    form: int
    total: int


async def draft_reports(
    graph: Graph, region: str, as_of: datetime, now: datetime, *, dry_run: bool = False
) -> list[Draft]:
    """Draft the reports of a region that are due soon, of its campaign at `as_of`, by duty.

    With `dry_run` only say which. None while no campaign has begun. InputError for an unknown
    region.
    """
    if dry_run:
        return await graph.read(partial(_drafts, region=region, as_of=as_of))

    async def work(writer: Writer) -> list[Draft]:
        await writer.rows(LOCK, {"region": region})
        made = await _drafts(writer, region, as_of)
        await _write(writer, region, made, as_of, now)
        return made

    return await graph.write(work)


async def _drafts(reader: Reader, region: str, as_of: datetime) -> list[Draft]:
    at = await moment(reader, region, as_of)
    if at is None:
        return []
    asked = {"region": region, "campaign": at.campaign, "as_of": as_of, "day": at.day}
    waiting = await reader.rows(WAITING, asked)
    forms = {row["id"]: int(row["form"]) for row in waiting if _is_near(at, row)}
    counted = await reader.rows(COUNTED, asked | {"duties": list(forms)})
    return [Draft(row["id"], forms[row["id"]], int(row["total"])) for row in counted]


def _is_near(at: Moment, duty: Row) -> bool:
    since = at.due(TermKind.REPORT_DRAFT, duty["due_on"])
    return since is not None and since <= at.day


async def _write(
    writer: Writer, region: str, drafts: list[Draft], as_of: datetime, now: datetime
) -> None:
    rows = [_row(draft, as_of) for draft in drafts]
    await write_nodes(writer, "ReportVersion", rows)
    made = [Subject("ReportVersion", row["id"], after=row) for row in rows]
    await bump(writer, [(one.label, one.id) for one in made])
    await record_all(writer, BY_SCHEDULE, now, ACTION, region, made)


def _row(draft: Draft, as_of: datetime) -> Row:
    return {
        "id": version_id(draft.duty, 1),
        "number": 1,
        "state": ReportState.DRAFT.value,
        "as_of": as_of,
        "total": draft.total,
        "duty": draft.duty,
    }


def version_id(duty: str, number: int) -> str:
    """The id of a report's version: one a duty and number, whoever writes it."""
    return f"{duty}:v{number}"
