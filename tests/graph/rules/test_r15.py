"""R15 on the children at a practicum: enrolled, places, attendance entered, filled share."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R15",)

DAY = date(2019, 9, 20)
ENTERED = local(2019, 9, 21)
NOW = local(2019, 10, 1)


async def held(network: Network, enrolled: int, came: int, **row: Any) -> str:
    own = {"attendance_recorded_at": ENTERED}
    practicum = await network.practicum(await network.venue(), DAY, **(own | row))
    for number in range(max(enrolled, came)):
        child = await network.student(None)
        if number < enrolled:
            await network.enrol(child, practicum)
        if number < came:
            await network.attend(child, practicum, ENTERED)
    return practicum


async def test_who_comes_is_enrolled(network: Network) -> None:
    over = await held(network, 1, 2)
    await held(network, 2, 2)
    cancelled = await held(network, 2, 1)
    child = await network.student(None)
    await network.enrol(child, cancelled, cancelled_at=local(2019, 9, 15))
    assert await network.gaps(NOW) == {("R15.attended_over_enrolled", over, 1)}


async def test_a_cancelled_enrolment_is_none(network: Network) -> None:
    practicum = await held(network, 0, 0)
    child = await network.student(None)
    await network.enrol(child, practicum, cancelled_at=local(2019, 9, 15))
    await network.attend(child, practicum, local(2019, 9, 30))
    assert await network.gaps(local(2019, 9, 29)) == set()
    assert await network.gaps(NOW) == {("R15.attended_over_enrolled", practicum, 1)}


async def test_as_many_children_as_places_and_no_more(network: Network) -> None:
    over = await held(network, 3, 3, capacity=2)
    none = await held(network, 1, 1, capacity=0)
    await held(network, 2, 2, capacity=2)
    await held(network, 3, 3)
    assert await network.gaps(NOW) == {
        ("R15.attended_over_capacity", over, 1),
        ("R15.attended_over_capacity", none, 1),
    }
    assert await network.populations() == {"R15.attended_over_capacity": 1}


@pytest.mark.parametrize(
    ("on_day", "due"),
    [(DAY, date(2019, 9, 24)), (date(2019, 10, 31), date(2019, 11, 5))],
)
async def test_two_working_days_to_enter_attendance(
    network: Network, on_day: date, due: date
) -> None:
    venue = await network.venue()
    silent = await network.practicum(venue, on_day)
    await network.practicum(venue, on_day, attendance_recorded_at=last_moment(due))
    await network.practicum(venue, on_day, held=False)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R15.attendance_not_entered", silent, 1)}
    assert await network.dues() == {"R15.attendance_not_entered": due}


async def test_sixty_percent_of_the_places_are_enough(network: Network) -> None:
    half_empty = await held(network, 3, 2, capacity=5)
    nobody = await held(network, 3, 0, capacity=5)
    await held(network, 3, 3, capacity=5)
    await held(network, 3, 0)
    await held(network, 3, 0, capacity=5, attendance_recorded_at=local(2019, 10, 2))
    await network.term("attendance_within", amount=30, unit="days")
    assert await network.gaps(NOW) == {
        ("R15.half_empty", half_empty, 1),
        ("R15.half_empty", nobody, 1),
    }


async def test_a_region_may_ask_for_fuller_practicums(network: Network) -> None:
    await network.term("filled_share", amount=61, unit="percent", overrides_in=REGION)
    practicum = await held(network, 3, 3, capacity=5)
    assert await network.gaps(NOW) == {("R15.half_empty", practicum, 1)}
