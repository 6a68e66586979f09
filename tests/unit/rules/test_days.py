"""Which day it is in the regions: the earliest of them, and where it is already the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from graph.data import regions
from queries.days import Days, days

MOSCOW, KAMCHATKA, KALININGRAD = "Europe/Moscow", "Asia/Kamchatka", "Europe/Kaliningrad"
REGIONS = {MOSCOW: ["RU-MOW", "RU-TA"], KAMCHATKA: ["RU-KAM"], KALININGRAD: ["RU-KGD"]}
NOON = datetime(2019, 10, 1, 12, tzinfo=UTC)
"""In Kamchatka it is midnight: the second of October begins."""


def test_in_the_east_it_is_already_tomorrow() -> None:
    found = days(REGIONS, NOON)
    assert found == Days(date(2019, 10, 1), ("RU-KAM",))
    assert found.split
    assert found.tomorrow == date(2019, 10, 2)
    before = days(REGIONS, NOON - timedelta(seconds=1))
    assert before == Days(date(2019, 10, 1), ())
    assert not before.split


def test_the_earliest_day_is_that_of_the_regions_one_sees() -> None:
    assert days(REGIONS, NOON, frozenset({"RU-KAM"})) == Days(date(2019, 10, 2), ())
    seen = frozenset({"RU-KAM", "RU-TA"})
    assert days(REGIONS, NOON, seen) == Days(date(2019, 10, 1), ("RU-KAM",))


def test_who_sees_no_region_is_in_moscow() -> None:
    evening = datetime(2019, 10, 1, 21, tzinfo=UTC)
    for nothing in (days({}, evening), days(REGIONS, evening, frozenset())):
        assert nothing == Days(date(2019, 10, 2), ())
    assert days({}, evening - timedelta(seconds=1)) == Days(date(2019, 10, 1), ())


ALL: dict[str, list[str]] = {}
for _region in regions():
    ALL.setdefault(_region.iana_tz, []).append(_region.iso_code)
CODES = sorted(code for codes in ALL.values() for code in codes)


@given(
    moment=st.datetimes(datetime(2018, 1, 2), datetime(2027, 12, 30)),  # noqa: DTZ001 - UTC below
    only=st.none() | st.frozensets(st.sampled_from(CODES), min_size=1),
)
def test_each_region_is_on_its_own_day(moment: datetime, only: frozenset[str] | None) -> None:
    instant = moment.replace(tzinfo=UTC)
    found = days(ALL, instant, only)
    told = {
        code: found.tomorrow if code in found.ahead else found.today
        for code in (CODES if only is None else only)
    }
    zones = {code: zone for zone, codes in ALL.items() for code in codes}
    own = {code: instant.astimezone(ZoneInfo(zones[code])).date() for code in told}
    assert told == own
    assert found.today in own.values()
