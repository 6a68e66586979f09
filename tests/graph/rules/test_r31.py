"""R31 on alerts: one that reaches somebody, one that reaches nobody, one not yet sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R31",)

NOW = local(2019, 10, 1)


async def alert(network: Network, **row: Any) -> str:
    about = await network.node(
        "Gap",
        rule="R24",
        case="unanswered",
        severity="B",
        state="closed",
        count=0,
        population=1,
        opened_at=local(2019, 9, 20),
        seen_at=local(2019, 9, 20),
        in_region=REGION,
        at={"label": "Region", "id": REGION},
    )
    own = {"rule": "R24", "period": "2019-09", "raised_at": NOW, "gap": about}
    return await network.node("Alert", **(own | row))


async def deliver(network: Network, told: str, state: str, *, to: str | None = "person1") -> None:
    row: dict[str, Any] = {"step": 0, "channel": "email", "state": state, "alert": told}
    await network.node("Delivery", **(row | ({"recipient": to} if to else {})))


@pytest.mark.parametrize("state", ["waiting", "sent", "failed"])
async def test_an_alert_on_its_way_to_somebody_is_no_gap(network: Network, state: str) -> None:
    told = await alert(network)
    await deliver(network, told, state)
    await deliver(network, told, "dead", to=None)
    assert await network.gaps(NOW) == set()


async def test_an_alert_that_reaches_nobody_is_a_gap_until_it_is_cleared(network: Network) -> None:
    nobody = await alert(network)
    await deliver(network, nobody, "waiting", to=None)
    given_up = await alert(network, cleared_at=local(2019, 10, 3))
    await deliver(network, given_up, "dead")
    await alert(network)
    assert await network.gaps(local(2019, 9, 30)) == set()
    assert await network.gaps(NOW) == {
        ("R31.undelivered", nobody, 1),
        ("R31.undelivered", given_up, 1),
    }
    assert await network.gaps(local(2019, 10, 3)) == {("R31.undelivered", nobody, 1)}
