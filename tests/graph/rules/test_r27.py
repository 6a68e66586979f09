"""R27 on needs of training: thirty days without an event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R27",)

RAISED = date(2019, 9, 10)


async def need(network: Network, **row: Any) -> str:
    own = {"topic": "Согласия", "raised_on": RAISED, "in_region": REGION}
    return await network.node("TrainingNeed", **(own | row))


async def test_a_need_may_wait_thirty_days(network: Network) -> None:
    waiting, met = await need(network), await need(network)
    event = {"title": "Семинар", "starts_on": date(2019, 11, 20), "in_region": REGION}
    seminar = await network.node("TrainingEvent", **event)
    await network.link("TrainingEvent", "meets", source=seminar, target=met)
    due = date(2019, 10, 10)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R27.need_unmet", waiting, 1)}
    assert await network.dues() == {"R27.need_unmet": due}


async def test_a_region_may_set_its_own_term(network: Network) -> None:
    await network.term("training_old", amount=1, unit="working_days", overrides_in=REGION)
    waiting = await need(network)
    await need(network, raised_on=date(2019, 9, 12))
    assert await network.gaps(last_moment(date(2019, 9, 11))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 11)))
    assert after == {("R27.need_unmet", waiting, 1)}
