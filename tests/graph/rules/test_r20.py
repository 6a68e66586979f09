"""R20 on planted contracts: the day of signing, the due day, the contract that never was."""

from __future__ import annotations

from datetime import date

import pytest

from tests.graph.rules.conftest import Network, local

pytestmark = pytest.mark.anyio

RULES = ("R20",)

# START + 20 working days is 30.09.2019.
AFTER_DUE = local(2019, 10, 1, 0)


@pytest.mark.parametrize(
    ("signed_on", "gap"), [(date(2019, 9, 20), False), (date(2019, 9, 21), True)]
)
async def test_a_practicum_before_the_contract_was_signed_is_a_gap(
    network: Network, signed_on: date, gap: bool
) -> None:
    venue = await network.venue()
    await network.contract(venue, signed_on=signed_on)
    practicum = await network.practicum(venue, date(2019, 9, 20))
    assert await network.gaps(local(2019, 9, 29)) == (
        {("R20.held_before_contract", venue, 1)} if gap else set()
    )
    assert await network.behind("R20.held_before_contract") == ({practicum} if gap else set())


async def test_a_practicum_not_yet_held_is_no_gap(network: Network) -> None:
    venue = await network.venue()
    await network.contract(venue)
    await network.practicum(venue, date(2019, 9, 20), held=False)
    assert await network.gaps(local(2019, 9, 29)) == set()


@pytest.mark.parametrize("own_due", [date(2019, 9, 30), None])
async def test_a_contract_is_due_until_the_end_of_its_day(
    network: Network, own_due: date | None
) -> None:
    venue = await network.venue()
    contract = await network.contract(venue, due_on=own_due)
    assert await network.gaps(local(2019, 9, 30, 23, 59, 59)) == set()
    assert await network.gaps(AFTER_DUE) == {("R20.unsigned_when_due", venue, 1)}
    assert await network.behind("R20.unsigned_when_due") == {contract}


async def test_a_venue_with_no_contract_at_all_is_a_gap_too(network: Network) -> None:
    venue = await network.venue()
    assert await network.gaps(AFTER_DUE) == {("R20.unsigned_when_due", venue, 1)}
    assert await network.behind("R20.unsigned_when_due") == {venue}


async def test_signing_late_closes_the_gap(network: Network) -> None:
    venue = await network.venue()
    contract = await network.contract(venue)
    await network.gaps(AFTER_DUE)
    await network.node(
        "VenueContract", id=contract, venue=venue, campaign="c2019", signed_on=date(2019, 10, 2)
    )
    assert await network.gaps(local(2019, 10, 2)) == set()
