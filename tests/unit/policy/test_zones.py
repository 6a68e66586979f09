"""Midnight in every time zone of the country, and the days on which a zone changed its clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.data import regions
from graph.policy.calendar import CALENDAR, due_end, is_overdue, local_day

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
ZONES = sorted({region.iana_tz for region in regions()})
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

# On these days Volgograd went an hour forward and, two years later, back. Both at 02:00.
SHORT, LONG = date(2018, 10, 28), date(2020, 12, 27)
VOLGOGRAD = ZoneInfo("Europe/Volgograd")


def test_the_country_has_eleven_clocks() -> None:
    hours = {NOON.astimezone(ZoneInfo(zone)).utcoffset() for zone in ZONES}
    assert hours == {timedelta(hours=hour) for hour in range(2, 13)}


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_ends_at_midnight_there_and_not_a_second_earlier_or_later(zone: str) -> None:
    where = ZoneInfo(zone)
    day = date(2026, 11, 24)
    midnight = datetime.combine(day + DAY, time.min, where).astimezone(UTC)

    assert due_end(day, where) == midnight
    assert local_day(midnight - SECOND, where) == day
    assert local_day(midnight, where) == day + DAY
    assert local_day(midnight + SECOND, where) == day + DAY
    assert [is_overdue(day, midnight + n * SECOND, where) for n in (-1, 0, 1)] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_asked_a_second_before_midnight_an_answer_is_due_a_day_earlier(zone: str) -> None:
    where = ZoneInfo(zone)
    midnight = datetime(2026, 11, 25, tzinfo=where)  # Tuesday becomes Wednesday

    assert CALENDAR.answer_due(midnight - SECOND, None, where) == date(2026, 11, 26)
    assert CALENDAR.answer_due(midnight, None, where) == date(2026, 11, 27)
    assert CALENDAR.answer_due(midnight + SECOND, None, where) == date(2026, 11, 27)


def test_at_one_instant_the_day_is_over_in_the_east_and_lasts_in_the_west() -> None:
    order = sorted(ZONES, key=lambda zone: due_end(date(2026, 11, 24), ZoneInfo(zone)))
    ends = [due_end(date(2026, 11, 24), ZoneInfo(zone)) for zone in order]

    assert ends[-1] - ends[0] == timedelta(hours=10)
    assert order[-1] == "Europe/Kaliningrad"


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        *((SHORT - DAY, 24), (SHORT, 23), (SHORT + DAY, 24)),
        *((LONG - DAY, 24), (LONG, 25), (LONG + DAY, 24)),
    ],
)
def test_a_day_of_a_changed_clock_is_an_hour_shorter_or_longer(day: date, hours: int) -> None:
    lasted = due_end(day, VOLGOGRAD) - due_end(day - DAY, VOLGOGRAD)
    assert lasted == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (SHORT - DAY, datetime(2018, 10, 27, 21, tzinfo=UTC)),
        (SHORT, datetime(2018, 10, 28, 20, tzinfo=UTC)),
        (LONG - DAY, datetime(2020, 12, 26, 20, tzinfo=UTC)),
        (LONG, datetime(2020, 12, 27, 21, tzinfo=UTC)),
    ],
)
def test_around_a_changed_clock_a_day_still_ends_at_its_midnight(day: date, end: datetime) -> None:
    assert due_end(day, VOLGOGRAD) == end
    assert [local_day(end + n * SECOND, VOLGOGRAD) for n in (-1, 0, 1)] == [
        day,
        day + DAY,
        day + DAY,
    ]
    assert [is_overdue(day, end + n * SECOND, VOLGOGRAD) for n in (-1, 0, 1)] == [False, True, True]


def test_only_volgograd_changed_its_clock_in_these_years() -> None:
    instants = [datetime(2018, 1, 1, tzinfo=UTC) + n * DAY for n in range(3652)]
    changed = {
        zone
        for zone in ZONES
        if len({instant.astimezone(ZoneInfo(zone)).utcoffset() for instant in instants}) > 1
    }
    assert changed == {"Europe/Volgograd"}


@given(
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(datetime(2018, 1, 2), datetime(2027, 12, 30)),  # noqa: DTZ001 - UTC below
)
def test_every_instant_belongs_to_exactly_one_day(zone: str, moment: datetime) -> None:
    instant, where = moment.replace(tzinfo=UTC), ZoneInfo(zone)
    day = local_day(instant, where)
    assert due_end(day - DAY, where) <= instant < due_end(day, where)
