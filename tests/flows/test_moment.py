"""The text of a moment: a day ends at 24:00 in the region."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.moment import moment
from graph.errors import InputError

NOW = datetime(2019, 10, 1, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def test_without_text_it_is_now() -> None:
    assert moment(None, "Europe/Moscow", NOW) == NOW


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Europe/Kaliningrad", datetime(2019, 10, 1, 22, tzinfo=UTC)),
        ("Europe/Moscow", datetime(2019, 10, 1, 21, tzinfo=UTC)),
        # UTC+4 that autumn, UTC+3 before and after.
        ("Europe/Volgograd", datetime(2019, 10, 1, 20, tzinfo=UTC)),
        ("Asia/Kamchatka", datetime(2019, 10, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_day_is_its_last_instant_by_the_clock_of_the_region(
    zone: str, midnight: datetime
) -> None:
    assert moment("2019-10-01", zone, NOW) == midnight - MICROSECOND


def test_an_instant_is_itself() -> None:
    six = datetime(2019, 10, 1, 3, tzinfo=UTC)
    assert moment("2019-10-01T06:00+03:00", "Asia/Kamchatka", NOW) == six


@pytest.mark.parametrize("text", ["вчера", "2019-13-01", "2019-10-01T06:00", ""])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="не похоже на момент"):
        moment(text, "Europe/Moscow", NOW)
