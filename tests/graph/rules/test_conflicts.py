"""Conflicts asked live are the records behind the gaps that the scan counts, told of each."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest

from graph.demo import Plan
from graph.errors import InputError
from graph.model.account import Role
from graph.session import Graph
from queries.rules import conflicts as asking
from queries.rules import records
from queries.rules.conflicts import CASES, Conflict, Question, conflicts
from queries.scope import Actor
from tests.graph.gap.conftest import HEAD, actor, demo

__all__ = ["demo"]
pytestmark = pytest.mark.anyio

Demo = tuple[Graph, Plan]
REGION = "RU-MOW"
GAPS = """
MATCH (g:Gap {region: $region, state: 'open'})-[:AT]->(u)
WHERE [g.rule, g.case] IN $cases
RETURN g.id AS id, g.rule AS rule, g.case AS case, u.id AS unit
"""
TOGETHER = """
MATCH (one:Practicum {region: $region})-[:LED_BY]->(m:Mentor)<-[:LED_BY]-(other:Practicum)
WHERE one.starts_at < other.ends_at AND other.starts_at < one.ends_at
RETURN one.id AS one, collect(other.id) AS others
"""


async def asked(demo: Demo, question: Question, who: Actor = HEAD) -> tuple[Conflict, ...]:
    graph, plan = demo
    return await graph.read(lambda reader: conflicts(reader, who, question, plan.moment))


async def of_gap(graph: Graph, gap: str) -> set[str]:
    """The ids of a gap's records."""
    return {one.id for one in await graph.read(lambda reader: records(reader, gap, 1000))}


async def test_they_are_the_records_of_the_gaps(demo: Demo) -> None:
    graph, _ = demo
    expected: dict[tuple[str, str, str], set[str]] = {}
    for row in await graph.rows(GAPS, {"region": REGION, "cases": [list(one) for one in CASES]}):
        expected[row["rule"], row["case"], row["unit"]] = await of_gap(graph, row["id"])
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in await asked(demo, Question(REGION)):
        found[one.rule.id, one.case.id, one.unit].add(one.practicum)
    assert found == expected
    assert {(rule, case) for rule, case, _ in expected} == set(CASES)


async def test_an_overlap_names_the_other(demo: Demo) -> None:
    graph, _ = demo
    known = {row["one"]: row["others"] for row in await graph.rows(TOGETHER, {"region": REGION})}
    told = {
        one.practicum: list(one.others)
        for one in await asked(demo, Question(REGION))
        if one.case.id == "mentor_overlap"
    }
    assert told == known
    one, others = next(iter(told.items()))
    (alone,) = await asked(demo, Question(REGION, practicum=one))
    assert list(alone.others) == others


async def test_only_of_the_days_asked_for(demo: Demo) -> None:
    every = [one for one in await asked(demo, Question(REGION)) if one.on_day is not None]
    last = every[-1].on_day
    assert last is not None
    before = Question(REGION, until=last - timedelta(days=1))
    assert await asked(demo, before) == tuple(one for one in every if one.on_day != last)
    assert await asked(demo, Question(REGION, since=last + timedelta(days=1))) == ()


async def test_nothing_is_told_of_a_foreign_region(demo: Demo) -> None:
    assert await asked(demo, Question(REGION), actor(Role.COORDINATOR, "RU-TA")) == ()


async def test_too_much_at_once_is_refused(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST", 3)
    with pytest.raises(InputError, match="сузьте дни"):
        await asked(demo, Question(REGION))
