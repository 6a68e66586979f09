"""R02 on contacts: a region without a curator, an authority and a venue with nobody to call."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R02",)

LAST = date(2019, 9, 30)
UNTIL: dict[str, Any] = {"to": date(2019, 10, 1)}


async def test_a_region_is_without_curator_from_the_day_the_curator_left(network: Network) -> None:
    await network.role("curates", REGION, **UNTIL)
    assert await network.gaps(last_moment(LAST)) == set()
    assert await network.gaps(midnight_after(LAST)) == {("R02.no_curator", REGION, 1)}


async def test_an_authority_without_contact_is_the_regions_gap(network: Network) -> None:
    await network.role("curates", REGION)
    authority = await network.node("Authority", name="Министерство", in_region=REGION)
    reached = await network.node("Authority", name="Департамент", in_region=REGION)
    await network.role("contact_of", reached, label="Authority")
    await network.role("contact_of", authority, label="Authority", **UNTIL)
    assert await network.gaps(last_moment(LAST)) == set()
    assert await network.gaps(midnight_after(LAST)) == {("R02.no_authority_contact", REGION, 1)}
    assert await network.behind("R02.no_authority_contact") == {authority}


async def test_a_working_venue_without_contact_is_a_gap(network: Network) -> None:
    await network.role("curates", REGION)
    venue, reached = await network.active_venue(), await network.active_venue()
    await network.venue()
    await network.role("contact_of", reached, label="Venue")
    await network.role("contact_of", venue, label="Venue", **UNTIL)
    assert await network.gaps(last_moment(LAST)) == set()
    assert await network.gaps(midnight_after(LAST)) == {("R02.no_venue_contact", venue, 1)}


async def test_a_venue_that_left_needs_no_contact(network: Network) -> None:
    await network.role("curates", REGION)
    venue = await network.active_venue(**UNTIL)
    assert await network.gaps(local(2019, 9, 30)) == {("R02.no_venue_contact", venue, 1)}
    assert await network.gaps(midnight_after(LAST)) == set()
