"""R23 on mentors: a confirmed document on the day, the practicum's competence, a kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import Network, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R23",)

DAY = date(2019, 10, 10)
NOW = local(2019, 10, 1)
CONFIRMED: dict[str, Any] = {
    "kind": "диплом",
    "issued_on": date(2010, 6, 30),
    "confirmed_on": date(2019, 9, 1),
}


async def placed_mentor(network: Network, *practicums: str, **row: Any) -> str:
    employer = await network.node("Organisation", name="Завод «Звезда»", kind="industry")
    return await network.mentor(*practicums, **({"organisation": employer} | row))


async def qualify(network: Network, mentor: str, **row: Any) -> str:
    return await network.node("Qualification", **(CONFIRMED | {"mentor": mentor} | row))


DOCUMENTS: list[tuple[dict[str, Any], bool]] = [
    ({}, False),
    ({"valid_until": DAY}, False),
    ({"valid_until": date(2019, 10, 9)}, True),
    ({"confirmed_on": None}, True),
    ({"confirmed_on": date(2019, 10, 1)}, False),
    ({"confirmed_on": date(2019, 10, 2)}, True),  # not yet known on 1 October
    ({"confirmed_on": date(2019, 10, 11)}, True),
    ({"issued_on": date(2019, 10, 11)}, True),
]


async def test_a_document_is_confirmed_and_valid_on_the_practicums_day(network: Network) -> None:
    practicum = await network.posted(await network.venue(), DAY)
    expected = set()
    for document, gap in DOCUMENTS:
        mentor = await placed_mentor(network, practicum)
        await qualify(network, mentor, **document)
        if gap:
            expected.add(("R23.mentor_unqualified", mentor, 1))
    assert await network.gaps(NOW) == expected
    assert await network.behind("R23.mentor_unqualified") == {practicum}


async def test_what_was_held_counts_though_never_posted(network: Network) -> None:
    venue = await network.venue()
    held = await network.practicum(venue, date(2019, 9, 20))
    planned = await network.practicum(venue, DAY, held=False)
    called_off = await network.posted(venue, DAY, cancelled_at=local(2019, 9, 30))
    mentor = await placed_mentor(network, held, planned, called_off)
    assert await network.gaps(NOW) == {("R23.mentor_unqualified", mentor, 1)}
    assert await network.behind("R23.mentor_unqualified") == {held}


async def test_a_mentor_answers_at_home_for_practicums_in_another_region(network: Network) -> None:
    await network.other_region()
    await network.node("Municipality", id="city", name="Петропавловск", in_region="RU-KAM")
    away = await network.node("Venue", name="Техникум", municipality="city")
    practicum = await network.posted(away, DAY)
    mentor = await placed_mentor(network, practicum)
    guest = await placed_mentor(network, in_region="RU-KAM")
    home = await network.posted(await network.venue(), DAY)
    await network.link("Practicum", "mentors", source=home, target=guest)
    assert await network.gaps(NOW) == {("R23.mentor_unqualified", mentor, 1)}
    assert await network.behind("R23.mentor_unqualified") == {practicum}


async def test_a_mentor_is_skilled_in_the_practicums_competence(network: Network) -> None:
    web = await network.node("Competence", name="Веб-дизайн")
    robots = await network.node("Competence", name="Робототехника")
    venue = await network.venue()
    other = await network.posted(venue, DAY, competence=robots)
    fitting = await network.posted(venue, DAY, competence=web)
    unnamed = await network.posted(venue, DAY)
    mentor = await placed_mentor(network, other, fitting, unnamed)
    await network.link("Mentor", "competences", source=mentor, target=web)
    await qualify(network, mentor)
    assert await network.gaps(NOW) == {("R23.competence_differs", mentor, 1)}
    assert await network.behind("R23.competence_differs") == {other}


async def test_a_mentor_comes_from_an_organisation_of_a_kind(network: Network) -> None:
    kindless = await network.node("Organisation", name="ООО «Ромашка»")
    lost = await network.mentor()
    vague = await placed_mentor(network, organisation=kindless)
    await placed_mentor(network)
    assert await network.gaps(midnight_after(DAY)) == {
        ("R23.organisation_without_kind", lost, 1),
        ("R23.organisation_without_kind", vague, 1),
    }
