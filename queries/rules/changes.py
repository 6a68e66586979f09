"""What a scan changes: a pure comparison of what was found with what was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.model.gap import GapChange, GapState
from queries.rules.found import Found


@dataclass(frozen=True, slots=True)
class Known:
    """A gap as the graph has it."""

    state: GapState
    count: int
    opened_at: datetime
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What to write. A waived gap stays waived, whatever its count."""

    as_of: datetime
    region: str
    found: dict[str, Found]
    known: dict[str, Known]
    opened: list[str]
    reopened: list[str]
    counted: list[str]
    closed: list[str]
    overdue: list[str]

    def gap_rows(self) -> list[dict[str, Any]]:
        return [self._gap_row(id_, gap) for id_, gap in self.found.items()]

    def event_rows(self) -> list[dict[str, Any]]:
        by_change = (
            (GapChange.OPENED, self.opened),
            (GapChange.REOPENED, self.reopened),
            (GapChange.COUNT, self.counted),
            (GapChange.CLOSED, self.closed),
            (GapChange.OVERDUE, self.overdue),
        )
        return [self._event_row(change, id_) for change, ids in by_change for id_ in ids]

    def _gap_row(self, id_: str, gap: Found) -> dict[str, Any]:
        known = self.known.get(id_)
        waived = known is not None and known.state is GapState.WAIVED
        return {
            "id": id_,
            "rule": gap.rule.id,
            "case": gap.case.id,
            "severity": gap.case.severity.value,
            "state": (GapState.WAIVED if waived else GapState.OPEN).value,
            "count": gap.count,
            "population": gap.population,
            "due_on": gap.due_on,
            "due_source": gap.case.due_source or None,
            "overdue": gap.overdue,
            "opened_at": known.opened_at if known else self.as_of,
            "closed_at": None,
            "seen_at": self.as_of,
            "in_region": self.region,
            "at": {"id": gap.unit, "label": gap.label},
            "answered_by": gap.person,
        }

    def _event_row(self, change: GapChange, id_: str) -> dict[str, Any]:
        stamp = f"{self.as_of.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}"
        count = self.found[id_].count if id_ in self.found else 0
        return {
            "id": f"{id_}:{stamp}:{change.value}",
            "change": change.value,
            "at": self.as_of,
            "count": count,
            "gap": id_,
        }


def changes(region: str, found: list[Found], known: dict[str, Known], as_of: datetime) -> Changes:
    """Compare one region's found gaps with its known ones, all in the order of their ids."""
    now = {gap.id(region): gap for gap in sorted(found, key=lambda gap: gap.id(region))}
    return Changes(
        as_of,
        region,
        now,
        known,
        opened=[i for i in now if i not in known],
        reopened=[i for i in now if i in known and known[i].state is GapState.CLOSED],
        counted=[i for i, gap in now.items() if _recounted(gap, known.get(i))],
        closed=[i for i in sorted(known) if i not in now and known[i].state is GapState.OPEN],
        overdue=[i for i, gap in now.items() if gap.overdue and _was_in_time(known.get(i))],
    )


def _was_in_time(known: Known | None) -> bool:
    """Open before and not late then; one that opens late is news enough by its opening."""
    return known is not None and known.state is GapState.OPEN and not known.overdue


def _recounted(gap: Found, known: Known | None) -> bool:
    if known is None or known.state is GapState.CLOSED:
        return False
    return known.count != gap.count
