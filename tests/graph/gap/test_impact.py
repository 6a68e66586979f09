"""What is hit if something slips: counted against the network's own rows."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from graph.demo import Plan
from graph.errors import InputError
from graph.model.account import Role
from graph.session import Graph, Reader
from queries.impact.reads import WAYS, Impact, impact
from queries.scope import Actor
from tests.graph.gap.conftest import HEAD, actor

pytestmark = pytest.mark.anyio

Demo = tuple[Graph, Plan]

COMING = """
MATCH (c:VenueContract {region: $region})-[:WITH_VENUE]->(v:Venue)<-[:HELD_AT]-(p:Practicum)
WHERE p.on_day > date('2019-11-01') AND p.cancelled_at IS NULL AND p.held_at IS NULL
WITH c, v, collect(p) AS coming
RETURN c.id AS contract, v.id AS venue, size(coming) AS all,
  size([p IN coming WHERE p.on_day <= date('2019-11-08')]) AS week,
  COUNT { MATCH (s:Student)-[:ENROLLED_IN]->(p:Practicum) WHERE p IN coming } AS seats
ORDER BY all DESC, contract LIMIT 1
"""


async def hit(
    graph: Graph, plan: Plan, label: str, identity: str, days: int, who: Actor = HEAD
) -> Impact | None:
    async def work(reader: Reader) -> Impact | None:
        return await impact(reader, who, label, identity, days, plan.moment)

    return await graph.read(work)


async def test_a_contract_that_slips_hits_the_practicums_of_its_days(demo: Demo) -> None:
    graph, plan = demo
    known = (await graph.rows(COMING, {"region": "RU-MOW"}))[0]
    month = await hit(graph, plan, "VenueContract", known["contract"], 60)
    week = await hit(graph, plan, "VenueContract", known["contract"], 7)
    assert month is not None
    assert week is not None
    assert len(month.practicums) == known["all"] > len(week.practicums) == known["week"]
    assert month.recommendations == known["seats"] >= month.children > 0
    days = [practicum.on_day for practicum in month.practicums]
    assert days == sorted(days)
    assert max(p.on_day for p in week.practicums) <= plan.moment.date() + timedelta(days=7)
    assert set(month.reports) >= {10, 12}


async def test_the_venue_itself_hits_the_same(demo: Demo) -> None:
    graph, plan = demo
    known = (await graph.rows(COMING, {"region": "RU-MOW"}))[0]
    by_contract = await hit(graph, plan, "VenueContract", known["contract"], 60)
    by_venue = await hit(graph, plan, "Venue", known["venue"], 60)
    assert by_contract is not None
    assert by_venue is not None
    assert by_contract.practicums == by_venue.practicums


async def test_a_consent_hits_one_child(demo: Demo) -> None:
    graph, plan = demo
    rows = await graph.rows(
        "MATCH (c:Consent {region: 'RU-MOW'})-[:FOR_CHILD]->(:Student)-[:ENROLLED_IN]->(p) "
        "WHERE p.on_day > date('2019-11-01') AND p.held_at IS NULL AND p.cancelled_at IS NULL "
        "RETURN c.id AS id ORDER BY id LIMIT 1"
    )
    found = await hit(graph, plan, "Consent", rows[0]["id"], 60)
    assert found is not None
    assert found.children == 1


@pytest.mark.parametrize("label", sorted(WAYS))
async def test_a_foreign_node_is_answered_as_one_that_is_not_there(demo: Demo, label: str) -> None:
    graph, plan = demo
    stranger = actor(Role.COORDINATOR, "RU-TA")
    row = await graph.rows(
        "MATCH (n:$($label) {region: 'RU-MOW'}) RETURN n.id AS id ORDER BY id LIMIT 1",
        {"label": label},
    )
    ask = partial(hit, graph, plan, label, days=30)
    assert await ask(identity=row[0]["id"], who=stranger) is None
    assert await ask(identity="nobody", who=stranger) is None
    assert await ask(identity=row[0]["id"]) is not None


@pytest.mark.parametrize(("label", "days"), [("Gap", 5), ("Venue", 0), ("Venue", 366)])
async def test_what_can_not_be_told_is_refused(demo: Demo, label: str, days: int) -> None:
    graph, plan = demo
    with pytest.raises(InputError):
        await hit(graph, plan, label, "any", days)
