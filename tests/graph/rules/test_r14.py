"""R14 on the schedule: overlaps, days off, moves and cancellations, what became of a practicum."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.graph.rules.conftest import Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R14",)

# A Thursday; practicums last from 10 to 12.
DAY = date(2019, 10, 10)
NOW = local(2019, 10, 1)
NEXT: dict[str, Any] = {"starts_at": local(2019, 10, 10, 12), "ends_at": local(2019, 10, 10, 14)}
MEETS: dict[str, Any] = {
    "starts_at": local(2019, 10, 10, 11, 59, 59),
    "ends_at": local(2019, 10, 10, 14),
    "place": "Мастерская 2",
}


async def test_a_mentor_may_go_from_one_practicum_to_the_next(network: Network) -> None:
    venue = await network.venue()
    first = await network.posted(venue, DAY)
    following = await network.posted(venue, DAY, **NEXT, confirmed_at=None)
    await network.mentor(first, following)
    assert await network.gaps(NOW) == set()


async def test_a_mentor_in_two_practicums_at_once_is_a_gap(network: Network) -> None:
    venue = await network.venue()
    both = {await network.posted(venue, DAY), await network.posted(venue, DAY, **MEETS)}
    called_off = await network.posted(venue, DAY, **MEETS, cancelled_at=NOW, cancel_reason="Нет")
    later = await network.posted(venue, DAY, **MEETS, posted_at=local(2019, 10, 2))
    mentor = await network.mentor(*both, called_off)
    await network.mentor(later)
    assert await network.gaps(NOW) == {("R14.mentor_overlap", mentor, 2)}
    assert await network.behind("R14.mentor_overlap") == both


async def test_a_mentor_may_not_be_in_two_regions_at_once(network: Network) -> None:
    await network.other_region()
    await network.node("Municipality", id="city", name="Петропавловск", in_region="RU-KAM")
    away = await network.node("Venue", name="Техникум", municipality="city")
    both = [await network.posted(v, DAY) for v in (away, await network.venue())]
    mentor = await network.mentor(*both)
    assert await network.gaps(NOW) == {("R14.mentor_overlap", mentor, 2)}


async def test_one_place_holds_one_practicum_at_a_time(network: Network) -> None:
    venue, other = await network.venue(), await network.venue()
    meets = MEETS | {"place": "Мастерская 1"}
    both = {await network.posted(venue, DAY), await network.posted(venue, DAY, **meets)}
    await network.posted(other, DAY)
    await network.posted(other, DAY, **NEXT)
    await network.posted(other, DAY, **MEETS)
    for _ in range(2):
        await network.posted(other, DAY, place=None)
    assert await network.gaps(NOW) == {("R14.place_overlap", venue, 2)}
    assert await network.behind("R14.place_overlap") == both


async def test_a_child_is_enrolled_for_one_practicum_at_a_time(network: Network) -> None:
    school, venue = await network.school(), await network.venue()
    first, meeting = await network.posted(venue, DAY), await network.posted(venue, DAY, **MEETS)
    following = await network.posted(venue, DAY, **NEXT)
    children = [await network.student(school) for _ in range(4)]
    for child in children:
        await network.enrol(child, first)
    await network.enrol(children[0], meeting)
    await network.enrol(children[1], following)
    await network.enrol(children[2], meeting, cancelled_at=local(2019, 9, 20))
    await network.enrol(children[3], meeting, enrolled_at=local(2019, 10, 2))
    assert await network.gaps(NOW) == {("R14.student_overlap", school, 1)}
    assert await network.behind("R14.student_overlap") == {children[0]}


async def test_a_day_off_needs_a_reason(network: Network) -> None:
    venue = await network.venue()
    off = {
        await network.posted(venue, date(2019, 10, 12)),
        await network.posted(venue, date(2019, 11, 4)),
        await network.posted(venue, date(2019, 10, 13), day_off_reason=""),
    }
    await network.posted(venue, date(2019, 10, 11))
    await network.posted(venue, date(2019, 11, 5))
    await network.posted(venue, date(2019, 10, 19), day_off_reason="Просьба школ")
    await network.posted(venue, date(2019, 10, 20), cancelled_at=NOW, cancel_reason="Выходной")
    assert await network.gaps(NOW) == {("R14.day_off_without_reason", one, 1) for one in off}


async def test_moving_and_cancelling_need_reasons(network: Network) -> None:
    venue = await network.venue()
    moved = await network.posted(venue, DAY, moved_at=NOW)
    off = await network.posted(venue, date(2019, 10, 11), cancelled_at=NOW, cancel_reason="")
    await network.posted(venue, date(2019, 10, 14), moved_at=NOW, move_reason="Карантин")
    await network.posted(venue, date(2019, 10, 15), cancelled_at=NOW, cancel_reason="Карантин")
    assert await network.gaps(local(2019, 9, 30)) == set()
    assert await network.gaps(NOW) == {
        ("R14.moved_without_reason", moved, 1),
        ("R14.cancelled_without_reason", off, 1),
    }


async def test_what_became_of_a_practicum_is_told_by_the_end_of_its_day(network: Network) -> None:
    venue = await network.venue()
    silent = await network.posted(venue, DAY)
    told: dict[str, Any] = {"place": "Мастерская 3"}
    await network.posted(venue, DAY, **told, held_at=local(2019, 10, 10, 18))
    off: dict[str, Any] = {"cancelled_at": local(2019, 10, 10, 18), "cancel_reason": "Карантин"}
    await network.posted(venue, DAY, **told, **off)
    assert await network.gaps(last_moment(DAY)) == set()
    assert await network.gaps(midnight_after(DAY)) == {("R14.outcome_unknown", silent, 1)}
    assert await network.dues() == {"R14.outcome_unknown": DAY}
