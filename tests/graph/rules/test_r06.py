"""R06 on planted children: each case alone, its clean twin, and both sides of each boundary."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import pytest

from graph.policy.consent import ConsentFacts, days_without_consent
from graph.session import Row, Writer
from graph.writing import write_links, write_nodes
from tests.graph.rules.conftest import REGION, START, ZONE, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R06",)

NOW = local(2019, 11, 1)


async def test_children_with_consent_first_are_no_gap(network: Network) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.consent(child, given_on=date(2019, 9, 11), valid_until=date(2020, 9, 1))
    await network.stage(child, local(2019, 9, 11, 9))
    venue = await network.venue()
    await network.contract(venue, signed_on=START)
    practicum = await network.practicum(venue, date(2019, 10, 1))
    await network.link(
        "Student",
        "enrolments",
        source=child,
        target=practicum,
        enrolled_at=local(2019, 9, 20),
    )
    await network.link(
        "Student", "attendances", source=child, target=practicum, recorded_at=local(2019, 10, 2)
    )
    assert await network.gaps(NOW) == set()


@pytest.mark.parametrize("what", ["tested", "enrolled", "attended"])
async def test_any_processing_without_consent_is_a_gap(network: Network, what: str) -> None:
    school = await network.school()
    child = await network.student(school)
    venue = await network.venue()
    await network.contract(venue, signed_on=START)
    practicum = await network.practicum(venue, date(2019, 10, 1))
    if what == "tested":
        await network.stage(child, local(2019, 9, 20))
    elif what == "enrolled":
        at = local(2019, 9, 20)
        await network.link("Student", "enrolments", source=child, target=practicum, enrolled_at=at)
    else:
        at = local(2019, 10, 2)
        await network.link("Student", "attendances", source=child, target=practicum, recorded_at=at)
    assert await network.gaps(NOW) == {("R06.processed_without_consent", school, 1)}
    assert await network.behind("R06.processed_without_consent") == {child}


@pytest.mark.parametrize(
    ("given_on", "case"),
    [(date(2019, 9, 20), None), (date(2019, 9, 21), "consent_after_processing")],
)
async def test_the_day_of_the_consent_itself_is_covered(
    network: Network, given_on: date, case: str | None
) -> None:
    school = await network.school()
    child = await network.student(school)
    # 23:30 in Vladivostok is 13:30 UTC: the region's own day decides.
    await network.stage(child, local(2019, 9, 20, 23, 30))
    await network.consent(child, given_on=given_on, recorded_at=local(2019, 9, 25))
    expected = {(f"R06.{case}", school, 1)} if case else set()
    assert await network.gaps(NOW) == expected


@pytest.mark.parametrize(
    ("valid_until", "gap"), [(date(2019, 10, 5), False), (date(2019, 10, 4), True)]
)
async def test_a_consent_holds_to_the_end_of_its_last_day(
    network: Network, valid_until: date, gap: bool
) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.consent(child, valid_until=valid_until)
    await network.stage(child, local(2019, 10, 5, 23, 59))
    case = "processed_without_consent" if gap else "consent_ended"
    assert await network.gaps(NOW) == {(f"R06.{case}", school, 1)}


@pytest.mark.parametrize(("tested", "gap"), [(4, False), (5, True), (6, True)])
@pytest.mark.parametrize("how", ["refused", "withdrawn"])
async def test_processing_from_the_day_of_a_refusal_on_is_a_gap(
    network: Network, tested: int, how: str, gap: bool
) -> None:
    school = await network.school()
    child = await network.student(school)
    ended: Row = (
        {"refused_on": date(2019, 10, 5)}
        if how == "refused"
        else {"withdrawn_at": local(2019, 10, 5, 15)}
    )
    await network.consent(child, **ended)
    await network.stage(child, local(2019, 10, tested))
    found = {("R06.processed_after_refusal", school, 1)}
    assert await network.gaps(NOW) == (found if gap else set())


async def test_a_second_consent_heals_a_refusal(network: Network) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.consent(child, given_on=None, refused_on=date(2019, 9, 12))
    await network.consent(child, given_on=date(2019, 9, 20))
    await network.stage(child, local(2019, 9, 25))
    assert await network.gaps(NOW) == set()


async def test_a_signer_who_is_not_a_legal_representative_is_a_gap(network: Network) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.consent(child, legal=False)
    await network.stage(child, local(2019, 9, 25))
    assert await network.gaps(NOW) == {("R06.not_legal_representative", school, 1)}
    await network.consent(child, legal=True)
    assert await network.gaps(NOW) == set()


async def test_ten_days_of_grace_after_registration(network: Network) -> None:
    school = await network.school()
    await network.student(school, registered_at=local(2019, 9, 10, 23, 59))
    assert await network.gaps(local(2019, 9, 20, 23, 59, 59)) == set()
    found = await network.gaps(local(2019, 9, 21, 0))
    assert found == {("R06.registered_without_consent", school, 1)}


@pytest.mark.parametrize(
    ("valid_until", "gap"), [(date(2019, 11, 8), False), (date(2019, 11, 7), True)]
)
async def test_a_consent_that_ends_before_an_enrolled_practicum_is_a_gap(
    network: Network, valid_until: date, gap: bool
) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.consent(child, valid_until=valid_until)
    venue = await network.venue()
    await network.contract(venue, signed_on=START)
    practicum = await network.practicum(venue, date(2019, 11, 8), held=False)
    await network.link(
        "Student", "enrolments", source=child, target=practicum, enrolled_at=local(2019, 10, 1)
    )
    found = {("R06.expires_before_practicum", school, 1)}
    assert await network.gaps(NOW) == (found if gap else set())


async def test_school_and_platform_disagreeing_is_a_gap_either_way(network: Network) -> None:
    school = await network.school()
    marked = {"consent_marked_at": local(2019, 10, 1)}
    said = await network.student(school, consent_mark="received", **marked)
    denied = await network.student(school, consent_mark="missing", **marked)
    agreed = await network.student(school, consent_mark="received", **marked)
    for child in (denied, agreed):
        await network.consent(child)
    assert await network.gaps(NOW) == {
        ("R06.school_says_received", school, 1),
        ("R06.platform_has_school_says_missing", school, 1),
    }
    assert await network.behind("R06.school_says_received") == {said}
    assert await network.behind("R06.platform_has_school_says_missing") == {denied}


async def test_a_child_without_school_is_the_regions_gap(network: Network) -> None:
    child = await network.student(None)
    await network.stage(child, local(2019, 9, 20))
    assert await network.gaps(NOW) == {("R06.processed_without_consent", REGION, 1)}


async def test_what_was_recorded_later_was_not_known_then(network: Network) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.consent(child, given_on=date(2019, 9, 11), recorded_at=local(2019, 10, 10))
    await network.stage(child, local(2019, 9, 20))
    then = await network.gaps(local(2019, 10, 9))
    assert then == {("R06.processed_without_consent", school, 1)}
    assert await network.gaps(local(2019, 10, 11)) == set()


async def test_random_children_are_judged_as_the_policy_judges_them(network: Network) -> None:
    """The rule's Cypher and graph.policy.consent are one decision, on 400 children."""
    school = await network.school()
    dice = random.Random(20191101)
    children = {f"child{i:03}": _random_child(dice) for i in range(400)}
    await _write_children(network, school, children)
    expected = {
        child for child, (facts, days) in children.items() if days_without_consent(facts, days)
    }
    await network.gaps(NOW)
    found: set[str] = set()
    for case in (
        "processed_without_consent",
        "consent_after_processing",
        "processed_after_refusal",
    ):
        behind = await network.behind(f"R06.{case}")
        assert not behind & found
        found |= behind
    assert 50 < len(expected) < 350
    assert found == expected


def _random_child(dice: random.Random) -> tuple[list[ConsentFacts], list[date]]:
    def day() -> date:
        return START + timedelta(days=dice.randrange(40))

    def maybe(chance: float) -> date | None:
        return day() if dice.random() < chance else None

    facts = [
        ConsentFacts(
            maybe(0.8), valid_until=maybe(0.3), refused_on=maybe(0.2), withdrawn_on=maybe(0.2)
        )
        for _ in range(dice.randrange(3))
    ]
    return facts, [day() for _ in range(dice.randrange(4))]


async def _write_children(
    network: Network, school: str, children: dict[str, tuple[list[ConsentFacts], list[date]]]
) -> None:
    def noon(day: date) -> datetime:
        return datetime.combine(day, time(12), ZONE)

    students = [_student_row(child, school) for child in children]
    consents = [
        {
            "id": f"{child}-c{i}",
            "purposes": ["processing"],
            "given_on": facts.given_on,
            "valid_until": facts.valid_until,
            "refused_on": facts.refused_on,
            "withdrawn_at": noon(facts.withdrawn_on) if facts.withdrawn_on else None,
            "child": child,
            "signed_by": "parent",
        }
        for child, (all_facts, _) in children.items()
        for i, facts in enumerate(all_facts)
    ]
    stages = [
        {"id": f"{child}-s{i}", "stage": i + 1, "passed_at": noon(day), "student": child}
        for child, (_, days) in children.items()
        for i, day in enumerate(days)
    ]
    guards = [
        {"source": "parent", "target": child, "legal": True, "from": date(2010, 1, 1)}
        for child in children
    ]
    guardian = {"id": "parent", "family_name": "К", "given_name": "А", "in_region": REGION}

    async def work(writer: Writer) -> None:
        await write_nodes(writer, "Student", students)
        await write_nodes(writer, "Guardian", [guardian])
        await write_links(writer, "Guardian", "children", guards)
        await write_nodes(writer, "Consent", consents)
        await write_nodes(writer, "StageResult", stages)

    await network.graph.write(work)


def _student_row(child: str, school: str) -> Row:
    return {
        "id": child,
        "family_name": "К",
        "given_name": "Л",
        "registered_at": local(2019, 9, 2),
        "in_region": REGION,
        "school": {"id": school, "from": START},
    }
