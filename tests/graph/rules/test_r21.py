"""R21 on mentors' recommendations, and what keeps them from coming."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R19", "R20", "R21", "R23")

DAY = date(2019, 9, 20)
DUE = date(2019, 9, 27)
MISSING = "R21.no_mentor_advice"


async def attended(network: Network, children: int = 1, on_day: date = DAY) -> tuple[str, ...]:
    """A practicum under contract and the children, each with a cabinet, who came to it."""
    venue = await network.venue()
    await network.contract(venue, signed_on=date(2019, 9, 2))
    practicum = await network.practicum(venue, on_day)
    return practicum, *[await comer(network, practicum) for _ in range(children)]


async def comer(network: Network, practicum: str) -> str:
    child = await network.student(None)
    await network.cabinet("Student", child)
    await network.attend(child, practicum, local(2019, 9, 20, 20))
    return child


async def advise(network: Network, child: str, practicum: str, **row: Any) -> str:
    own: dict[str, Any] = {"given_as": "mentor", "given_at": last_moment(DUE)}
    return await network.advice(child, **(own | {"after": practicum} | row))


@pytest.mark.parametrize(("on_day", "due"), [(DAY, DUE), (date(2019, 10, 30), date(2019, 11, 7))])
async def test_five_working_days_after_the_practicum(
    network: Network, on_day: date, due: date
) -> None:
    practicum, silent, advised = await attended(network, 2, on_day)
    await advise(network, advised, practicum, given_at=last_moment(due))
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {(MISSING, practicum, 1)}
    assert await network.behind(MISSING) == {silent}
    assert await network.dues() == {MISSING: due}
    assert await network.populations() == {MISSING: 2}


async def test_only_a_mentors_word_after_this_practicum_counts(network: Network) -> None:
    practicum, first, second, third, fourth = await attended(network, 4)
    other, _ = await attended(network, 1, date(2019, 10, 1))
    await advise(network, first, practicum, given_as="navigator")
    await advise(network, second, other)
    await advise(network, third, practicum, given_at=local(2019, 9, 30))
    await advise(network, fourth, practicum)
    assert await network.gaps(local(2019, 9, 29)) == {(MISSING, practicum, 3)}
    assert await network.gaps(local(2019, 9, 30)) == {(MISSING, practicum, 2)}
    assert await network.behind(MISSING) == {first, second}


async def test_an_attendance_entered_later_was_not_known_then(network: Network) -> None:
    practicum, *_ = await attended(network, 0)
    child = await network.student(None)
    await network.cabinet("Student", child)
    await network.attend(child, practicum, local(2019, 10, 2))
    assert await network.gaps(local(2019, 10, 1)) == set()
    assert await network.gaps(local(2019, 10, 2)) == {(MISSING, practicum, 1)}


async def test_a_region_may_set_its_own_term(network: Network) -> None:
    await network.term("mentor_recommends", amount=3, unit="days", overrides_in=REGION)
    practicum, _ = await attended(network)
    assert await network.gaps(last_moment(date(2019, 9, 23))) == set()
    after = await network.gaps(midnight_after(date(2019, 9, 23)))
    assert after == {(MISSING, practicum, 1)}


@pytest.mark.parametrize(
    ("cabinets", "cause"),
    [(0, "R19.mentor_no_cabinet"), (1, "R19.mentor_never_entered")],
)
async def test_a_mentor_who_cannot_enter_a_cabinet_causes_it(
    network: Network, cabinets: int, cause: str
) -> None:
    practicum, _ = await attended(network)
    employer = await network.node("Organisation", name="Завод", kind="industry")
    person = await network.node("Person", family_name="Павлов", given_name="Иван")
    mentor = await network.mentor(practicum, organisation=employer, person=person)
    document = {"kind": "диплом", "issued_on": date(2010, 6, 30), "mentor": mentor}
    await network.node("Qualification", confirmed_on=date(2019, 9, 1), **document)
    for _ in range(cabinets):
        await network.cabinet("Person", person, kind="mentor", last_entered_at=None)
    await network.scan(midnight_after(DUE))
    assert await network.causes() == {(MISSING, cause)}


async def test_an_unqualified_mentor_without_cabinet_causes_it(network: Network) -> None:
    practicum, _ = await attended(network)
    await network.mentor(practicum)
    await network.scan(midnight_after(DUE))
    causes = {"R19.mentor_no_cabinet", "R23.mentor_unqualified"}
    assert await network.causes() == {(MISSING, cause) for cause in causes}
