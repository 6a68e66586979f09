"""R09 on registration: grades 6–11, a school of the region, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, SINCE, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R09",)

NOW = local(2019, 10, 1)


async def test_grades_from_six_to_eleven_take_part(network: Network) -> None:
    school = await network.school()
    children = {grade: await network.student(school, grade=grade) for grade in (5, 6, 11, 12, None)}
    await network.student(school, grade=5, registered_at=local(2019, 10, 2))
    assert await network.gaps(NOW) == {("R09.grade_outside", school, 3)}
    assert await network.behind("R09.grade_outside") == {children[g] for g in (5, 12, None)}


async def test_a_child_is_without_school_from_the_day_it_left(network: Network) -> None:
    school = await network.school()
    left: dict[str, Any] = {"id": school} | SINCE | {"to": date(2019, 10, 1)}
    child = await network.student(None, school=left)
    assert await network.gaps(last_moment(date(2019, 9, 30))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 30)))
    assert after == {("R09.no_school", REGION, 1)}
    assert await network.behind("R09.no_school") == {child}


async def test_a_school_of_another_region_is_a_gap_of_the_childs_region(network: Network) -> None:
    await network.other_region()
    await network.node("Municipality", id="city", name="Петропавловск", in_region="RU-KAM")
    away = await network.node("School", name="Школа", municipality="city")
    child = await network.student(away)
    await network.student(await network.school())
    await network.student(away, in_region="RU-KAM")
    assert await network.gaps(NOW) == {("R09.school_of_other_region", REGION, 1)}
    assert await network.behind("R09.school_of_other_region") == {child}


async def test_one_person_twice_is_shown_at_each_school(network: Network) -> None:
    first, second = await network.school(), await network.school()
    born = {"birth_date": date(2006, 5, 4), "patronymic": "Ильич"}
    twins = {await network.student(first, **born), await network.student(second, **born)}
    for other in (
        {"birth_date": date(2006, 5, 5)},
        {"patronymic": None},
        {"given_name": "Лука"},
        {"birth_date": None},
    ):
        await network.student(first, **(born | other))
    await network.student(first, **born, registered_at=local(2019, 10, 2))
    assert await network.gaps(NOW) == {
        ("R09.registered_twice", first, 1),
        ("R09.registered_twice", second, 1),
    }
    assert await network.behind("R09.registered_twice") == twins
