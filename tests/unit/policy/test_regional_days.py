"""Regions' own days off against their laws and the lunar calendar, one by one.

The days of Ураза-байрам and Курбан-байрам come from the calendar of Turkey in `holidays`, which
the project's own tables weren't made of; the rest follows from the laws named in days_off.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import holidays

from graph.policy.calendar import COVERED_YEARS
from graph.policy.days_off import REGIONAL_DAYS
from tests.unit.policy.official import officially_worked

DAY = timedelta(days=1)
TURKEY = holidays.country_holidays("TR", years=COVERED_YEARS, language="en_US")
DECREED = [year for year in COVERED_YEARS if year < 2027]


def bayrams(year: int) -> Iterator[date]:
    """The first day of each of the two."""
    for name in ("Eid al-Fitr", "Eid al-Adha"):
        yield min(day for day in TURKEY.get_named(name, lookup="icontains") if day.year == year)


def test_tatarstan_has_its_days_where_they_fall_on_working_days() -> None:
    fixed = {date(year, month, day) for year in COVERED_YEARS for month, day in ((8, 30), (11, 6))}
    lunar = {day for year in DECREED for day in bayrams(year)}
    assert set(filter(officially_worked, fixed | lunar)) == REGIONAL_DAYS["RU-TA"]


def test_bashkortostan_moves_its_days_to_the_next_working_day() -> None:
    fixed = {date(year, 10, 11) for year in COVERED_YEARS[1:]}
    lunar = {day for year in DECREED[1:] for day in bayrams(year)}
    assert {_next(day, officially_worked) for day in fixed | lunar} == REGIONAL_DAYS["RU-BA"]


def _next(day: date, worked: Callable[[date], bool]) -> date:
    while not worked(day):
        day += DAY
    return day


def test_chuvashia_has_one_day_a_year_and_moves_nothing() -> None:
    assert {date(year, 6, 24) for year in COVERED_YEARS} == REGIONAL_DAYS["RU-CU"]
