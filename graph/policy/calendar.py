"""The Russian production calendar: working days, due days, the moment a due day ends.

Built on the `holidays` package, which knows the holidays and the yearly moved days, working
Saturdays among them, and on days_off.py for what it lacks. A year it doesn't know is an error, not
a guess: until the government's resolution comes out, the moved days of a year are not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from graph.errors import CalendarError
from graph.policy.days_off import DECREE_DAYS, REGIONAL_DAYS

# Years whose moved days `holidays` 0.109 has by the government's resolutions (a test compares the
# yearly totals with the published calendar).
COVERED_YEARS = range(2018, 2028)

# Source: clause 6.1, «в срок не позднее 2-х рабочих дней».
ANSWER_WORKING_DAYS = 2

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days of the country and, by ISO code, of a region with days off of its own."""

    regional_days: Mapping[str, frozenset[date]]

    def is_working_day(self, day: date, region: str | None = None) -> bool:
        """Whether `day` is worked in a five-day week; CalendarError for a year not covered."""
        if day in _federal_days_off(day.year):
            return False
        return day not in self.regional_days.get(region or "", frozenset())

    def add_working_days(self, day: date, n: int, region: str | None = None) -> date:
        """The `n`-th working day after `day`, or before it when `n` is negative.

        `day` itself never counts. With `n` = 0: `day` if it is worked, else the next working day.
        """
        step = -_DAY if n < 0 else _DAY
        left = abs(n)
        if not left and not self.is_working_day(day, region):
            left = 1
        while left:
            day += step
            left -= self.is_working_day(day, region)
        return day

    def working_days_between(self, start: date, end: date, region: str | None = None) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier.

        Undoes `add_working_days`: between(d, add(d, n)) == n.
        """
        step = -1 if end < start else 1
        span = abs((end - start).days)
        days = (start + timedelta(days=step * offset) for offset in range(1, span + 1))
        return step * sum(self.is_working_day(day, region) for day in days)

    def answer_due(
        self, asked_at: datetime, region: str | None, zone: ZoneInfo, n: int = ANSWER_WORKING_DAYS
    ) -> date:
        """The last day to answer a request asked at the instant `asked_at`.

        The day it was asked on, in the region's zone, doesn't count. Asked on a day off, the count
        starts on the next working day, which is day one: asked on Saturday, due on Tuesday.

        Source: clause 6.1: 2 working days, unless the curator sets a date (then that date holds).
        """
        return self.add_working_days(local_day(asked_at, zone), n, region)


CALENDAR = WorkingCalendar(REGIONAL_DAYS)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an instant in a region's zone; ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is not an instant")
    return moment.astimezone(zone).date()


def due_end(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a due day ends: 24:00 in the region's zone.

    Source: clauses 5.2–5.4 and 6.1 name days, not hours; a day lasts until its 24:00 in the region.
    """
    return datetime.combine(day + _DAY, time.min, tzinfo=zone).astimezone(UTC)


def last_instant(day: date, zone: ZoneInfo) -> datetime:
    """The last UTC instant that is still of the day in the region's zone."""
    return due_end(day, zone) - timedelta(microseconds=1)


def is_overdue(
    due_day: date, now: datetime, zone: ZoneInfo, submitted_at: datetime | None = None
) -> bool:
    """Whether the due day is over without the thing done; due today is not overdue.

    What was submitted stops the clock at `submitted_at`: on time stays on time while it is under
    review, late stays known as late. An instant after `now` has not happened yet and stops nothing.

    Source: clause 6.1.
    """
    if now.tzinfo is None or (submitted_at is not None and submitted_at.tzinfo is None):
        raise ValueError("a moment without a time zone is not an instant")
    stopped = now if submitted_at is None else min(submitted_at, now)
    return stopped >= due_end(due_day, zone)


@cache
def _federal_days_off(year: int) -> frozenset[date]:
    if year not in COVERED_YEARS:
        raise CalendarError(
            f"Производственный календарь на {year} год не загружен: есть годы с {COVERED_YEARS[0]} "
            f"по {COVERED_YEARS[-1]}. Проверьте дату; если она верна, обновите пакет holidays, где "
            "есть постановление о переносе выходных на этот год, и расширьте COVERED_YEARS в "
            "graph/policy/calendar.py."
        )
    known = holidays.country_holidays("RU", years=year)
    first = date(year, 1, 1)
    days = (first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days))
    return frozenset(day for day in days if day in DECREE_DAYS or not known.is_working_day(day))
