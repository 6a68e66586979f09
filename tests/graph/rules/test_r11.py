"""R11 on a venue's documents: three working days before its first practicum."""

from __future__ import annotations

from datetime import date

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R11",)


@pytest.mark.parametrize(
    ("first_on", "due"),
    [
        (date(2019, 10, 10), date(2019, 10, 7)),
        (date(2019, 10, 8), date(2019, 10, 3)),  # over a weekend
        (date(2019, 11, 6), date(2019, 10, 31)),  # over 4 November
    ],
)
async def test_the_package_is_due_before_the_first_practicum(
    network: Network, first_on: date, due: date
) -> None:
    venue, ready, idle = [await network.venue() for _ in range(3)]
    for one in (venue, ready):
        await network.posted(one, date(2019, 11, 20))
        await network.posted(one, first_on)
    await network.posted(venue, date(2019, 9, 10), cancelled_at=local(2019, 9, 5))
    await network.document("Venue", ready, kind="package", submitted_at=last_moment(due))
    await network.document("Venue", venue, kind="finance", submitted_at=local(2019, 9, 3))
    await network.document("Venue", idle, kind="package")
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R11.package_missing", venue, 1)}
    assert await network.dues() == {"R11.package_missing": due}


async def test_a_package_closes_the_gap_once_it_is_submitted(network: Network) -> None:
    await network.term("package_before", amount=1, unit="days", overrides_in=REGION)
    venue = await network.venue()
    await network.posted(venue, date(2019, 10, 10))
    await network.document("Venue", venue, kind="package", submitted_at=local(2019, 10, 11))
    assert await network.gaps(last_moment(date(2019, 10, 9))) == set()
    after = await network.gaps(midnight_after(date(2019, 10, 9)))
    assert after == {("R11.package_missing", venue, 1)}
    assert await network.gaps(local(2019, 10, 11)) == set()


async def test_a_practicum_not_yet_published_needs_no_package(network: Network) -> None:
    venue = await network.venue()
    await network.posted(venue, date(2019, 10, 10), posted_at=local(2019, 10, 9))
    assert await network.gaps(local(2019, 10, 8)) == set()
    assert await network.gaps(local(2019, 10, 9)) == {("R11.package_missing", venue, 1)}
