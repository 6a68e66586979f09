"""R03 on skills confirmed at approval: all seven or a gap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.model.nomination import Skill
from tests.graph.rules.conftest import REGION, Network, last_moment, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R03",)

SKILLS = [skill.value for skill in Skill]


async def nominate(network: Network, **row: Any) -> str:
    own = {"nominee": "person1", "in_region": REGION, "campaign": "c2019"}
    return await network.node("Nomination", **(own | row))


async def test_seven_skills_are_confirmed_by_the_day_of_approval(network: Network) -> None:
    day_before, day = date(2019, 9, 9), date(2019, 9, 10)
    lacking = await nominate(network, skills=SKILLS[:6], approved_on=day)
    await nominate(network, skills=SKILLS, approved_on=day)
    await nominate(network, skills=SKILLS[:6])
    assert await network.gaps(last_moment(day_before)) == set()
    after = await network.gaps(midnight_after(day_before))
    assert after == {("R03.skills_not_confirmed", REGION, 1)}
    assert await network.behind("R03.skills_not_confirmed") == {lacking}
    assert await network.populations() == {"R03.skills_not_confirmed": 2}


async def test_nothing_recorded_of_skills_is_not_seven(network: Network) -> None:
    await nominate(network, approved_on=date(2019, 9, 10))
    rejected = date(2019, 10, 1)
    await nominate(network, approved_on=date(2019, 9, 10), rejected_on=rejected)
    before = await network.gaps(last_moment(date(2019, 9, 30)))
    assert before == {("R03.skills_not_confirmed", REGION, 2)}
    after = await network.gaps(midnight_after(date(2019, 9, 30)))
    assert after == {("R03.skills_not_confirmed", REGION, 1)}
