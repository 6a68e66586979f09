"""R30, the register of breaches: gaps closed late, gaps waived."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R30",)

DUE = date(2019, 10, 10)
OPENED = local(2019, 10, 1)


async def gap(network: Network, **row: Any) -> str:
    at = {"at": {"label": "Region", "id": REGION}, "in_region": REGION}
    own: dict[str, Any] = {"rule": "R24", "case": "unanswered", "severity": "B", "count": 1}
    days = {"due_on": DUE, "opened_at": OPENED, "seen_at": OPENED, "population": 1}
    return await network.node("Gap", **(own | at | days | {"state": "closed"} | row))


async def test_what_was_closed_by_the_end_of_its_day_is_no_breach(network: Network) -> None:
    late = await gap(network, closed_at=midnight_after(DUE))
    await gap(network, closed_at=last_moment(DUE))
    await gap(network, closed_at=midnight_after(DUE), due_on=None)
    await gap(network, closed_at=midnight_after(DUE), rule="R30")
    await gap(network, state="open")
    other = ("R24.unanswered", REGION, 1)
    assert await network.gaps(last_moment(DUE)) == {other}
    assert await network.gaps(midnight_after(DUE)) == {other, ("R30.closed_late", REGION, 1)}
    assert await network.behind("R30.closed_late") == {late}


async def test_a_waived_gap_is_in_the_register_with_its_reason(network: Network) -> None:
    waived = await gap(network, state="waived")
    curator = await network.node("Person", family_name="Лаврова", given_name="Ольга")
    row = {"reason": "Школа закрыта", "at": OPENED, "gap": waived, "decided_by": curator}
    await network.node("Waiver", **row)
    assert await network.gaps(local(2019, 10, 2)) == {("R30.waived", REGION, 1)}
    assert await network.behind("R30.waived") == {waived}


async def test_a_gap_of_a_later_day_is_no_breach_yet(network: Network) -> None:
    await gap(network, state="waived", opened_at=local(2019, 10, 2))
    assert await network.gaps(OPENED) == set()
