"""R28 on citizens' appeals: the draft's day, set or counted; late stays known as late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R28",)

DUE = date(2019, 9, 17)


async def appeal(network: Network, **row: Any) -> str:
    own = {"subject": "Запись ребёнка", "received_on": date(2019, 9, 10), "in_region": REGION}
    return await network.node("Appeal", **(own | row))


@pytest.mark.parametrize(
    ("received_on", "due"),
    [(date(2019, 9, 10), DUE), (date(2019, 10, 30), date(2019, 11, 7))],
)
async def test_five_working_days_for_a_draft(
    network: Network, received_on: date, due: date
) -> None:
    waiting = await appeal(network, received_on=received_on)
    await appeal(network, received_on=received_on, draft_sent_at=last_moment(due))
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R28.draft_overdue", waiting, 1)}
    assert await network.dues() == {"R28.draft_overdue": due}


async def test_an_appeal_may_have_its_own_day(network: Network) -> None:
    waiting = await appeal(network, draft_due_on=date(2019, 9, 20))
    assert await network.gaps(last_moment(date(2019, 9, 20))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 20)))
    assert after == {("R28.draft_overdue", waiting, 1)}


async def test_a_region_may_set_its_own_term(network: Network) -> None:
    await network.term("appeal_draft", amount=1, unit="days", overrides_in=REGION)
    waiting = await appeal(network)
    assert await network.gaps(last_moment(date(2019, 9, 11))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 11)))
    assert after == {("R28.draft_overdue", waiting, 1)}


async def test_a_draft_sent_too_late_stays_known_as_late(network: Network) -> None:
    late = await appeal(network, draft_sent_at=local(2019, 9, 19))
    assert await network.gaps(local(2019, 9, 18)) == {("R28.draft_overdue", late, 1)}
    assert await network.gaps(local(2019, 9, 19)) == {("R28.draft_sent_late", late, 1)}
    assert await network.gaps(local(2019, 11, 19)) == {("R28.draft_sent_late", late, 1)}


async def test_an_appeal_not_yet_received_is_none(network: Network) -> None:
    await appeal(network, draft_due_on=date(2019, 9, 5))
    assert await network.gaps(last_moment(date(2019, 9, 9))) == set()
