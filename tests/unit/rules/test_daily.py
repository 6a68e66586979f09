"""When the daily check of a region is due."""

from datetime import UTC, datetime, timedelta

import pytest

from queries.rules.daily import last_due

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "at_six"),
    [
        ("Europe/Kaliningrad", datetime(2019, 10, 1, 4, tzinfo=UTC)),
        ("Europe/Moscow", datetime(2019, 10, 1, 3, tzinfo=UTC)),
        ("Asia/Kamchatka", datetime(2019, 9, 30, 18, tzinfo=UTC)),
    ],
)
def test_six_o_clock_there_is_the_moment(zone: str, at_six: datetime) -> None:
    yesterday = at_six - timedelta(days=1)
    assert last_due(at_six - SECOND, zone) == yesterday
    assert last_due(at_six, zone) == at_six
    assert last_due(at_six + timedelta(hours=23), zone) == at_six
