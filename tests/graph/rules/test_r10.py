"""R10 on venues: a licence on the practicum's day, requirements, employers' experts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R10",)

DAY = date(2019, 10, 10)
NOW = local(2019, 10, 1)


async def licence(network: Network, venue: str, issued_on: date, **row: Any) -> str:
    return await network.node("Licence", number="25Л01", issued_on=issued_on, venue=venue, **row)


LICENCES: list[tuple[date, date | None, bool]] = [
    (date(2019, 9, 30), None, False),
    (date(2018, 1, 1), DAY, False),
    (date(2018, 1, 1), date(2019, 10, 9), True),
    (DAY, None, True),  # on 1 October nobody had seen it
    (date(2019, 10, 11), None, True),
]


async def test_a_licence_holds_from_its_day_to_its_last_day(network: Network) -> None:
    expected = set()
    for issued_on, valid_until, gap in LICENCES:
        venue = await network.venue()
        await licence(network, venue, issued_on, valid_until=valid_until)
        await network.posted(venue, DAY)
        if gap:
            expected.add(("R10.no_licence", venue, 1))
    assert await network.gaps(NOW) == expected


async def test_a_licence_issued_on_the_practicums_day_holds_on_it(network: Network) -> None:
    venue = await network.venue()
    await licence(network, venue, DAY)
    await network.posted(venue, DAY)
    assert await network.gaps(midnight_after(date(2019, 10, 9))) == set()


async def test_every_practicum_that_is_or_will_be_counts_and_no_other(network: Network) -> None:
    venue = await network.venue()
    unposted: dict[str, Any] = {"posted_at": None, "confirmed_at": None}
    broken = {
        await network.posted(venue, DAY),
        await network.posted(venue, date(2019, 9, 20), held=True, **unposted),
    }
    await network.posted(venue, DAY, cancelled_at=local(2019, 9, 30))
    await network.posted(venue, DAY, posted_at=local(2019, 10, 2))
    await network.posted(venue, DAY, **unposted)
    await network.posted(venue, DAY, campaign=None)
    assert await network.gaps(NOW) == {("R10.no_licence", venue, 2)}
    assert await network.behind("R10.no_licence") == broken


async def test_requirements_are_confirmed_from_their_day(network: Network) -> None:
    venue = await network.active_venue()
    await network.node(
        "Venue",
        id=venue,
        name="Кванториум",
        municipality="vladivostok",
        requirements_confirmed_on=DAY,
    )
    await network.role("expert_at", venue)
    before = await network.gaps(last_moment(date(2019, 10, 9)))
    assert before == {("R10.requirements_unconfirmed", venue, 1)}
    assert await network.gaps(midnight_after(date(2019, 10, 9))) == set()


async def test_a_venue_of_the_campaign_needs_an_employers_expert(network: Network) -> None:
    confirmed = {"requirements_confirmed_on": date(2019, 9, 1)}
    venue = await network.active_venue()
    unassigned = await network.active_venue(assigned=False)
    for one in (venue, unassigned):
        row = {"name": "Кванториум", "municipality": "vladivostok"} | confirmed
        await network.node("Venue", id=one, **row)
    left: dict[str, Any] = {"to": DAY}
    await network.role("expert_at", venue, **left)
    assert await network.gaps(last_moment(date(2019, 10, 9))) == set()
    after = await network.gaps(midnight_after(date(2019, 10, 9)))
    assert after == {("R10.no_employer_expert", venue, 1)}


async def test_a_venue_that_left_is_not_expected(network: Network) -> None:
    left: dict[str, Any] = {"to": DAY}
    venue = await network.active_venue(**left)
    before = await network.gaps(last_moment(date(2019, 10, 9)))
    assert before == {
        ("R10.requirements_unconfirmed", venue, 1),
        ("R10.no_employer_expert", venue, 1),
    }
    assert await network.gaps(midnight_after(date(2019, 10, 9))) == set()
