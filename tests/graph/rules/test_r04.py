"""R04 on planted schools: exactly the planted gaps, both sides of each boundary."""

from __future__ import annotations

from datetime import date

import pytest

from tests.graph.rules.conftest import REGION, START, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R04",)

# START + 10 working days is 16.09.2019; its end is midnight in Vladivostok.
LAST_MOMENT = local(2019, 9, 16, 23, 59, 59)
MIDNIGHT = local(2019, 9, 17, 0)


async def test_a_school_with_both_is_no_gap(network: Network) -> None:
    await network.school()
    assert await network.gaps(MIDNIGHT) == set()


@pytest.mark.parametrize(
    ("kept", "case"), [("navigated", "no_representative"), ("represented", "no_navigator")]
)
async def test_a_missing_person_is_a_gap_from_midnight_after_the_due_day(
    network: Network, kept: str, case: str
) -> None:
    await network.school()
    school = await network.school(represented=kept == "represented", navigated=kept == "navigated")
    assert await network.gaps(LAST_MOMENT) == set()
    assert await network.gaps(MIDNIGHT) == {(f"R04.{case}", school, 1)}


async def test_a_person_who_has_not_registered_or_has_left_does_not_count(network: Network) -> None:
    school = await network.school(represented=False, navigated=False)
    await network.role("represents", school)
    await network.role("navigates", school, registered_at=START_AT, to=date(2019, 9, 17))
    assert await network.gaps(LAST_MOMENT) == set()
    assert await network.gaps(MIDNIGHT) == {
        ("R04.no_representative", school, 1),
        ("R04.no_navigator", school, 1),
    }


async def test_a_school_counts_only_while_it_takes_part(network: Network) -> None:
    school = await network.node("School", name="Закрытая", municipality="vladivostok")
    await network.link(
        "School",
        "campaigns",
        source=school,
        target="c2019",
        **{"from": START, "to": date(2019, 9, 18)},
    )
    during = await network.gaps(local(2019, 9, 17))
    assert {unit for _, unit, _ in during} == {school}
    assert await network.gaps(local(2019, 9, 18)) == set()


async def test_a_region_may_set_its_own_term(network: Network) -> None:
    school = await network.school(navigated=False)
    await network.node(
        "Deadline",
        kind="navigator_registered",
        on_day=date(2019, 9, 20),
        campaign="c2019",
        overrides_in=REGION,
    )
    await network.node(
        "Deadline",
        kind="navigator_registered",
        amount=1,
        unit="working_days",
        campaign="c2019",
    )
    assert await network.gaps(local(2019, 9, 20, 23, 59, 59)) == set()
    assert await network.gaps(local(2019, 9, 21, 0)) == {("R04.no_navigator", school, 1)}


@pytest.mark.parametrize(("students", "expected"), [(3, False), (4, True)])
async def test_a_navigator_may_have_as_many_students_as_the_term_says(
    network: Network, students: int, expected: bool
) -> None:
    await network.node(
        "Deadline", kind="navigator_students", amount=3, unit="people", campaign="c2019"
    )
    school = await network.school()
    navigator = await network.role("navigates", school, registered_at=START_AT)
    guided = {"id": navigator, "from": START}
    children = {await network.student(school, navigator=guided) for _ in range(students)}
    found = await network.gaps(local(2019, 9, 15))
    assert found == ({("R04.navigator_overloaded", navigator, students)} if expected else set())
    assert await network.behind("R04.navigator_overloaded") == (children if expected else set())


START_AT = local(2019, 9, 3)
