"""The saved questions answer what the ledger says, page by page, and only within scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from graph.demo import Entry, Plan
from graph.demo.region import builds, make
from graph.model.account import Role
from graph.session import Graph, Reader, Row
from queries.saved import QUESTIONS
from queries.saved.reads import Asked, ask, count
from queries.scope import Actor
from tests.demonstration import PLAN
from tests.graph.gap.conftest import HEAD, actor

pytestmark = pytest.mark.anyio

Demo = tuple[Graph, Plan]
ENTRIES: list[Entry] = [entry for build in builds(PLAN) for entry in make(build)]


def units(rule: str, case: str) -> set[str]:
    return {e.unit_id for e in ENTRIES if (e.rule, e.case) == (rule, case)}


def records(rule: str, case: str) -> set[str]:
    return {r for e in ENTRIES if (e.rule, e.case) == (rule, case) for r in e.records}


# Which column holds what the ledger names, by question.
EXPECTED: dict[str, tuple[str, Callable[[], set[str]]]] = {
    "mentors_without_documents": ("mentor", lambda: units("R23", "mentor_unqualified")),
    "documents_against_attendance": ("practicum", lambda: units("R17", "children_differ")),
    "schools_without_students": ("school", lambda: units("R05", "school_at_zero")),
    "competences_not_offered": ("competence", lambda: units("R29", "competence_not_offered")),
    "groups_without_practicum": (
        "impairment_group",
        lambda: units("R26", "group_without_practicum"),
    ),
    "late_answers": (
        "request",
        lambda: records("R24", "unanswered") | records("R24", "answered_late"),
    ),
}


def asked(plan: Plan, region: str = "") -> Asked:
    return Asked(plan.moment, plan.moment - timedelta(days=1), region)


async def every(graph: Graph, name: str, who: Actor, how: Asked, size: int = 3) -> list[Row]:
    """All rows of a question, read in small pages."""
    found: list[Row] = []

    async def behind(reader: Reader) -> list[Row]:
        after = found[-1]["key"] if found else ""
        return await ask(reader, who, QUESTIONS[name], how, size, after)

    while page := await graph.read(behind):
        found += page
    return found


@pytest.mark.parametrize("name", sorted(EXPECTED))
async def test_a_question_finds_what_was_planted(demo: Demo, name: str) -> None:
    graph, plan = demo
    column, expected = EXPECTED[name]
    rows = await every(graph, name, HEAD, asked(plan))
    assert {row[column] for row in rows} == expected() != set()


async def test_children_without_consent_come_with_school_and_navigator(demo: Demo) -> None:
    graph, plan = demo
    rows = await graph.change(
        "MATCH (p:Practicum {region: 'RU-TA'})<-[:ATTENDED]-(s:Student)<-[:FOR_CHILD]-(c:Consent) "
        "WITH s, c, count(p) AS attended ORDER BY s.id LIMIT 1 DETACH DELETE c "
        "RETURN s.id AS student, attended"
    )
    found = await every(graph, "attending_without_consent", HEAD, asked(plan, "RU-TA"))
    mine = [row for row in found if row["student"] == rows[0]["student"]]
    assert len(mine) == rows[0]["attended"]
    assert all(row["school_name"] and row["navigator_name"] for row in mine)


async def test_regions_without_a_coordinator_list_their_venues(demo: Demo) -> None:
    graph, plan = demo
    assert await every(graph, "regions_without_coordinator", HEAD, asked(plan)) == []
    await graph.change(
        "MATCH (n:Nomination {region: 'RU-TA'}) SET n.contract_valid_until = date('2019-10-31')"
    )
    rows = await every(graph, "regions_without_coordinator", HEAD, asked(plan))
    venues = await graph.rows("MATCH (v:Venue {region: 'RU-TA'}) RETURN count(v) AS venues")
    assert {row["region"] for row in rows} == {"RU-TA"}
    assert len({row["venue"] for row in rows}) == len(rows) == venues[0]["venues"]
    assert sum(row["held"] for row in rows) > 0


async def test_changes_since_yesterday_are_the_first_scan(demo: Demo) -> None:
    graph, plan = demo
    rows = await every(graph, "changes_since", HEAD, asked(plan), size=100)
    opened = [row for row in rows if row["change"] == "opened"]
    assert len(opened) > 100
    # R31's plant brings a gap that was open before this scan; its day is over since.
    others = {(row["change"], row["rule"]) for row in rows if row["change"] != "opened"}
    assert others == {("overdue", "R24")}


@pytest.mark.parametrize("name", sorted(QUESTIONS))
async def test_totals_agree_and_nobody_sees_another_region(demo: Demo, name: str) -> None:
    graph, plan = demo
    question = QUESTIONS[name]
    for who in (HEAD, actor(Role.COORDINATOR, "RU-TA"), actor(Role.COORDINATOR)):
        rows = await every(graph, name, who, asked(plan), size=200)
        total = await graph.read(
            lambda reader, who=who: count(reader, who, question, asked(plan))  # type: ignore[misc]
        )
        assert total == len(rows)
        seen = {row["region"] for row in rows}
        assert seen <= (set(PLAN.codes) if who.everything else who.regions)
    foreign = asked(plan, "RU-MOW")
    assert await every(graph, name, actor(Role.COORDINATOR, "RU-TA"), foreign) == []


@pytest.mark.parametrize("name", sorted(QUESTIONS))
async def test_rows_have_the_declared_columns(demo: Demo, name: str) -> None:
    graph, plan = demo
    rows = await every(graph, name, HEAD, asked(plan), size=200)
    columns = {column.name for column in QUESTIONS[name].columns}
    for row in rows[:5]:
        assert columns | {"key"} <= row.keys()
