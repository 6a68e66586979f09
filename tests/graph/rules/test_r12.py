"""R12 on publishing: whole, and five working days before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R12", "R18")

DAY = date(2019, 10, 10)


async def test_a_published_practicum_has_date_time_and_place(network: Network) -> None:
    venue = await network.venue()
    undated: dict[str, Any] = {"starts_at": local(2019, 10, 10), "place": "Мастерская 1"}
    broken = {
        await network.practicum(venue, None, posted_at=local(2019, 9, 2), **undated),
        await network.posted(venue, DAY, starts_at=None),
        await network.posted(venue, DAY, place=None),
        await network.posted(venue, DAY, place=""),
    }
    await network.posted(venue, DAY)
    await network.posted(venue, DAY, place=None, cancelled_at=local(2019, 9, 20))
    await network.posted(venue, DAY, place=None, posted_at=local(2019, 9, 21))
    assert await network.gaps(local(2019, 9, 20)) == {
        ("R12.no_date_time_place", practicum, 1) for practicum in broken
    }


@pytest.mark.parametrize(
    ("on_day", "due"),
    [
        (DAY, date(2019, 10, 3)),
        (date(2019, 11, 6), date(2019, 10, 29)),  # over 4 November
    ],
)
async def test_a_practicum_is_published_five_working_days_before(
    network: Network, on_day: date, due: date
) -> None:
    venue = await network.venue()
    await network.posted(venue, on_day, posted_at=last_moment(due))
    late = await network.posted(venue, on_day, posted_at=midnight_after(due))
    never = await network.practicum(venue, on_day, held=False)
    await network.practicum(venue, on_day, held=False, cancelled_at=last_moment(due))
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {
        ("R12.posted_late", late, 1),
        ("R12.posted_late", never, 1),
    }
    assert await network.dues() == {"R12.posted_late": due}


@pytest.mark.parametrize(
    ("posted_at", "gap"),
    [(local(2019, 10, 8, 23, 59, 59), False), (local(2019, 10, 9, 0), True)],
)
async def test_a_region_may_set_its_own_term(
    network: Network, posted_at: datetime, gap: bool
) -> None:
    await network.term("posted_before", amount=2, unit="days", overrides_in=REGION)
    practicum = await network.posted(await network.venue(), DAY, posted_at=posted_at)
    expected = {("R12.posted_late", practicum, 1)} if gap else set()
    assert await network.gaps(local(2019, 10, 20)) == expected


async def test_a_venue_without_campaign_causes_it(network: Network) -> None:
    venue = await network.active_venue(assigned=False)
    await network.posted(venue, DAY, posted_at=local(2019, 10, 9))
    await network.scan(local(2019, 10, 9))
    assert await network.causes() == {("R12.posted_late", "R18.venue_without_campaign")}
