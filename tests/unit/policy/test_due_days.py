"""Due days: when they end in their zones, what is overdue, when an answer is due."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from graph.policy.calendar import CALENDAR, due_end, is_overdue, last_instant, local_day

MOSCOW = ZoneInfo("Europe/Moscow")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Europe/Moscow", date(2026, 11, 24), datetime(2026, 11, 24, 21, tzinfo=UTC)),
        ("Europe/Kaliningrad", date(2026, 11, 24), datetime(2026, 11, 24, 22, tzinfo=UTC)),
        ("Asia/Kamchatka", date(2026, 11, 24), datetime(2026, 11, 24, 12, tzinfo=UTC)),
        # Volgograd was UTC+4 from October 2018 to December 2020, then UTC+3 again.
        ("Europe/Volgograd", date(2019, 10, 15), datetime(2019, 10, 15, 20, tzinfo=UTC)),
        ("Europe/Volgograd", date(2020, 12, 26), datetime(2020, 12, 26, 20, tzinfo=UTC)),
        ("Europe/Volgograd", date(2020, 12, 27), datetime(2020, 12, 27, 21, tzinfo=UTC)),
    ],
)
def test_a_due_day_ends_at_midnight_of_its_zone(zone: str, day: date, end: datetime) -> None:
    where = ZoneInfo(zone)

    assert due_end(day, where) == end
    assert due_end(day, where).tzinfo is UTC
    assert not is_overdue(day, end - SECOND, where)
    assert is_overdue(day, end, where)
    assert is_overdue(day, end + SECOND, where)


@pytest.mark.parametrize("zone", ["Europe/Kaliningrad", "Europe/Volgograd", "Asia/Kamchatka"])
def test_the_last_instant_of_a_day_is_the_one_before_the_next_begins(zone: str) -> None:
    where, day = ZoneInfo(zone), date(2019, 10, 15)
    last = last_instant(day, where)
    assert local_day(last, where) == day
    assert last + timedelta(microseconds=1) == datetime(2019, 10, 16, tzinfo=where)


def test_due_today_is_not_overdue() -> None:
    now = datetime(2026, 11, 24, 23, 59, 59, tzinfo=MOSCOW)

    assert not is_overdue(date(2026, 11, 24), now, MOSCOW)
    assert is_overdue(date(2026, 11, 23), now, MOSCOW)


def test_what_is_submitted_stops_the_clock() -> None:
    due, week_later = date(2026, 11, 24), datetime(2026, 12, 1, tzinfo=MOSCOW)
    midnight = datetime(2026, 11, 25, tzinfo=MOSCOW)

    assert not is_overdue(due, week_later, MOSCOW, submitted_at=midnight - SECOND)
    assert is_overdue(due, week_later, MOSCOW, submitted_at=midnight)
    assert is_overdue(due, midnight, MOSCOW, submitted_at=week_later)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 24)  # noqa: DTZ001 - what is refused here

    with pytest.raises(ValueError, match="without a time zone"):
        is_overdue(date(2026, 11, 24), naive, MOSCOW)
    with pytest.raises(ValueError, match="without a time zone"):
        local_day(naive, MOSCOW)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 11, 18, 9, tzinfo=MOSCOW), date(2026, 11, 20)),  # Wednesday → Friday
        (datetime(2026, 11, 20, 23, 59, 59, tzinfo=MOSCOW), date(2026, 11, 24)),  # Friday
        (datetime(2026, 11, 21, 0, 0, 0, tzinfo=MOSCOW), date(2026, 11, 24)),  # Saturday
        (datetime(2026, 11, 22, 12, tzinfo=MOSCOW), date(2026, 11, 24)),  # Sunday
        (datetime(2026, 11, 23, 0, 0, 0, tzinfo=MOSCOW), date(2026, 11, 25)),  # Monday
        (datetime(2025, 12, 30, 12, tzinfo=MOSCOW), date(2026, 1, 13)),
        (datetime(2026, 1, 3, 12, tzinfo=MOSCOW), date(2026, 1, 13)),
    ],
)
def test_an_answer_is_due_within_two_working_days(asked: datetime, due: date) -> None:
    assert CALENDAR.answer_due(asked, "RU-MOW", MOSCOW) == due


def test_the_day_a_request_was_asked_on_is_the_regions_day() -> None:
    asked = datetime(2026, 11, 18, 12, 0, 0, tzinfo=UTC)  # in Kamchatka it is the 19th, 00:00

    due = {
        zone: CALENDAR.answer_due(moment, None, ZoneInfo(zone))
        for zone, moment in {"Asia/Kamchatka": asked, "Asia/Anadyr": asked - SECOND}.items()
    }

    assert due == {"Asia/Kamchatka": date(2026, 11, 23), "Asia/Anadyr": date(2026, 11, 20)}


def test_a_request_counts_the_regions_own_days_off_and_another_limit() -> None:
    asked = datetime(2026, 5, 26, 12, tzinfo=MOSCOW)  # Курбан-байрам is the 27th

    assert CALENDAR.answer_due(asked, "RU-MOW", MOSCOW) == date(2026, 5, 28)
    assert CALENDAR.answer_due(asked, "RU-TA", MOSCOW) == date(2026, 5, 29)
    assert CALENDAR.answer_due(asked, "RU-TA", MOSCOW, n=1) == date(2026, 5, 28)
