"""Every day of ten years against the acts that made it: worked or not, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from graph.policy.calendar import CALENDAR, COVERED_YEARS
from graph.policy.days_off import DECREE_DAYS
from tests.unit.policy.official import (
    ACTS,
    HOLIDAYS,
    MOVED_FROM,
    NEW_YEAR,
    SATURDAY,
    is_holiday,
    officially_worked,
    span,
)


@pytest.mark.parametrize("year", COVERED_YEARS)
def test_every_day_of_the_year_is_what_the_acts_say(year: int) -> None:
    days = list(span(f"{year}-01-01/{year}-12-31"))
    assert len(days) in (365, 366)
    differing = [day for day in days if CALENDAR.is_working_day(day) != officially_worked(day)]
    assert differing == []


def test_the_acts_cover_the_years_of_the_calendar_and_no_others() -> None:
    assert {day.year for act in ACTS for day in act.days} == set(COVERED_YEARS)
    resolutions = {act.name for act in ACTS if act.name.startswith("Постановление")}
    assert len(resolutions) == len(COVERED_YEARS)


def test_a_holiday_on_a_weekend_gives_a_day_off_unless_a_resolution_moved_it_elsewhere() -> None:
    """Labour Code, article 112, part 2: to the next working day; January's go by resolution."""
    for year in COVERED_YEARS:
        for month, day in HOLIDAYS - NEW_YEAR:
            holiday = date(year, month, day)
            assert (holiday.weekday() >= SATURDAY) == (holiday in MOVED_FROM), holiday


def test_a_move_takes_a_weekend_day_and_gives_a_weekday() -> None:
    for act in ACTS:
        if act.moved_from:
            (given,) = act.days
            assert act.moved_from.weekday() >= SATURDAY
            assert given.weekday() < SATURDAY
            assert not is_holiday(given)


def test_the_decree_days_are_those_of_the_decrees() -> None:
    declared = {day for act in ACTS if act.moved_from is None for day in act.days}
    assert declared == DECREE_DAYS
