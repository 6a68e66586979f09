"""R17 on financial documents: their day, how often they came back, whom they count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R17",)

DAY = date(2019, 9, 20)
NOW = local(2019, 10, 1)


async def held(network: Network, children: int = 0, on_day: date = DAY, **row: Any) -> str:
    own = {"attendance_recorded_at": local(2019, 9, 21)}
    practicum = await network.practicum(await network.venue(), on_day, **(own | row))
    for _ in range(children):
        await network.attend(await network.student(None), practicum, local(2019, 9, 21))
    return practicum


async def finance(network: Network, practicum: str, **row: Any) -> str:
    own = {"kind": "finance", "submitted_at": local(2019, 9, 25)}
    return await network.document("Practicum", practicum, **(own | row))


@pytest.mark.parametrize(
    ("on_day", "due"),
    [(DAY, date(2019, 10, 4)), (date(2019, 10, 25), date(2019, 11, 11))],
)
async def test_ten_working_days_after_the_practicum(
    network: Network, on_day: date, due: date
) -> None:
    practicum = await held(network, 0, on_day)
    await network.document("Practicum", practicum, kind="package", submitted_at=NOW)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R17.finance_missing", practicum, 1)}
    assert await network.dues() == {"R17.finance_missing": due}


async def test_a_document_counts_from_the_moment_it_was_submitted(network: Network) -> None:
    practicum = await held(network)
    await finance(network, practicum, submitted_at=local(2019, 10, 7))
    assert await network.gaps(local(2019, 10, 6)) == {("R17.finance_missing", practicum, 1)}
    assert await network.gaps(local(2019, 10, 7)) == set()


async def test_what_was_not_held_needs_no_document(network: Network) -> None:
    await held(network, held=False)
    await held(network, cancelled_at=local(2019, 9, 20))
    assert await network.gaps(local(2019, 10, 20)) == set()


async def test_a_document_may_be_returned_twice(network: Network) -> None:
    often: dict[int | None, str] = {}
    for times in (None, 0, 2, 3):
        often[times] = await held(network)
        await finance(network, often[times], returned_times=times)
    assert await network.gaps(NOW) == {("R17.returned_too_often", often[3], 1)}


async def test_a_region_may_let_a_document_be_returned_less_often(network: Network) -> None:
    await network.term("finance_returns", amount=0, unit="times", overrides_in=REGION)
    practicum = await held(network)
    await finance(network, practicum, returned_times=1)
    assert await network.gaps(NOW) == {("R17.returned_too_often", practicum, 1)}


ACTS = {(2, 2): False, (2, 3): True, (2, 1): True, (0, 0): False, (0, 1): True, (2, None): False}
"""Children who came, children in the act: whether that is a gap."""


async def test_the_act_counts_the_children_who_came(network: Network) -> None:
    expected = set()
    for (came, in_act), gap in ACTS.items():
        practicum = await held(network, came)
        await finance(network, practicum, children_in_act=in_act)
        if gap:
            expected.add(("R17.children_differ", practicum, 1))
    assert await network.gaps(NOW) == expected


async def test_an_attendance_not_entered_is_not_a_zero(network: Network) -> None:
    practicum = await held(network, attendance_recorded_at=local(2019, 10, 2))
    await finance(network, practicum, children_in_act=5)
    assert await network.gaps(NOW) == set()
    assert await network.gaps(local(2019, 10, 2)) == {("R17.children_differ", practicum, 1)}


async def test_the_newest_act_is_compared(network: Network) -> None:
    practicum = await held(network, 2)
    await finance(network, practicum, children_in_act=3)
    assert await network.gaps(NOW) == {("R17.children_differ", practicum, 1)}
    await finance(network, practicum, children_in_act=2, submitted_at=local(2019, 10, 1))
    assert await network.gaps(NOW) == set()
