"""R13 on the coordinator's confirmation: in time, before the practicum, again after a change."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R13",)

DAY = date(2019, 11, 20)


@pytest.mark.parametrize(
    ("posted_at", "due"),
    [
        (local(2019, 9, 10), date(2019, 9, 12)),
        (local(2019, 9, 12, 23, 59, 59), date(2019, 9, 16)),  # Thursday: over a weekend
        (local(2019, 9, 13, 0), date(2019, 9, 17)),  # Friday
        (local(2019, 9, 14), date(2019, 9, 17)),  # Saturday counts from Monday
        (local(2019, 11, 1), date(2019, 11, 6)),  # 4 November is a holiday
    ],
)
async def test_two_working_days_to_confirm(
    network: Network, posted_at: datetime, due: date
) -> None:
    venue = await network.venue()
    practicum = await network.posted(venue, DAY, posted_at=posted_at, confirmed_at=None)
    await network.posted(venue, DAY, posted_at=posted_at, confirmed_at=posted_at)
    await network.posted(venue, DAY, posted_at=posted_at, confirmed_at=None, cancelled_at=posted_at)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R13.unconfirmed", practicum, 1)}
    assert await network.dues() == {"R13.unconfirmed": due}


async def test_a_region_may_set_its_own_term(network: Network) -> None:
    await network.term("confirmed_within", amount=3, unit="working_days", overrides_in=REGION)
    await network.term("confirmed_within", amount=1, unit="working_days")
    practicum = await network.posted(
        await network.venue(), DAY, posted_at=local(2019, 9, 12), confirmed_at=None
    )
    assert await network.gaps(last_moment(date(2019, 9, 17))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 17)))
    assert after == {("R13.unconfirmed", practicum, 1)}


async def test_a_term_set_later_did_not_hold_then(network: Network) -> None:
    set_at = local(2019, 9, 18)
    await network.term("confirmed_within", amount=9, unit="working_days", set_at=set_at)
    practicum = await network.posted(
        await network.venue(), DAY, posted_at=local(2019, 9, 12), confirmed_at=None
    )
    assert await network.gaps(local(2019, 9, 17)) == {("R13.unconfirmed", practicum, 1)}
    assert await network.gaps(set_at) == set()


@pytest.mark.parametrize(
    ("confirmed_at", "gap"),
    [(local(2019, 9, 20, 18), False), (local(2019, 9, 20, 18, 0, 1), True), (None, True)],
)
@pytest.mark.parametrize("posted_at", [local(2019, 9, 19), None])
async def test_what_was_held_before_it_was_confirmed_is_a_gap(
    network: Network, confirmed_at: datetime | None, gap: bool, posted_at: datetime | None
) -> None:
    practicum = await network.posted(
        await network.venue(),
        date(2019, 9, 20),
        held=True,
        posted_at=posted_at,
        confirmed_at=confirmed_at,
    )
    expected = {("R13.held_unconfirmed", practicum, 1)} if gap else set()
    assert await network.gaps(local(2019, 10, 10)) == expected


async def test_a_confirmation_that_came_later_was_not_known_then(network: Network) -> None:
    practicum = await network.posted(await network.venue(), DAY, confirmed_at=local(2019, 9, 10))
    assert await network.gaps(local(2019, 9, 9)) == {("R13.unconfirmed", practicum, 1)}
    assert await network.gaps(local(2019, 9, 10)) == set()


async def test_a_change_needs_a_new_confirmation(network: Network) -> None:
    venue = await network.venue()
    changed = await network.posted(venue, DAY, changed_at=local(2019, 9, 10))
    await network.posted(venue, DAY, confirmed_at=local(2019, 9, 3), changed_at=local(2019, 9, 3))
    assert await network.gaps(local(2019, 9, 9)) == set()
    assert await network.gaps(local(2019, 9, 10)) == {("R13.changed_unconfirmed", changed, 1)}
