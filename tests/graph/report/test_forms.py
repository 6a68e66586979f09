"""The twelve reports on random networks, cell by cell against a key counted of planted facts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from graph.errors import InputError
from graph.session import Graph
from queries.report.building import Asked, build_report
from queries.report.opening import records
from queries.report.table import COUNTRY, Cell, Part, Report, State
from tests.graph.measures.growing import AS_OF, HERE, START, Facts, grow, plant
from tests.graph.report.counting import TODAY, Key, by, count, is_held, lasting

pytestmark = pytest.mark.anyio

FORMATS = {3: "introductory", 4: "engaged", 5: "in_depth"}


@pytest.fixture
async def facts(graph: Graph) -> Facts:
    grown = grow(seed=3)
    await plant(graph, grown)
    return grown


async def made(graph: Graph, form: int, **more: Any) -> Report:
    asked = replace(Asked(form, HERE, AS_OF), **more)
    return await graph.read(partial(build_report, asked=asked))


def cells(part: Part) -> dict[tuple[str, ...], dict[str, Any]]:
    """Every line by key: its values by column; of a cell without one, its state."""
    return {
        line.key: {
            column.key: cell.state if cell.value is None else cell.value
            for column, cell in zip(part.columns, line.cells, strict=True)
        }
        for line in part.lines
    }


def totals(part: Part) -> dict[str, Any]:
    return {
        column.key: cell.value if cell.value is not None else cell.state
        for column, cell in zip(part.columns, part.totals, strict=True)
    }


def number(cell: Cell) -> int:
    assert isinstance(cell.value, int)
    return cell.value


async def test_registered_students_by_school(graph: Graph, facts: Facts) -> None:
    key, report = Key(facts), await made(graph, 1)
    found = cells(report.part("schools"))
    parts = {row["source"]: row for row in facts.links["School", "campaigns"] if lasting(row)}
    seen = {key.school_of(child["id"]) for child in key.children}
    own = {row["id"] for row in facts.of("School")}
    # A school that takes part has a line even with nobody; so has whatever has children.
    assert set(found) == {(one or "",) for one in (parts.keys() & own) | seen}
    for (school,), said in found.items():
        there = [c for c in key.children if (key.school_of(c["id"]) or "") == school]
        assert said["total"] == len(there)
        for grade in range(6, 12):
            assert said[f"grade_{grade}"] == [c.get("grade") for c in there].count(grade)
        assert said["consented"] == count(there, lambda c: key.consented(c["id"]))
        assert said["unconsented"] == len(there) - said["consented"]
        plan = parts.get(school, {}).get("planned_students")
        assert said["plan"] == (State.NO_DATA if plan is None else plan)
        if plan:
            assert said["done"] == round(100 * len(there) / plan, 1)
    assert report.summary.fact.value == len(key.children) == totals(report.part("schools"))["total"]


async def test_stages_by_school(graph: Graph, facts: Facts) -> None:
    key, report = Key(facts), await made(graph, 2)
    for (school,), said in cells(report.part("schools")).items():
        there = [
            key.stages(c["id"]) for c in key.children if (key.school_of(c["id"]) or "") == school
        ]
        assert said["registered"] == len(there)
        assert [said[f"stage_{n}"] for n in (1, 2, 3)] == [
            sum(n in stages for stages in there) for n in (1, 2, 3)
        ]
        assert said["all"] == sum(stages == {1, 2, 3} for stages in there)
        assert said["stuck_1"] == sum(stages == {1} for stages in there)
        assert said["stuck_2"] == sum(2 in stages and 3 not in stages for stages in there)
    assert report.summary.fact.value == sum(key.stages(c["id"]) == {1, 2, 3} for c in key.children)


@pytest.mark.parametrize("form", FORMATS)
async def test_practicums_by_venue_and_competence(form: int, graph: Graph, facts: Facts) -> None:
    key, report = Key(facts), await made(graph, form)
    pairs, found = key.practicums_of(FORMATS[form]), cells(report.part("venues"))
    assert set(found) == {(venue, competence or "") for venue, competence in pairs}
    for (venue, competence), practicums in pairs.items():
        said = found[venue, competence or ""]
        assert said["planned"] == len(practicums)
        assert said["held"] == count(practicums, is_held)
        assert said["cancelled"] == count(practicums, lambda p: by(p.get("cancelled_at")))
        running = [p for p in practicums if not by(p.get("cancelled_at"))]
        assert said["places"] == sum(p.get("capacity", 0) for p in running)
        assert said["enrolled"] == len(key.enrolled(practicums))
        _visits(said, key, practicums)
        if form > 3:
            assert said["advised"] == key.advised(practicums)
    everybody = {child for child, _ in key.visits(of_format(key, FORMATS[form]))}
    assert report.summary.fact.value == len(everybody)


def _visits(said: dict[str, Any], key: Key, practicums: list[Any]) -> None:
    """Nothing held and nothing entered are told apart from nobody came."""
    visits = key.visits(practicums)
    held = [p for p in practicums if is_held(p)]
    entered = [p for p in held if by(p.get("attendance_recorded_at"))]
    instead = State.NOT_HELD if not held else State.NO_DATA if not entered else 0
    assert said["visits"] == (len(visits) or instead)
    assert said["attended"] == (len({child for child, _ in visits}) or instead)


def of_format(key: Key, format_: str) -> list[Any]:
    return [p for p in key.practicums if p["format"] == format_]


async def test_people_are_counted_once_however_often_they_came(graph: Graph, facts: Facts) -> None:
    key, part = Key(facts), (await made(graph, 5)).part("venues")
    said, visits = totals(part), key.visits(of_format(key, "in_depth"))
    if part.lines:
        assert said["attended"] in (len({child for child, _ in visits}), State.NO_DATA)
        assert said["all_formats"] == len({child for child, _ in key.visits(key.practicums)})


async def test_promotion_training_and_needs(graph: Graph, facts: Facts) -> None:
    key = Key(facts)
    promotion = await made(graph, 6)
    measures = key.dated("PromotionMeasure", "on_day")
    assert set(cells(promotion.part("measures"))) == {(row["id"],) for row in measures}
    kinds = cells(promotion.part("kinds"))
    for kind in ("media", "social_network", "event", "meeting", "mailing"):
        of_kind = [row for row in measures if row["kind"] == kind]
        assert kinds[(kind,)]["measures"] == len(of_kind)
        assert kinds[(kind,)]["reach"] == sum(row.get("reach", 0) for row in of_kind)
    training = await made(graph, 7)
    events = {row["id"] for row in key.dated("TrainingEvent", "starts_on")}
    people = [row for row in facts.links["Person", "training"] if row["target"] in events]
    said = totals(training.part("events"))
    assert training.summary.fact.value == len(events)
    if events:
        assert [said["invited"], said["present"], said["certified"]] == [
            len(people),
            count(people, lambda row: row["attended"]),
            count(people, lambda row: row.get("certificate")),
        ]
    needs = await made(graph, 11)
    raised = {row["id"] for row in facts.of("TrainingNeed") if row["raised_on"] <= TODAY}
    assert set(cells(needs.part("needs"))) == {(one,) for one in raised}


async def test_mentors_their_practicums_and_events(graph: Graph, facts: Facts) -> None:
    key = Key(facts)
    mentors = await made(graph, 9)
    said = cells(mentors.part("mentors"))
    own = [row["id"] for row in facts.of("Mentor")]
    assert {line: one["practicums"] for line, one in said.items()} == {
        (mentor,): len(key.with_mentor(mentor)) for mentor in own
    }
    assert totals(mentors.part("kinds"))["mentors"] == len(own)
    led = await made(graph, 10)
    assert set(cells(led.part("practicums"))) == {
        (mentor, p["id"]) for mentor in own for p in key.with_mentor(mentor)
    }
    events = await made(graph, 12)
    found = cells(events.part("events"))
    assert set(found) == {(p["id"],) for p in key.held()}
    for practicum in key.held():
        entered = by(practicum.get("attendance_recorded_at"))
        came = len(key.visits([practicum])) if entered else State.NO_DATA
        assert found[(practicum["id"],)]["children"] == came


async def test_children_by_health_are_told_in_steps_only(graph: Graph, facts: Facts) -> None:
    report = await made(graph, 8)
    part = report.part("groups")
    places = [n for n, column in enumerate(part.columns) if column.children]
    assert len(places) == 5
    for line in part.lines:
        for n in places:
            cell = line.cells[n]
            assert cell.state in {State.HIDDEN, State.AT_LEAST}
            assert cell.state is State.HIDDEN or number(cell) % 10 == 0
    assert not any(column.opens for column in part.columns if column.children)
    schools = totals(report.part("schools"))
    assert schools["gave"] + schools["gave_none"] == schools["schools"]
    assert report.summary.fact.value == schools["gave"]


@pytest.mark.parametrize("form", [1, 2, 3, 6, 7, 9])
async def test_every_number_opens_to_as_many_records(form: int, graph: Graph, facts: Facts) -> None:
    report = await made(graph, form)
    asked = Asked(form, HERE, AS_OF)
    opened = 0
    for part in report.parts:
        for line in (*part.lines[:2], *part.lines[-1:], None):
            said = part.totals if line is None else line.cells
            key = None if line is None else line.key
            for column, cell in zip(part.columns, said, strict=True):
                if not column.opens or not isinstance(cell.value, int):
                    continue
                behind = await graph.read(
                    partial(
                        records, asked=asked, part=part.key, column=column.key, key=key, first=500
                    )
                )
                if column.key not in {"places", "reach"}:
                    times = sum(one.times for one in behind)
                    assert cell.value in (len(behind), times), (part.key, column.key, key)
                opened += 1
    assert opened


async def test_the_country_is_what_its_regions_are_together(graph: Graph, facts: Facts) -> None:
    here, there = await made(graph, 1), await made(graph, 1, region="RU-SA")
    country = await made(graph, 1, region=None)
    assert country.place.id == COUNTRY
    assert country.summary.fact.value == sum(number(r.summary.fact) for r in (here, there))
    part = country.part("schools")
    assert [line.key for line in part.lines] == [(HERE,), ("RU-SA",)]
    for column in ("total", "grade_7", "consented", "plan"):
        place, own = part.column(column), here.part("schools").column(column)
        assert part.lines[0].cells[place] == here.part("schools").totals[own]
    asked = Asked(1, None, AS_OF)
    behind = await graph.read(
        partial(records, asked=asked, part="schools", column="total", key=(HERE,), first=500)
    )
    assert len(behind) == here.summary.fact.value


async def test_a_region_alone_is_seen_by_whoever_sees_only_it(graph: Graph, facts: Facts) -> None:
    asked = Asked(2, None, AS_OF)
    seen = await graph.read(partial(build_report, asked=asked, regions=[HERE]))
    assert [line.key for line in seen.part("schools").lines] == [(HERE,)]


async def test_what_is_asked_wrongly_is_told(graph: Graph, facts: Facts) -> None:
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"form": 13}, "Нет отчёта № 13"),
        ({"region": "RU-XX"}, "Нет региона с кодом RU-XX"),
        ({"campaign": "c1999"}, "нет кампании"),
        ({"period_from": TODAY, "period_to": START}, "раньше начала"),
    )
    for more, message in wrong:
        with pytest.raises(InputError, match=message):
            await made(graph, **({"form": 1} | more))
    asked = Asked(1, HERE, AS_OF)
    for part, column, message in (
        ("venues", "total", "нет части"),
        ("schools", "secret", "нет столбца"),
        ("schools", "plan", "нет списка"),
    ):
        with pytest.raises(InputError, match=message):
            await graph.read(partial(records, asked=asked, part=part, column=column, key=None))
