"""R29 on results that lead nowhere: competences nobody offers, children never enrolled."""

from __future__ import annotations

from datetime import date

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R29",)

NOW = local(2019, 10, 1)
TESTED = local(2019, 9, 10, 23, 59, 59)
DUE = date(2019, 10, 10)


async def pointed(network: Network, competence: str, *, day: int = 12) -> str:
    child = await network.student(None)
    result = await network.stage(child, local(2019, 9, day))
    await network.link("StageResult", "points_to", source=result, target=competence)
    return child


async def test_a_competence_pointed_to_is_offered(network: Network) -> None:
    wanted, offered, called_off, later = [
        await network.node("Competence", name=name) for name in ("А", "Б", "В", "Г")
    ]
    children = {await pointed(network, wanted) for _ in range(2)}
    await pointed(network, offered)
    await pointed(network, called_off)
    await pointed(network, later)
    await network.node("Competence", name="Д")
    venue = await network.venue()
    day = date(2019, 10, 10)
    await network.posted(venue, day, competence=offered)
    await network.posted(venue, day, competence=called_off, cancelled_at=NOW)
    await network.posted(venue, day, competence=later, posted_at=local(2019, 10, 2))
    expected = {
        ("R29.competence_not_offered", wanted, 2),
        ("R29.competence_not_offered", called_off, 1),
        ("R29.competence_not_offered", later, 1),
    }
    assert await network.gaps(NOW) == expected
    after = await network.gaps(local(2019, 10, 2))
    assert after == expected - {("R29.competence_not_offered", later, 1)}
    assert children < await network.behind("R29.competence_not_offered")


async def test_a_result_yet_to_come_points_nowhere(network: Network) -> None:
    await pointed(network, await network.node("Competence", name="А"), day=20)
    assert await network.gaps(local(2019, 9, 19)) == set()


async def test_a_tested_child_is_enrolled_within_thirty_days(network: Network) -> None:
    school = await network.school()
    idle, enrolled, came, halfway = [await network.student(school) for _ in range(4)]
    for child in (idle, enrolled, came):
        await network.stages(child, TESTED, TESTED, TESTED)
    await network.stages(halfway, TESTED, TESTED)
    practicum = await network.practicum(await network.venue(), DUE)
    await network.enrol(enrolled, practicum, enrolled_at=last_moment(DUE))
    await network.attend(came, practicum)
    assert await network.gaps(last_moment(DUE)) == set()
    assert await network.gaps(midnight_after(DUE)) == {("R29.never_enrolled", school, 1)}
    assert await network.behind("R29.never_enrolled") == {idle}
    assert await network.dues() == {"R29.never_enrolled": DUE}


async def test_an_enrolment_made_later_was_not_known_then(network: Network) -> None:
    await network.term("never_enrolled", amount=1, unit="days", overrides_in=REGION)
    child = await network.student(None)
    await network.stages(child, TESTED, TESTED, TESTED)
    practicum = await network.practicum(await network.venue(), DUE)
    await network.enrol(child, practicum, enrolled_at=local(2019, 9, 20))
    assert await network.gaps(local(2019, 9, 19)) == {("R29.never_enrolled", REGION, 1)}
    assert await network.gaps(local(2019, 9, 20)) == set()
