"""R26 on impairments: an adapted practicum for each group, and schools that gave data or not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R26",)

DAY = date(2019, 10, 10)
NOW = local(2019, 10, 1)
DUE = date(2019, 10, 28)


async def group_with_child(network: Network, name: str, **row: Any) -> str:
    group = await network.node("ImpairmentGroup", name=name)
    child = await network.student(None, **row)
    await network.link("Student", "impairments", source=child, target=group)
    return group


async def adapt(network: Network, group: str, **row: Any) -> None:
    practicum = await network.posted(await network.venue(), DAY, **row)
    await network.link("Practicum", "adapted_for", source=practicum, target=group)


async def test_a_group_with_children_has_an_adapted_practicum(network: Network) -> None:
    lacking, served, called_off = [
        await group_with_child(network, f"Нарушения {what}") for what in ("слуха", "речи", "зрения")
    ]
    await network.node("ImpairmentGroup", name="Нарушения без детей")
    await group_with_child(network, "Не указано")
    await group_with_child(
        network, "Ребёнок зарегистрирован позже", registered_at=local(2019, 10, 2)
    )
    await adapt(network, served)
    await adapt(network, called_off, cancelled_at=NOW)
    assert await network.gaps(NOW) == {
        ("R26.group_without_practicum", lacking, 1),
        ("R26.group_without_practicum", called_off, 1),
    }


async def test_the_record_behind_a_group_is_never_a_child(network: Network) -> None:
    group = await group_with_child(network, "Нарушения слуха")
    await network.student(None, id="twin")
    await network.link("Student", "impairments", source="twin", target=group)
    await adapt(network, group, posted_at=local(2019, 10, 2))
    assert await network.gaps(NOW) == {("R26.group_without_practicum", group, 1)}
    assert await network.behind("R26.group_without_practicum") == {group}
    assert await network.gaps(local(2019, 10, 2)) == set()


async def test_a_school_that_said_none_has_given_data(network: Network) -> None:
    silent = await network.school()
    late = await network.school(impairments_reported_at=local(2019, 10, 30))
    await network.school(impairments_reported_at=last_moment(DUE))
    left: dict[str, Any] = {"to": date(2019, 10, 28)}
    await network.school(**left)
    assert await network.gaps(last_moment(DUE)) == set()
    assert await network.gaps(midnight_after(DUE)) == {
        ("R26.school_gave_no_data", silent, 1),
        ("R26.school_gave_no_data", late, 1),
    }
    assert await network.gaps(local(2019, 10, 30)) == {("R26.school_gave_no_data", silent, 1)}
    assert await network.dues() == {"R26.school_gave_no_data": DUE}
