"""What a scan changes: a pure comparison of what was found with what was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from graph.model.gap import FORESEEN, GapChange, GapState
from queries.rules.found import Found


@dataclass(frozen=True, slots=True)
class Known:
    """A gap as the graph has it."""

    state: GapState
    count: int
    opened_at: datetime | None
    seen_at: datetime
    overdue: bool = False
    due_on: date | None = None
    known_from: datetime | None = None
    period_from: datetime | None = None
    case: str = ""
    """«R06.consent_ended»."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What to write. A waived gap stays waived, whatever its count.

    What was foreseen and is there now opens; what was foreseen and isn't there when its day is over
    was averted. A foreseen gap that opens goes on with the period it was foreseen in.
    """

    as_of: datetime
    region: str
    found: dict[str, Found]
    known: dict[str, Known]
    day: date
    opened: list[str]
    reopened: list[str]
    counted: list[str]
    closed: list[str]
    overdue: list[str]
    redated: list[str]
    averted: list[str]

    def gap_rows(self) -> list[dict[str, Any]]:
        return [self._gap_row(id_, gap) for id_, gap in self.found.items()]

    def event_rows(self) -> list[dict[str, Any]]:
        by_change = (
            (GapChange.OPENED, self.opened),
            (GapChange.REOPENED, self.reopened),
            (GapChange.COUNT, self.counted),
            (GapChange.CLOSED, self.closed),
            (GapChange.OVERDUE, self.overdue),
            (GapChange.REDATED, self.redated),
            (GapChange.AVERTED, self.averted),
        )
        return [
            event_row(change, id_, self.as_of, self.found.get(id_), self.known.get(id_))
            for change, ids in by_change
            for id_ in ids
        ]

    def _gap_row(self, id_: str, gap: Found) -> dict[str, Any]:
        known = self.known.get(id_)
        waived = known is not None and known.state is GapState.WAIVED
        lasting = known is not None and known.state in (GapState.OPEN, GapState.WAIVED)
        return found_row(self.region, id_, gap) | {
            "state": (GapState.WAIVED if waived else GapState.OPEN).value,
            "overdue": gap.overdue,
            "known_from": known_from(known, self.as_of),
            "opened_at": (known.opened_at if known and lasting else None) or self.as_of,
            "period_from": period_from(known, gap, self.as_of, self.day),
            "closed_at": None,
            "foreseen_for": None,
            "seen_at": self.as_of,
        }


def changes(
    region: str, found: list[Found], known: dict[str, Known], as_of: datetime, day: date
) -> Changes:
    """Compare one region's found gaps with its known ones, all in the order of their ids.

    `day` is the region's day at `as_of`.
    """
    now = by_id(region, found)
    return Changes(
        as_of,
        region,
        now,
        known,
        day,
        opened=[i for i in now if i not in known or known[i].state in FORESEEN],
        reopened=[i for i in now if i in known and known[i].state is GapState.CLOSED],
        counted=[i for i, gap in now.items() if _recounted(gap, known.get(i))],
        closed=[i for i in sorted(known) if i not in now and known[i].state is GapState.OPEN],
        overdue=[i for i, gap in now.items() if gap.overdue and _was_in_time(known.get(i))],
        redated=[i for i, gap in now.items() if redated(gap, known.get(i), GapState.OPEN)],
        averted=[i for i in sorted(known) if i not in now and _is_over(known[i], day)],
    )


def by_id(region: str, found: list[Found]) -> dict[str, Found]:
    """Found gaps by their ids, in the order of these."""
    return {gap.id(region): gap for gap in sorted(found, key=lambda gap: gap.id(region))}


def found_row(region: str, id_: str, gap: Found) -> dict[str, Any]:
    """What a gap's row says of what was found, whether it is there or foreseen."""
    return {
        "id": id_,
        "rule": gap.rule.id,
        "case": gap.case.id,
        "severity": gap.case.severity.value,
        "count": gap.count,
        "population": gap.population,
        "due_on": gap.due_on,
        "due_source": gap.case.due_source or None,
        "in_region": region,
        "at": {"id": gap.unit, "label": gap.label},
        "answered_by": gap.person,
    }


def event_row(
    change: GapChange, id_: str, as_of: datetime, gap: Found | None, known: Known | None
) -> dict[str, Any]:
    """What happened to a gap; its id makes the same event at the same moment one."""
    row: dict[str, Any] = {
        "id": f"{id_}:{as_of.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}:{change.value}",
        "change": change.value,
        "at": as_of,
        "count": gap.count if gap else 0,
        "gap": id_,
    }
    if change is GapChange.REDATED and gap and known:
        row |= {"due_before": known.due_on, "due_on": gap.due_on}
    return row


def known_from(known: Known | None, as_of: datetime) -> datetime:
    """Since when a gap is known at all."""
    return (known and (known.known_from or known.opened_at)) or as_of


def period_from(known: Known | None, gap: Found, as_of: datetime, day: date) -> datetime:
    """When the present time of a gap began: anew after it was closed or averted.

    And when it got more time: whoever was told of the old day is told of the new one.
    """
    if known is None or known.state in (GapState.CLOSED, GapState.AVERTED):
        return as_of
    if redated(gap, known, known.state) and has_more_time(known.due_on, gap.due_on, day):
        return as_of
    return known.period_from or known.opened_at or as_of


def has_more_time(before: date | None, after: date | None, day: date) -> bool:
    """Whether a due day was moved to a later one that isn't over on `day`."""
    return before is not None and after is not None and after > before and after >= day


def redated(gap: Found, known: Known | None, state: GapState) -> bool:
    """Due on another day though it is about as many records: the calendar or a term has changed.

    Where the number has changed too, the earliest record may simply be another one.
    """
    if known is None or known.state is not state:
        return False
    return known.count == gap.count and known.due_on != gap.due_on


def _is_over(known: Known, day: date) -> bool:
    """Foreseen for a day that has passed."""
    return known.state is GapState.UPCOMING and (known.due_on is None or known.due_on < day)


def _was_in_time(known: Known | None) -> bool:
    """Open before and not late then; one that opens late is news enough by its opening."""
    return known is not None and known.state is GapState.OPEN and not known.overdue


def _recounted(gap: Found, known: Known | None) -> bool:
    if known is None or known.state not in (GapState.OPEN, GapState.WAIVED):
        return False
    return known.count != gap.count
