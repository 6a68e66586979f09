"""R19 on cabinets of students, representatives and mentors: none, never entered, two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, SINCE, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R19",)

NOW = local(2019, 10, 1)
LATER = local(2019, 10, 2)
NEVER: dict[str, Any] = {"last_entered_at": None}
# The cabinets of one owner, and the case that they make.
OWNED: list[tuple[tuple[dict[str, Any], ...], str]] = [
    (({},), ""),
    ((), "no_cabinet"),
    (({"opened_at": LATER},), "no_cabinet"),
    ((NEVER,), "never_entered"),
    (({"last_entered_at": LATER},), "never_entered"),
    (({}, NEVER), "two_cabinets"),
    (({}, {"opened_at": LATER}), ""),
]


async def open_cabinets(
    network: Network, label: str, kind: str, owner: str, cabinets: tuple[dict[str, Any], ...]
) -> None:
    for cabinet in cabinets:
        await network.cabinet(label, owner, kind=kind, **cabinet)


async def test_cabinets_of_students_are_counted_by_school(network: Network) -> None:
    school = await network.school(represented=False)
    for cabinets, _ in OWNED:
        child = await network.student(school)
        await open_cabinets(network, "Student", "student", child, cabinets)
    await network.student(school, registered_at=LATER)
    assert await network.gaps(NOW) == {
        ("R19.student_no_cabinet", school, 2),
        ("R19.student_never_entered", school, 2),
        ("R19.student_two_cabinets", school, 1),
    }
    of = await network.populations()
    assert (of["R19.student_no_cabinet"], of["R19.student_never_entered"]) == (7, 5)


async def test_a_child_without_school_is_the_regions_gap(network: Network) -> None:
    await network.student(None)
    assert await network.gaps(NOW) == {("R19.student_no_cabinet", REGION, 1)}


@pytest.mark.parametrize("kind", ["representative", "mentor"])
async def test_cabinets_of_adults(network: Network, kind: str) -> None:
    expected = set()
    for cabinets, case in OWNED:
        person = await network.node("Person", family_name="Орлова", given_name="Вера")
        unit = await owner_of(network, kind, person)
        await open_cabinets(network, "Person", kind, person, cabinets)
        if case:
            expected.add((f"R19.{kind}_{case}", unit, 1))
    assert await network.gaps(NOW) == expected


async def owner_of(network: Network, kind: str, person: str) -> str:
    if kind == "mentor":
        return await network.mentor(person=person)
    school = await network.school(represented=False)
    await network.link("Person", "represents", source=person, target=school, **SINCE)
    return school


async def test_a_cabinet_of_another_kind_is_none(network: Network) -> None:
    person = await network.node("Person", family_name="Орлова", given_name="Вера")
    mentor = await network.mentor(person=person)
    await network.cabinet("Person", person, kind="representative")
    assert await network.gaps(NOW) == {("R19.mentor_no_cabinet", mentor, 1)}


async def test_who_no_longer_represents_needs_no_cabinet(network: Network) -> None:
    school = await network.school(represented=False)
    left: dict[str, Any] = {"to": date(2019, 10, 2)}
    await network.role("represents", school, **left)
    assert await network.gaps(NOW) == {("R19.representative_no_cabinet", school, 1)}
    assert await network.gaps(local(2019, 10, 2, 0)) == set()
