"""The production calendar: moved days, decree days, regions, counting of working days."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.data import regions
from graph.errors import CalendarError
from graph.policy.calendar import CALENDAR, COVERED_YEARS, WorkingCalendar
from graph.policy.days_off import DECREE_DAYS, REGIONAL_DAYS

# Working days of a five-day week by the published production calendars; decree days taken off.
YEARLY = {
    2018: 247,
    2019: 247,
    2020: 248 - 29,
    2021: 247 - 7,
    2022: 247,
    2023: 247,
    2024: 248,
    2025: 247,
    2026: 247,
    2027: 247,
}
# Day off by moving, and the weekend day it was moved from; a Saturday worked where it says so.
MOVED = [
    *((date(2018, 3, 9), date(2018, 1, 6)), (date(2018, 5, 2), date(2018, 1, 7))),
    *((date(2019, 5, 2), date(2019, 1, 5)), (date(2019, 5, 10), date(2019, 2, 23))),
    *((date(2020, 5, 4), date(2020, 1, 4)), (date(2020, 5, 5), date(2020, 1, 5))),
    *((date(2021, 11, 5), date(2021, 1, 2)), (date(2021, 12, 31), date(2021, 1, 3))),
    *((date(2022, 5, 3), date(2022, 1, 1)), (date(2022, 5, 10), date(2022, 1, 2))),
    *((date(2023, 2, 24), date(2023, 1, 1)), (date(2023, 5, 8), date(2023, 1, 8))),
    *((date(2024, 5, 10), date(2024, 1, 6)), (date(2024, 12, 31), date(2024, 1, 7))),
    *((date(2025, 5, 2), date(2025, 1, 4)), (date(2025, 12, 31), date(2025, 1, 5))),
    *((date(2026, 1, 9), date(2026, 1, 3)), (date(2026, 12, 31), date(2026, 1, 4))),
    *((date(2027, 11, 5), date(2027, 1, 2)), (date(2027, 12, 31), date(2027, 1, 3))),
]
WORKED_SATURDAYS = {
    *(date(2018, 4, 28), date(2018, 6, 9), date(2018, 12, 29)),
    *(date(2021, 2, 20), date(2022, 3, 5)),
    *(date(2024, 4, 27), date(2024, 11, 2), date(2024, 12, 28)),
    *(date(2025, 11, 1), date(2027, 2, 20)),
}


def days_of(year: int) -> list[date]:
    count = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return [date(year, 1, 1) + timedelta(days=offset) for offset in range(count)]


def test_every_covered_year_has_the_published_number_of_working_days() -> None:
    counted = {year: sum(map(CALENDAR.is_working_day, days_of(year))) for year in COVERED_YEARS}

    assert counted == YEARLY


def test_the_covered_years_are_those_the_library_has_resolutions_for() -> None:
    known = set(holidays.country_holidays("RU").special_public_holidays)

    assert set(COVERED_YEARS) <= known
    assert COVERED_YEARS[-1] == max(known)


@pytest.mark.parametrize(("moved_to", "moved_from"), MOVED)
def test_a_moved_day_off_is_not_worked(moved_to: date, moved_from: date) -> None:
    assert moved_to.weekday() < 5
    assert not CALENDAR.is_working_day(moved_to)
    assert not CALENDAR.is_working_day(moved_from)


def test_exactly_the_moved_saturdays_are_worked() -> None:
    weekends = {day for year in COVERED_YEARS for day in days_of(year) if day.weekday() >= 5}

    assert set(filter(CALENDAR.is_working_day, weekends)) == WORKED_SATURDAYS


@pytest.mark.parametrize(
    ("last_before", "first_off", "last_off", "first_after"),
    [
        (date(2020, 3, 27), date(2020, 3, 30), date(2020, 5, 11), date(2020, 5, 12)),
        (date(2020, 6, 23), date(2020, 6, 24), date(2020, 6, 24), date(2020, 6, 25)),
        (date(2020, 6, 30), date(2020, 7, 1), date(2020, 7, 1), date(2020, 7, 2)),
        (date(2021, 4, 30), date(2021, 5, 1), date(2021, 5, 10), date(2021, 5, 11)),
        (date(2021, 10, 29), date(2021, 10, 30), date(2021, 11, 7), date(2021, 11, 8)),
    ],
)
def test_decree_days_are_off_up_to_their_borders(
    last_before: date, first_off: date, last_off: date, first_after: date
) -> None:
    span = [first_off + timedelta(days=n) for n in range((last_off - first_off).days + 1)]

    assert CALENDAR.is_working_day(last_before)
    assert not any(map(CALENDAR.is_working_day, span))
    assert CALENDAR.is_working_day(first_after)


def test_the_overlay_adds_29_days_of_2020_and_7_of_2021() -> None:
    russia = holidays.country_holidays("RU", years=(2020, 2021))
    lacked = [day for day in DECREE_DAYS if russia.is_working_day(day)]

    assert sorted({day.year: 0 for day in DECREE_DAYS}) == [2020, 2021]
    assert sum(day.year == 2020 for day in lacked) == 29
    assert sum(day.year == 2021 for day in lacked) == 7


def test_regional_days_are_off_in_their_region_only() -> None:
    day = date(2026, 5, 27)

    worked = {r: CALENDAR.is_working_day(day, r) for r in (None, "RU-TA", "RU-BA", "RU-CU")}

    assert worked == {None: True, "RU-TA": False, "RU-BA": False, "RU-CU": True}


def test_tatarstan_moves_no_day_off_and_bashkortostan_does() -> None:
    monday = date(2025, 3, 31)  # after Ураза-байрам on Sunday, 30 March

    assert CALENDAR.is_working_day(monday, "RU-TA")
    assert not CALENDAR.is_working_day(monday, "RU-BA")


def test_regional_days_are_days_the_country_works_in_regions_that_exist() -> None:
    assert set(REGIONAL_DAYS) <= {region.iso_code for region in regions()}
    off_anyway = {
        region: {day for day in days if not CALENDAR.is_working_day(day)}
        for region, days in REGIONAL_DAYS.items()
    }

    # Chuvashia's fixed day fell on Sunday, on the day of the parade, and on Saturday.
    chuvashia = {date(2018, 6, 24), date(2020, 6, 24), date(2023, 6, 24)}
    assert off_anyway == {"RU-TA": set(), "RU-BA": set(), "RU-CU": chuvashia}


def test_another_region_can_be_given_days_of_its_own() -> None:
    calendar = WorkingCalendar({"RU-AD": frozenset({date(2026, 10, 5)})})

    assert not calendar.is_working_day(date(2026, 10, 5), "RU-AD")
    assert calendar.is_working_day(date(2026, 10, 5), "RU-TA")


@pytest.mark.parametrize("year", [2017, 2028])
def test_a_year_not_covered_is_an_error_that_names_it_and_the_remedy(year: int) -> None:
    with pytest.raises(CalendarError) as caught:
        CALENDAR.is_working_day(date(year, 6, 1))

    assert caught.value.message == (
        f"Производственный календарь на {year} год не загружен: есть годы с 2018 по 2027. "
        "Проверьте дату; если она верна, обновите пакет holidays, где есть постановление о "
        "переносе выходных на этот год, и расширьте COVERED_YEARS в graph/policy/calendar.py."
    )


def test_counting_across_the_covered_border_is_an_error() -> None:
    with pytest.raises(CalendarError, match="на 2028 год"):
        CALENDAR.add_working_days(date(2027, 12, 30), 1)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday → Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday → Monday
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 21), -1, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2025, 12, 30), 1, date(2026, 1, 12)),  # the longest New Year
        (date(2019, 4, 30), 2, date(2019, 5, 7)),
        (date(2025, 10, 31), 1, date(2025, 11, 1)),  # a worked Saturday
    ],
)
def test_adding_working_days(day: date, n: int, expected: date) -> None:
    assert CALENDAR.add_working_days(day, n) == expected


def test_from_a_regions_own_day_off_the_next_working_day_is_taken() -> None:
    day = date(2026, 5, 27)  # Курбан-байрам

    assert CALENDAR.add_working_days(day, 0, "RU-TA") == date(2026, 5, 28)
    assert CALENDAR.add_working_days(day, 0, "RU-MOW") == day


# Sixty working days either way stay inside the covered years.
DAYS = st.dates(date(2018, 7, 1), date(2027, 6, 30))
REGIONS = st.sampled_from([None, "RU-TA", "RU-BA", "RU-MOW"])


@given(day=DAYS, n=st.integers(-60, 60).filter(bool), region=REGIONS)
def test_the_distance_to_the_nth_working_day_is_n(day: date, n: int, region: str | None) -> None:
    reached = CALENDAR.add_working_days(day, n, region)

    assert CALENDAR.is_working_day(reached, region)
    assert CALENDAR.working_days_between(day, reached, region) == n


@given(day=DAYS, n=st.integers(-60, 60), region=REGIONS)
def test_back_and_forth_returns_to_a_working_day(day: date, n: int, region: str | None) -> None:
    start = CALENDAR.add_working_days(day, 0, region)

    there = CALENDAR.add_working_days(start, n, region)

    assert CALENDAR.add_working_days(there, -n, region) == start


@given(day=DAYS, n=st.integers(0, 30), m=st.integers(0, 30))
def test_working_days_add_up(day: date, n: int, m: int) -> None:
    start = CALENDAR.add_working_days(day, 0)
    in_two_steps = CALENDAR.add_working_days(CALENDAR.add_working_days(start, n), m)

    assert in_two_steps == CALENDAR.add_working_days(start, n + m)
