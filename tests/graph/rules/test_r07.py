"""R07 on navigators' recommendations: after three stages, after a practicum, with a competence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.graph.rules.conftest import (
    REGION,
    SINCE,
    Network,
    last_moment,
    local,
    midnight_after,
)

pytestmark = pytest.mark.anyio

RULES = ("R04", "R07")

EARLY = (local(2019, 9, 3), local(2019, 9, 4))
PASSED = local(2019, 9, 11, 23, 59, 59)
DUE = date(2019, 9, 18)


async def staged(network: Network, school: str | None, *passed_at: datetime) -> str:
    child = await network.student(school, registered_at=local(2019, 9, 2))
    await network.stages(child, *(passed_at or (*EARLY, PASSED)))
    return child


async def advise(network: Network, child: str, given_at: datetime, **row: Any) -> str:
    web = await network.node("Competence", name="Веб-дизайн")
    advice = await network.advice(child, given_at, **row)
    await network.link("Recommendation", "advises", source=advice, target=web)
    return advice


async def test_five_working_days_after_three_stages(network: Network) -> None:
    school = await network.school()
    late, advised = await staged(network, school), await staged(network, school)
    await advise(network, advised, last_moment(DUE))
    await staged(network, school, *EARLY)
    assert await network.gaps(last_moment(DUE)) == set()
    assert await network.gaps(midnight_after(DUE)) == {("R07.no_navigator_advice", school, 1)}
    assert await network.behind("R07.no_navigator_advice") == {late}
    assert await network.dues() == {"R07.no_navigator_advice": DUE}


async def test_working_days_pass_over_a_holiday(network: Network) -> None:
    child = await staged(network, None, *EARLY, local(2019, 10, 30))
    due = date(2019, 11, 7)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R07.no_navigator_advice", REGION, 1)}
    assert await network.behind("R07.no_navigator_advice") == {child}


async def test_a_mentors_or_a_later_recommendation_is_not_it(network: Network) -> None:
    school = await network.school()
    child = await staged(network, school)
    await advise(network, child, local(2019, 9, 12), given_as="mentor")
    await advise(network, child, local(2019, 9, 24))
    now = await network.gaps(local(2019, 9, 23))
    assert now == {("R07.no_navigator_advice", school, 1)}
    assert await network.gaps(local(2019, 9, 24)) == set()


async def test_the_days_count_from_the_last_of_the_three_stages(network: Network) -> None:
    """Stages out of order are R08's gap; the recommendation waits for all three."""
    school = await network.school()
    child = await staged(network, school, local(2019, 9, 11), local(2019, 9, 4), local(2019, 9, 5))
    await network.stage(child, local(2019, 9, 17), 3)
    twice = await staged(network, school, local(2019, 9, 3))
    await network.stage(twice, local(2019, 9, 4), 3)
    await network.stage(twice, local(2019, 9, 5), 3)
    assert await network.gaps(last_moment(DUE)) == set()
    assert await network.gaps(midnight_after(DUE)) == {("R07.no_navigator_advice", school, 1)}


async def test_five_working_days_after_a_practicum(network: Network) -> None:
    school = await network.school()
    practicum = await network.practicum(await network.venue(), date(2019, 9, 11))
    child, advised = await network.student(school), await network.student(school)
    for one in (child, advised):
        await network.attend(one, practicum)
    await advise(network, advised, last_moment(DUE))
    assert await network.gaps(last_moment(DUE)) == set()
    after = {("R07.no_advice_after_practicum", school, 1)}
    assert await network.gaps(midnight_after(DUE)) == after
    assert await network.behind("R07.no_advice_after_practicum") == {child}
    assert await network.dues() == {"R07.no_advice_after_practicum": DUE}


async def test_stages_passed_later_neither_hide_nor_double_the_gap(network: Network) -> None:
    school = await network.school()
    practicum = await network.practicum(await network.venue(), date(2019, 9, 11))
    child = await staged(network, school, *EARLY, local(2019, 9, 18))
    await network.attend(child, practicum)
    after = {("R07.no_advice_after_practicum", school, 1)}
    assert await network.gaps(midnight_after(DUE)) == after
    tested_too = {("R07.no_navigator_advice", school, 1)}
    assert await network.gaps(midnight_after(date(2019, 9, 25))) == tested_too


async def test_a_recommendation_names_a_competence(network: Network) -> None:
    school = await network.school()
    child = await network.student(school)
    vague = await network.advice(child, local(2019, 9, 12))
    await advise(network, child, local(2019, 9, 12))
    await network.advice(child, local(2019, 9, 12), given_as="mentor")
    assert await network.gaps(local(2019, 9, 11)) == set()
    now = await network.gaps(local(2019, 9, 12))
    assert now == {("R07.advice_without_competence", school, 1)}
    assert await network.behind("R07.advice_without_competence") == {vague}


async def test_a_region_may_set_its_own_term(network: Network) -> None:
    await network.term("navigator_recommends", amount=1, unit="working_days", overrides_in=REGION)
    school = await network.school()
    await staged(network, school)
    assert await network.gaps(last_moment(date(2019, 9, 12))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 12)))
    assert after == {("R07.no_navigator_advice", school, 1)}


async def test_a_school_without_navigator_causes_it(network: Network) -> None:
    school = await network.school(navigated=False)
    await staged(network, school)
    practicum = await network.practicum(await network.venue(), date(2019, 9, 11))
    await network.attend(await network.student(school), practicum)
    await network.scan(midnight_after(DUE))
    assert await network.causes() == {
        ("R07.no_navigator_advice", "R04.no_navigator"),
        ("R07.no_advice_after_practicum", "R04.no_navigator"),
    }


async def test_an_overloaded_navigator_causes_it(network: Network) -> None:
    await network.term("navigator_students", amount=1, unit="people")
    school = await network.school()
    navigator = await network.role("navigates", school, registered_at=local(2019, 9, 3))
    for _ in range(2):
        child = await staged(network, school)
        guided = {"id": navigator} | SINCE
        own = {"family_name": "Котов", "given_name": "Лев", "in_region": REGION}
        await network.node("Student", id=child, navigator=guided, **own)
    await network.scan(midnight_after(DUE))
    assert await network.causes() == {
        ("R07.no_navigator_advice", "R04.navigator_overloaded"),
    }
