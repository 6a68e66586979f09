"""R18 on venues that work and have no campaign."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import SINCE, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R18",)

LAST = date(2019, 9, 30)
UNTIL: dict[str, Any] = {"to": date(2019, 10, 1)}


async def test_a_venue_is_without_campaign_from_the_day_the_assignment_ended(
    network: Network,
) -> None:
    venue = await network.active_venue(assigned=False)
    await network.active_venue()
    assigned = SINCE | UNTIL
    await network.link("Venue", "campaigns", source=venue, target="c2019", **assigned)
    assert await network.gaps(last_moment(LAST)) == set()
    assert await network.gaps(midnight_after(LAST)) == {("R18.venue_without_campaign", venue, 1)}


async def test_a_venue_that_left_or_never_came_is_not_expected(network: Network) -> None:
    venue = await network.active_venue(assigned=False, **UNTIL)
    await network.venue(assigned=False)
    assert await network.gaps(last_moment(LAST)) == {("R18.venue_without_campaign", venue, 1)}
    assert await network.gaps(midnight_after(LAST)) == set()


async def test_a_campaign_that_is_over_is_none(network: Network) -> None:
    dates = {"starts_on": date(2018, 9, 3), "ends_on": date(2019, 9, 30)}
    await network.node("Campaign", id="c2018", name="2018", **dates)
    venue = await network.active_venue(assigned=False)
    since: dict[str, Any] = {"from": date(2018, 9, 3)}
    await network.link("Venue", "campaigns", source=venue, target="c2018", **since)
    assert await network.gaps(last_moment(LAST)) == set()
    assert await network.gaps(local(2019, 10, 2)) == {("R18.venue_without_campaign", venue, 1)}
