"""R05 on registration: below the plan, at zero, no growth; each from the midnight after its day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import (
    REGION,
    SINCE,
    START,
    Network,
    last_moment,
    local,
    midnight_after,
)

pytestmark = pytest.mark.anyio

RULES = ("R05",)

# START + 40 working days, over 4 November.
DUE = date(2019, 10, 28)


async def test_a_school_below_its_plan_is_a_gap_after_registration_ends(network: Network) -> None:
    below, full, unplanned = [
        await network.school(planned_students=planned) for planned in (2, 1, None)
    ]
    for school in (below, full, unplanned):
        await network.student(school, registered_at=local(2019, 10, 28))
    assert await network.gaps(last_moment(DUE)) == set()
    assert await network.gaps(midnight_after(DUE)) == {("R05.school_below_plan", below, 1)}
    assert await network.dues() == {"R05.school_below_plan": DUE}


async def test_a_school_at_zero_is_named_so_and_not_below_its_plan(network: Network) -> None:
    school = await network.school(planned_students=5)
    due = date(2019, 9, 16)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R05.school_at_zero", school, 1)}
    assert await network.dues() == {"R05.school_at_zero": due}
    assert await network.gaps(midnight_after(DUE)) == {("R05.school_at_zero", school, 1)}


async def test_a_planned_zero_is_no_missing_plan(network: Network) -> None:
    school = await network.school(planned_students=0)
    await network.student(school, registered_at=local(2019, 10, 20))
    assert await network.gaps(midnight_after(DUE)) == set()


async def test_a_child_counts_at_its_school_once_registered(network: Network) -> None:
    school = await network.school(planned_students=1)
    moved: dict[str, Any] = {"id": school} | SINCE | {"to": date(2019, 10, 1)}
    await network.student(None, school=moved)
    await network.student(school, registered_at=local(2019, 10, 3))
    assert await network.gaps(local(2019, 9, 20)) == set()
    assert await network.gaps(local(2019, 10, 1)) == {("R05.school_at_zero", school, 1)}
    assert await network.gaps(local(2019, 10, 3)) == set()


async def test_a_school_that_left_is_not_expected(network: Network) -> None:
    left: dict[str, Any] = {"to": date(2019, 9, 20)}
    school = await network.school(**left)
    before = await network.gaps(last_moment(date(2019, 9, 19)))
    assert before == {("R05.school_at_zero", school, 1)}
    assert await network.gaps(midnight_after(date(2019, 9, 19))) == set()


async def test_no_new_child_for_fourteen_days_is_a_gap_until_the_plan_is_met(
    network: Network,
) -> None:
    below = await network.school(planned_students=2)
    full = await network.school(planned_students=1)
    for school in (below, full):
        await network.student(school, registered_at=local(2019, 9, 10, 23, 59, 59))
    due = date(2019, 9, 24)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R05.no_growth", below, 1)}
    assert await network.dues() == {"R05.no_growth": due}
    await network.student(below, registered_at=local(2019, 9, 25))
    assert await network.gaps(local(2019, 9, 25)) == set()


@pytest.mark.parametrize(("planned", "gap"), [(1, False), (2, True), (None, False)])
async def test_a_region_below_its_plan(network: Network, planned: int | None, gap: bool) -> None:
    plan = SINCE | {"planned_students": planned}
    await network.link("Region", "campaigns", source=REGION, target="c2019", **plan)
    await network.student(None, registered_at=local(2019, 10, 28))
    await network.student(None, registered_at=local(2019, 10, 30))
    assert await network.gaps(last_moment(DUE)) == set()
    expected = {("R05.region_below_plan", REGION, 1)} if gap else set()
    assert await network.gaps(midnight_after(DUE)) == expected


async def test_a_region_may_end_registration_on_its_own_day(network: Network) -> None:
    await network.term("registration_ends", on_day=START, overrides_in=REGION)
    school = await network.school(planned_students=2)
    await network.student(school, registered_at=local(2019, 9, 2))
    assert await network.gaps(last_moment(START)) == set()
    assert await network.gaps(midnight_after(START)) == {("R05.school_below_plan", school, 1)}
