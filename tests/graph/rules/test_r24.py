"""R24 on the curator's requests: two working days, a set date, an extension, late for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R24",)

ASKED = local(2019, 9, 10)
DUE = date(2019, 9, 12)


async def ask(network: Network, asked_at: datetime = ASKED, **row: Any) -> str:
    curator = await network.node("Person", family_name="Лаврова", given_name="Ольга")
    own = {"subject": "Список школ", "asked_at": asked_at, "asked_by": curator}
    return await network.node("InformationRequest", **(own | {"in_region": REGION} | row))


@pytest.mark.parametrize(
    ("asked_at", "due"),
    [
        (ASKED, DUE),
        (local(2019, 9, 10, 23, 59, 59), DUE),
        (local(2019, 9, 12), date(2019, 9, 16)),  # Thursday: over a weekend
        (local(2019, 9, 14), date(2019, 9, 17)),  # Saturday counts from Monday
        (local(2019, 11, 1), date(2019, 11, 6)),  # 4 November is a holiday
    ],
)
async def test_two_working_days_to_answer(network: Network, asked_at: datetime, due: date) -> None:
    request = await ask(network, asked_at)
    await ask(network, asked_at, answered_at=last_moment(due))
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R24.unanswered", request, 1)}
    assert await network.dues() == {"R24.unanswered": due}


async def test_the_curator_may_set_another_date(network: Network) -> None:
    late = await ask(network, due_on=date(2019, 9, 20))
    soon = await ask(network, due_on=date(2019, 9, 10))
    assert await network.gaps(last_moment(date(2019, 9, 10))) == set()
    assert await network.gaps(local(2019, 9, 11, 0)) == {("R24.unanswered", soon, 1)}
    assert await network.gaps(midnight_after(date(2019, 9, 20))) == {
        ("R24.unanswered", soon, 1),
        ("R24.unanswered", late, 1),
    }


async def test_a_region_may_have_its_own_term(network: Network) -> None:
    await network.term("answer_within", amount=4, unit="working_days", overrides_in=REGION)
    await network.term("answer_within", amount=1, unit="working_days")
    request = await ask(network)
    assert await network.gaps(last_moment(date(2019, 9, 16))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 16)))
    assert after == {("R24.unanswered", request, 1)}


async def test_an_answer_too_late_stays_known_as_late(network: Network) -> None:
    late = await ask(network, answered_at=midnight_after(DUE))
    await ask(network, answered_at=last_moment(DUE))
    assert await network.gaps(last_moment(DUE)) == set()
    assert await network.gaps(midnight_after(DUE)) == {("R24.answered_late", late, 1)}
    assert await network.gaps(local(2019, 11, 20)) == {("R24.answered_late", late, 1)}


async def test_an_answer_yet_to_come_was_not_known_then(network: Network) -> None:
    request = await ask(network, answered_at=local(2019, 9, 20))
    assert await network.gaps(local(2019, 9, 19)) == {("R24.unanswered", request, 1)}
    assert await network.gaps(local(2019, 9, 20)) == {("R24.answered_late", request, 1)}


async def test_an_extension_moves_the_due_day_from_when_it_was_given(network: Network) -> None:
    request = await ask(network)
    await network.extension("InformationRequest", request, date(2019, 9, 20), local(2019, 9, 16))
    assert await network.gaps(midnight_after(DUE)) == {("R24.unanswered", request, 1)}
    assert await network.gaps(local(2019, 9, 16)) == set()
    assert await network.gaps(last_moment(date(2019, 9, 20))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 20)))
    assert after == {("R24.unanswered", request, 1)}
    assert await network.dues() == {"R24.unanswered": date(2019, 9, 20)}


async def test_a_request_not_yet_made_is_none(network: Network) -> None:
    await ask(network, due_on=date(2019, 9, 1))
    assert await network.gaps(local(2019, 9, 9)) == set()
