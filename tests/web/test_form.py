"""Numbers, dates and terms are written the Russian way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.web import form
from graph.data.region import regions
from queries.region.alias import ALIASES, folded, named

NOW = datetime(2019, 10, 14, 9, 0, tzinfo=UTC)


def test_thousands_have_a_narrow_space() -> None:
    assert [form.number(n) for n in (0, 999, 1000, 1234567)] == [
        "0", "999", "1\u202f000", "1\u202f234\u202f567",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (12, "12 дней"),
     (21, "21 день"), (104, "104 дня"), (111, "111 дней"), (0, "0 дней")],
)  # fmt: skip
def test_a_number_changes_its_word(count: int, words: str) -> None:
    assert form.counted(count, "день", "дня", "дней") == words


def test_moments_name_the_zone() -> None:
    assert form.moment(NOW) == "14.10.2019 12:00 МСК"
    assert form.moment(NOW, "Asia/Yekaterinburg") == "14.10.2019 14:00 МСК+2"
    assert form.moment(NOW, "Europe/Kaliningrad") == "14.10.2019 11:00 МСК-1"
    assert form.moment(None) == "—"


@pytest.mark.parametrize(
    ("due", "words", "late"),
    [
        (date(2019, 10, 14), "срок сегодня", False),
        (date(2019, 10, 15), "остался 1 рабочий день", False),
        (date(2019, 10, 21), "осталось 5 рабочих дней", False),
        (date(2019, 10, 11), "просрочено на 1 рабочий день", True),
        # Saturday: until the next working day is over there is no working day to count.
        (date(2019, 10, 13), "просрочено на 1 рабочий день", True),
        (None, "срока нет", False),
    ],
)
def test_terms_count_working_days(due: date | None, words: str, late: bool) -> None:
    shown = form.term(due, NOW, "Europe/Moscow", "RU-MOW")
    assert (shown.words, shown.late) == (words, late)


def test_a_due_day_off_leaves_no_working_day_to_count() -> None:
    friday = datetime(2019, 10, 11, 9, tzinfo=UTC)
    shown = form.term(date(2019, 10, 13), friday, "Europe/Moscow", "RU-MOW")
    assert (shown.words, shown.late) == ("до срока только выходные", False)


def test_the_day_ends_in_the_regions_own_zone() -> None:
    late_evening = datetime(2019, 10, 14, 19, 30, tzinfo=UTC)  # 00:30 of the 15th in Yekaterinburg
    assert form.term(date(2019, 10, 14), late_evening, "Asia/Yekaterinburg", "RU-SVE").late
    assert not form.term(date(2019, 10, 14), late_evening, "Europe/Moscow", "RU-MOW").late


def test_a_year_without_a_calendar_still_shows_the_date() -> None:
    shown = form.term(date(2040, 1, 9), NOW, "Europe/Moscow", "RU-MOW")
    assert shown.words == "срок идёт"


def test_aliases_lead_to_regions_that_exist() -> None:
    assert set(ALIASES.values()) <= {region.iso_code for region in regions()}
    assert all(alias == folded(alias) for alias in ALIASES)
    assert named(folded("  Пи ")) == ["RU-SPE"]
    assert named("п") == []
