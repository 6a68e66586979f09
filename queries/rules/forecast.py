"""The forecast: what will be a gap in the next days if nobody does anything.

The same rules, asked at a later moment with the facts of now; so a reminder and the gap it warns of
can't disagree. What is foreseen is stored as a gap in the state UPCOMING, which nobody counts.
Source: clauses 5.2–5.4, 6.1, 6.2: «своевременно», «в установленные сроки».
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from graph.errors import InputError
from graph.model.gap import FORESEEN, GapChange, GapState
from graph.policy.calendar import CALENDAR, due_end, local_day
from graph.session import Graph, Reader, Writer
from graph.writing import detach, write_nodes
from queries.rules.changes import (
    Known,
    by_id,
    event_row,
    found_row,
    known_from,
    period_from,
    redated,
)
from queries.rules.declaration import Case, Rule
from queries.rules.finding import Chosen, chosen_rules, find
from queries.rules.found import Found
from queries.rules.scan import AVERT, LaterCheckError, known_gaps, take_turn
from queries.rules.steps import EARLY_DAYS
from queries.rules.terms import zone_of

HORIZON_WORKING_DAYS: Final = 3
"""How far reminders look. Source: requirements: T−3 and T−1 working days."""

_GONE: Final = frozenset({GapState.CLOSED, GapState.AVERTED})
# Where to look for what is not foreseen any more: a deadline may have been moved so far.
_FURTHER: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ahead:
    """The days that are looked at: from the region's `day` to the `last`, whose end is `moment`."""

    region: str
    as_of: datetime
    zone: ZoneInfo
    day: date
    last: date

    @property
    def moment(self) -> datetime:
        return due_end(self.last, self.zone)

    @property
    def further(self) -> Ahead:
        return replace(self, last=self.last + _FURTHER)

    def holds(self, due_on: date | None) -> bool:
        return due_on is not None and self.day <= due_on <= self.last


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a forecast changes in one region, by ids of gaps.

    `found` is due in the days looked at, `moved` was and is due later now.
    """

    ahead: Ahead
    found: dict[str, Found]
    moved: dict[str, Found]
    known: dict[str, Known]
    new: tuple[str, ...]
    redated: tuple[str, ...]
    averted: tuple[str, ...]

    def gap_rows(self) -> list[dict[str, Any]]:
        rows = [self._row(id_, gap, self.ahead) for id_, gap in self.found.items()]
        return rows + [self._row(id_, gap, self.ahead.further) for id_, gap in self.moved.items()]

    def event_rows(self) -> list[dict[str, Any]]:
        found = self.found | self.moved
        by_change = (
            (GapChange.UPCOMING, self.new),
            (GapChange.REDATED, self.redated),
            (GapChange.AVERTED, self.averted),
        )
        return [
            event_row(change, id_, self.ahead.as_of, found.get(id_), self.known.get(id_))
            for change, ids in by_change
            for id_ in ids
        ]

    def _row(self, id_: str, gap: Found, ahead: Ahead) -> dict[str, Any]:
        known = self.known.get(id_)
        return found_row(ahead.region, id_, gap) | {
            "state": GapState.UPCOMING.value,
            "overdue": False,
            "known_from": known_from(known, ahead.as_of),
            "period_from": period_from(known, gap, ahead.as_of, ahead.day),
            "closed_at": None,
            "foreseen_for": ahead.moment,
            "seen_at": ahead.as_of,
        }


async def forecast_region(
    graph: Graph,
    region: str,
    as_of: datetime,
    *,
    days: int = HORIZON_WORKING_DAYS,
    rules: Chosen = None,
    dry_run: bool = False,
) -> Forecast:
    """Foresee gaps due within `days` working days of the region's day and store them.

    `rules` are ids; None is all. With `dry_run` nothing is written. Errors as of a scan; a
    LaterCheckError also after a later forecast.
    """
    dated = _only(chosen_rules(rules), lambda case: case.dated_by != "null")
    ahead = await graph.read(lambda reader: _ahead(reader, region, as_of, days))
    return await _forecast(graph, ahead, dated, dry_run=dry_run)


async def foresee_early(
    graph: Graph, region: str, as_of: datetime, *, rules: Chosen = None, dry_run: bool = False
) -> Forecast:
    """As `forecast_region`, of what ends on its day by itself: a month ahead, and nothing else."""
    early = _only(chosen_rules(rules), lambda case: case.early)
    ahead = await graph.read(lambda reader: _ahead(reader, region, as_of, 0))
    ahead = replace(ahead, last=ahead.day + timedelta(days=EARLY_DAYS))
    return await _forecast(graph, ahead, early, dry_run=dry_run)


async def _forecast(
    graph: Graph, ahead: Ahead, dated: tuple[Rule, ...], *, dry_run: bool
) -> Forecast:
    found = await graph.read(lambda reader: foresee(reader, ahead, dated))
    if dry_run:
        return await graph.read(lambda reader: _compared(reader, ahead, dated, found))

    async def store(writer: Writer) -> Forecast:
        await take_turn(writer, ahead.region, ahead.as_of)
        made = await _compared(writer, ahead, dated, found)
        _refuse_earlier(made)
        # Written anew: somebody else may answer for it since.
        await detach(writer, "Gap", "answered_by", [*made.found, *made.moved])
        await write_nodes(writer, "Gap", made.gap_rows())
        await writer.rows(AVERT, {"ids": list(made.averted), "as_of": ahead.as_of})
        await write_nodes(writer, "GapEvent", made.event_rows())
        return made

    return await graph.write(store)


async def _ahead(reader: Reader, region: str, as_of: datetime, days: int) -> Ahead:
    if as_of.tzinfo is None:
        raise InputError("У момента проверки нет часового пояса.")
    zone = ZoneInfo(await zone_of(reader, region))
    day = local_day(as_of, zone)
    return Ahead(region, as_of, zone, day, CALENDAR.add_working_days(day, days, region))


async def foresee(reader: Reader, ahead: Ahead, rules: Iterable[Rule]) -> dict[str, Found]:
    """What becomes due in these days, by id; none of it is overdue yet."""
    found, _ = await find(reader, ahead.region, ahead.moment, rules)
    due = [replace(gap, overdue=False) for gap in found if ahead.holds(gap.due_on)]
    return by_id(ahead.region, due)


def _only(rules: Iterable[Rule], wanted: Callable[[Case], bool]) -> tuple[Rule, ...]:
    """The rules with those of their cases that are wanted; rules without any are left out."""
    kept = (
        replace(rule, cases={name: case for name, case in rule.cases.items() if wanted(case)})
        for rule in rules
    )
    return tuple(rule for rule in kept if rule.cases)


async def _compared(
    reader: Reader, ahead: Ahead, rules: tuple[Rule, ...], found: dict[str, Found]
) -> Forecast:
    """What there is no gap of yet: open and waived ones are the scan's."""
    asked = {f"{rule.id}.{case}" for rule in rules for case in rule.cases}
    every = await known_gaps(reader, ahead.region, [rule.id for rule in rules])
    known = {id_: gap for id_, gap in every.items() if gap.case in asked}
    now = {
        id_: gap
        for id_, gap in found.items()
        if id_ not in known or known[id_].state in _GONE | {GapState.UPCOMING}
    }
    gone = {
        id_
        for id_, gap in known.items()
        if id_ not in now and gap.state is GapState.UPCOMING and ahead.holds(gap.due_on)
    }
    moved = await _moved(reader, ahead, rules, {id_: known[id_] for id_ in gone})
    changed = (i for i, gap in now.items() if redated(gap, known.get(i), GapState.UPCOMING))
    return Forecast(
        ahead,
        now,
        moved,
        known,
        new=tuple(i for i in now if i not in known or known[i].state in _GONE),
        redated=tuple(sorted((*changed, *moved))),
        averted=tuple(sorted(gone - moved.keys())),
    )


async def _moved(
    reader: Reader, ahead: Ahead, rules: tuple[Rule, ...], gone: dict[str, Known]
) -> dict[str, Found]:
    """Those of the gaps no longer foreseen that were not averted, only put off to a later day."""
    if not gone:
        return {}
    found = await foresee(reader, ahead.further, rules)
    return {
        id_: gap for id_, gap in found.items() if redated(gap, gone.get(id_), GapState.UPCOMING)
    }


def _refuse_earlier(made: Forecast) -> None:
    """With the clock set back, what was done since would look undone."""
    seen = [gap.seen_at for gap in made.known.values() if gap.state in FORESEEN]
    if seen and max(seen) > made.ahead.as_of:
        raise LaterCheckError(made.ahead.region, max(seen))
