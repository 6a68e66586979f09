"""R16 on terms: the campaign's, the format's window, the format's plan."""

from __future__ import annotations

from datetime import date

import pytest

from tests.graph.rules.conftest import (
    REGION,
    START,
    Network,
    last_moment,
    local,
    midnight_after,
)

pytestmark = pytest.mark.anyio

RULES = ("R16",)

ENDS = date(2019, 11, 29)
NOW = local(2019, 9, 3)


async def window(network: Network, starts_on: date, ends_on: date) -> str:
    return await network.node(
        "FormatWindow",
        format="introductory",
        starts_on=starts_on,
        ends_on=ends_on,
        campaign="c2019",
    )


async def plan(network: Network, target: str, planned: int | None) -> None:
    await network.link(
        "Region", "format_plans", source=REGION, target=target, planned_attendances=planned
    )


async def test_a_practicum_is_within_its_campaign(network: Network) -> None:
    venue = await network.venue()
    for on_day in (START, ENDS):
        await network.posted(venue, on_day)
    outside = {
        await network.posted(venue, date(2019, 9, 1)),
        await network.posted(venue, date(2019, 11, 30)),
        await network.posted(venue, START, campaign=None),
    }
    await network.posted(venue, date(2019, 12, 1), cancelled_at=NOW)
    await network.posted(venue, date(2019, 12, 1), posted_at=local(2019, 9, 4))
    assert await network.gaps(NOW) == {("R16.outside_campaign", one, 1) for one in outside}


async def test_a_practicum_is_in_one_of_its_formats_windows(network: Network) -> None:
    venue = await network.venue()
    for starts, ends in ((9, 20), (23, 27)):
        await window(network, date(2019, 9, starts), date(2019, 9, ends))
    for day in (9, 20, 23, 27):
        await network.posted(venue, date(2019, 9, day))
    await network.posted(venue, date(2019, 9, 30), format="engaged")
    await network.practicum(venue, None, posted_at=NOW)
    outside = {await network.posted(venue, date(2019, 9, day)) for day in (6, 21, 30)}
    assert await network.gaps(NOW) == {("R16.outside_window", one, 1) for one in outside}


async def test_a_plan_is_met_by_the_last_day_of_the_window(network: Network) -> None:
    ends_on = date(2019, 9, 20)
    unmet = await window(network, START, ends_on)
    await plan(network, unmet, 2)
    venue = await network.venue()
    practicum = await network.practicum(venue, ends_on, posted_at=NOW)
    other = await network.practicum(venue, ends_on, posted_at=NOW, format="engaged")
    child = await network.student(None)
    await network.attend(child, practicum)
    await network.attend(child, other)
    assert await network.gaps(last_moment(ends_on)) == set()
    after = {("R16.format_plan_unmet", REGION, 1)}
    assert await network.gaps(midnight_after(ends_on)) == after
    assert await network.behind("R16.format_plan_unmet") == {unmet}
    assert await network.dues() == {"R16.format_plan_unmet": ends_on}
    await network.attend(await network.student(None), practicum, local(2019, 9, 25))
    assert await network.gaps(local(2019, 9, 24)) == after
    assert await network.gaps(local(2019, 9, 25)) == set()


@pytest.mark.parametrize("planned", [0, None])
async def test_a_zero_plan_and_no_plan_are_never_unmet(
    network: Network, planned: int | None
) -> None:
    await plan(network, await window(network, START, START), planned)
    assert await network.gaps(local(2019, 9, 10)) == set()


async def test_a_windows_plan_is_met_within_that_window(network: Network) -> None:
    first = await window(network, START, date(2019, 9, 13))
    second = await window(network, date(2019, 9, 16), date(2019, 9, 27))
    for one in (first, second):
        await plan(network, one, 1)
    practicum = await network.practicum(await network.venue(), START, posted_at=NOW)
    await network.attend(await network.student(None), practicum)
    assert await network.gaps(local(2019, 10, 1)) == {("R16.format_plan_unmet", REGION, 1)}
    assert await network.behind("R16.format_plan_unmet") == {second}
