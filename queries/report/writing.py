"""What is kept of a version of a report: its figures, frozen as the graph says them at a moment.

Makes rows and writes none: drafts.py writes by the clock, queries.changes on a person's word. Must
not import queries.changes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from graph.model.duty import EmptyAnswer
from graph.session import Reader, Row
from queries.report.building import Asked, build_report
from queries.report.freezing import fingerprint, freeze
from queries.report.table import NOT_HELD, Cell, Life, Report, State

_TOLD: Final = {
    EmptyAnswer.NOT_HELD: (NOT_HELD, "Не проводилось"),
    EmptyAnswer.ZERO_CONFIRMED: (Cell(State.ZERO, 0), "Ноль подтверждён"),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """Which report a region owes. Source: clause 6.2."""

    id: str
    form: int
    region: str
    campaign: str
    period_from: date
    period_to: date


def version_id(duty: str, number: int) -> str:
    """The id of a report's version: one a duty and number, whoever writes it."""
    return f"{duty}:v{number}"


async def drawn(reader: Reader, duty: Duty, as_of: datetime) -> Report:
    """The report of a duty as the graph says it at a moment, in the reader's transaction."""
    days = duty.period_from, duty.period_to
    return await build_report(reader, Asked(duty.form, duty.region, as_of, duty.campaign, *days))


def kept(report: Report) -> Row:
    """What a version keeps of a report: the frozen text, its hash, the main number.

    Where the report stands is the version's own and no part of what is frozen.
    """
    text = freeze(replace(report, life=Life()), secrets.token_hex(16))
    return {"figures": text, "sha256": fingerprint(text), "total": main_number(report)}


def main_number(report: Report) -> int | None:
    """What rule R25 compares with the graph; what was not held is zero. None if it isn't known."""
    fact = report.summary.fact
    if fact.state is State.NOT_HELD:
        return 0
    known = fact.state in (State.VALUE, State.ZERO) and isinstance(fact.value, int | float)
    return int(fact.value or 0) if known else None  # type: ignore[arg-type]


def is_empty(report: Report) -> bool:
    """Whether a report has no row of its own; subtotals by a fixed list of kinds are none."""
    return not report.parts[0].lines and not main_number(report)


def answered(report: Report, answer: EmptyAnswer, reason: str | None) -> Report:
    """The report with a person's word for why there is nothing in it."""
    fact, words = _TOLD[answer]
    note = f"{words}: {reason}" if reason else f"{words}."
    summary = replace(report.summary, fact=fact)
    return replace(report, summary=summary, notes=(*report.notes, note))
