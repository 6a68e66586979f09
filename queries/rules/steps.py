"""Who is told of a gap, and when: steps counted in working days from its last day on time.

Data: a rule may have steps of its own (`Rule.steps`), the rest go by severity. Pure; decides from
days alone. Source: clauses 3.1, 5.1, 6.1; requirements: reminders at T−3 and T−1 working days, on
the due day and once overdue; the curator at T+2, the head of curators at T+5.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from graph.model.gap import Severity
from graph.policy.calendar import CALENDAR


class To(StrEnum):
    """Whom a step tells: who answers in the region, its curator, the head of curators."""

    ANSWERER = "answerer"
    CURATOR = "curator"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Step:
    """One step, told `after` working days after the last day on time; before it if negative.

    `after` None is at once when the gap opens. A gap without such a day is told of `undated`
    working days after it opened; None is never. `calendar` counts all days, not working ones.
    """

    number: int
    to: To
    ru: str
    after: int | None
    undated: int | None = None
    calendar: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one gap in its region: the last on time, that of its opening, what day it is."""

    region: str
    due_on: date | None
    opened_on: date | None
    today: date


_AHEAD: Final = (
    Step(1, To.ANSWERER, "за 3 рабочих дня до срока", -3),
    Step(2, To.ANSWERER, "за 1 рабочий день до срока", -1),
    Step(3, To.ANSWERER, "в последний день срока", 0),
)
_LATE: Final = Step(4, To.ANSWERER, "на следующий рабочий день после срока", 1, undated=0)
_LATE_AT_ONCE: Final = Step(4, To.ANSWERER, "сразу, как открылся", None, undated=0)
_CURATOR: Final = Step(5, To.CURATOR, "через 2 рабочих дня после срока", 2, undated=2)
_CURATOR_AT_ONCE: Final = Step(5, To.CURATOR, "сразу, как открылся", None, undated=0)
_HEAD: Final = Step(6, To.HEAD, "через 5 рабочих дней после срока", 5, undated=5)

STEPS: Final = {
    # A child's rights, law or money: the curator knows as soon as the coordinator does.
    Severity.A: (*_AHEAD, _LATE_AT_ONCE, _CURATOR_AT_ONCE, _HEAD),
    Severity.B: (*_AHEAD, _LATE, _CURATOR, _HEAD),
    # Quality is settled between the coordinator and the curator.
    Severity.C: (*_AHEAD, _LATE, _CURATOR),
}

EARLY_DAYS: Final = 30
"""How far ahead is looked for what ends by itself, in calendar days."""

# Before the others, for what is early: a consent, a licence, a contract take weeks to renew.
EARLY: Final = (
    Step(7, To.ANSWERER, f"за {EARLY_DAYS} дней", -EARLY_DAYS, calendar=True),
    Step(8, To.ANSWERER, "за 14 дней", -14, calendar=True),
)

# Steps of days so far away are over, or to come, whatever the calendar of a year not known yet.
_FAR: Final = timedelta(days=60)


Timetable = tuple[tuple[date, Step], ...]


@lru_cache(maxsize=4096)
def timetable(steps: tuple[Step, ...], days: Days) -> Timetable:
    """The steps of one gap with their days, in this order.

    CalendarError for a day near today whose year the calendar doesn't have.
    """
    dated = [(day, step.number, step) for step in steps if (day := _day(step, days)) is not None]
    return tuple((day, step) for day, _, step in sorted(dated, key=lambda one: one[:2]))


def steps_due(planned: Timetable, today: date, told: Collection[int] = ()) -> tuple[Step, ...]:
    """The latest step that has come for each kind of recipient, by number, unless it was told.

    `told` are the numbers of the steps that one recipient was told. Whoever was not told in time is
    told once of how it stands now, not of every step missed; and never of an earlier step than one
    told already, also with the clock set back.
    """
    latest: dict[To, Step] = {}
    for day, step in planned:
        if step.number in told:
            latest.pop(step.to, None)
        elif day <= today:
            latest[step.to] = step
    return tuple(sorted(latest.values(), key=lambda step: step.number))


def _day(step: Step, days: Days) -> date | None:
    """The day of a step; None if the gap has none. A far one is not counted exactly."""
    after, since = step.after, days.due_on
    if days.due_on is None:
        after, since = step.undated, days.opened_on
        if after is None:
            return None
    elif after is None:
        return days.opened_on
    if step.calendar and since is not None and after is not None:
        return since + timedelta(days=after)
    if since is None or not after or abs(since - days.today) > _FAR:
        return since
    return CALENDAR.add_working_days(since, after, days.region)
