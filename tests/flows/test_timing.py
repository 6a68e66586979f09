"""When a schedule runs, in words; and that every schedule of the catalogue is told so."""

from __future__ import annotations

import pytest

from flows.catalogue import CATALOGUE
from flows.document import zones_of
from flows.timing import in_words


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 6 * * *", "каждый день в 06:00"),
        ("30 6 * * 1-5", "по будням в 06:30"),
        ("0 5 * * 0", "по воскресеньям в 05:00"),
        ("0 5 * * 7", "по воскресеньям в 05:00"),
        ("0 9-12 * * *", "каждый день раз в час с 09:00 до 12:00"),
        ("15 * * * *", "каждый час в :15"),
        ("*/2 * * * *", "каждые 2 мин."),
        ("* * * * *", "каждую минуту"),
        ("0 6 1 * *", "0 6 1 * *"),
        ("0 */3 * * *", "0 */3 * * *"),
        ("0,30 * * * *", "0,30 * * * *"),
    ],
)
def test_a_cron_is_said_in_words_or_as_it_is(cron: str, words: str) -> None:
    assert in_words(cron) == words


def test_every_schedule_of_the_catalogue_is_said_in_words() -> None:
    crons = {schedule.cron for one in CATALOGUE for schedule in one.schedules}
    assert [cron for cron in crons if in_words(cron) == cron] == []


def test_the_clock_is_named_where_it_matters() -> None:
    told = {one.name: zones_of(one) for one in CATALOGUE}
    assert told["scan"] == "каждого региона"
    assert told["watch"] == "—"
