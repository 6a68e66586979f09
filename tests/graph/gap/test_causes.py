"""Root causes, traces and changes over a demo network: ranked, complete, never beyond scope."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graph.demo import Plan
from graph.model.account import Role
from graph.model.gap import GapChange
from graph.session import Graph, Reader
from queries.gap.changes import count_changes, what_changed
from queries.gap.roots import RootCause, count_root_causes, root_causes
from queries.gap.trace import trace
from queries.rules.scan import scan_region
from tests.graph.gap.conftest import HEAD, actor

pytestmark = pytest.mark.anyio

Demo = tuple[Graph, Plan]
MINE, FOREIGN = "RU-TA", "RU-MOW"


async def every_root(graph: Graph, size: int) -> list[RootCause]:
    found: list[RootCause] = []

    async def behind(reader: Reader) -> list[RootCause]:
        after = found[-1].key if found else ""
        return await root_causes(reader, HEAD, limit=size, after=after)

    while page := await graph.read(behind):
        found += page
    return found


async def test_roots_come_heaviest_first_and_pages_hold_each_once(demo: Demo) -> None:
    graph, _ = demo
    paged = await every_root(graph, 7)
    weights = [(r.blocked_gaps, r.blocked_children, len(r.reports)) for r in paged]
    assert weights == sorted(weights, reverse=True)
    ids = [root.gap.id for root in paged]
    assert len(ids) == len(set(ids))
    assert len(ids) == await graph.read(lambda reader: count_root_causes(reader, HEAD))


async def test_a_mentor_without_a_cabinet_holds_the_recommendations_not_given(demo: Demo) -> None:
    graph, _ = demo
    roots = await graph.read(lambda reader: root_causes(reader, HEAD, rule="R19", limit=100))
    (mentor,) = [r for r in roots if r.gap.case == "mentor_no_cabinet" and r.blocked_gaps]
    found = await graph.read(lambda reader: trace(reader, HEAD, mentor.gap.id))
    assert found is not None
    assert found.roots == (found.gap,)
    assert {step.gap.rule for step in found.blocked} == {"R21"}
    assert found.held.gaps == mentor.blocked_gaps == len(found.blocked)
    assert found.held.records == sum(step.gap.count for step in found.blocked)
    assert {cause for _, cause in found.edges} == {mentor.gap.id}


async def test_a_trace_leads_from_an_effect_to_its_roots(demo: Demo) -> None:
    graph, _ = demo
    rows = await graph.rows(
        "MATCH (g:Gap {rule: 'R20', case: 'held_before_contract'})-[:CAUSED_BY]->() "
        "RETURN g.id AS id ORDER BY id LIMIT 1"
    )
    found = await graph.read(lambda reader: trace(reader, HEAD, rows[0]["id"]))
    assert found is not None
    assert [root.case for root in found.roots] == ["unsigned_when_due"]
    assert found.roots[0].person is not None


async def test_a_short_trace_says_that_there_is_more(demo: Demo) -> None:
    graph, _ = demo
    heaviest = (await graph.read(lambda reader: root_causes(reader, HEAD, limit=1)))[0]
    assert heaviest.blocked_gaps > 1
    found = await graph.read(lambda reader: trace(reader, HEAD, heaviest.gap.id, 1))
    assert found is not None
    assert found.truncated
    assert len(found.blocked) == 1


async def test_nobody_sees_roots_or_traces_of_another_region(demo: Demo) -> None:
    graph, _ = demo
    mine = actor(Role.COORDINATOR, MINE)
    roots = await graph.read(lambda reader: root_causes(reader, mine, limit=100))
    assert {root.gap.region for root in roots} == {MINE}
    foreign = (await graph.read(lambda reader: root_causes(reader, HEAD, region=FOREIGN, limit=1)))[
        0
    ].gap.id
    assert await graph.read(lambda reader: trace(reader, mine, foreign)) is None
    assert await graph.read(lambda reader: trace(reader, mine, "gap:none")) is None
    nothing = await graph.read(lambda reader: root_causes(reader, mine, region=FOREIGN))
    assert nothing == []


async def test_a_circle_of_causes_ends(demo: Demo) -> None:
    graph, plan = demo
    ids = [
        row["id"]
        for row in await graph.rows(
            "MATCH (g:Gap {region: $region, state: 'open'}) RETURN g.id AS id ORDER BY id LIMIT 3",
            {"region": MINE},
        )
    ]
    ring = [{"a": one, "b": other} for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)]
    await graph.change(
        "UNWIND $ring AS pair MATCH (a:Gap {id: pair.a}), (b:Gap {id: pair.b}) "
        "MERGE (a)-[:CAUSED_BY]->(b)",
        {"ring": ring},
    )
    found = await graph.read(lambda reader: trace(reader, HEAD, ids[0]))
    assert found is not None
    assert {step.gap.id for step in found.causes} >= set(ids[1:])
    await scan_region(graph, MINE, plan.moment)


async def test_what_changed_tells_openings_and_closings_after_a_moment(demo: Demo) -> None:
    graph, plan = demo
    before, later = plan.moment - timedelta(hours=1), plan.moment + timedelta(days=1)
    opened = await graph.read(lambda reader: count_changes(reader, HEAD, before, later))
    assert opened[GapChange.OPENED] > 100
    assert opened[GapChange.CLOSED] == 0
    await graph.change(
        "MATCH (i:InformationRequest {region: $region}) WHERE i.answered_at IS NULL "
        "SET i.answered_at = i.asked_at",
        {"region": FOREIGN},
    )
    await scan_region(graph, FOREIGN, later, rules=["R24"])
    changed = await graph.read(
        lambda reader: what_changed(reader, HEAD, plan.moment, later, region=FOREIGN)
    )
    assert {(one.change, one.gap.rule) for one in changed} == {(GapChange.CLOSED, "R24")}
    nobody = actor(Role.COORDINATOR, MINE)
    assert await graph.read(lambda r: what_changed(r, nobody, plan.moment, later)) == []
