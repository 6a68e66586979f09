"""Dead letters in GraphQL: those of the own regions, and of no other."""

from __future__ import annotations

import pytest

from graph.session import Graph
from tests.api.conftest import Enter, data
from tests.api.planted import FOREIGN, MINE
from tests.delivery.planted import plant_alerts

pytestmark = pytest.mark.anyio

DEAD = """
{
  deliveries(filter: {state: {eq: DEAD}}, first: 100) {
    totalCount edges { node { id state error attempts region { id } recipient { id } } }
  }
}
"""
KILL = "MATCH (d:Delivery) SET d.state = 'dead', d.error = 'почта: 550', d.attempts = 6"
LEAVE = """
MATCH (:Person {id: 'curator'})-[post:CURATES]->(:Region {id: $region})
SET post.to = date('2019-10-01')
"""


@pytest.fixture
async def network(graph: Graph) -> Graph:
    """A graph for each test, all of whose messages died."""
    await plant_alerts(graph)
    await graph.change(KILL)
    return graph


async def test_a_curator_sees_the_dead_of_own_regions_only(network: Graph, enter: Enter) -> None:
    await network.change(LEAVE, {"region": FOREIGN})
    for login, regions in (("curator", {MINE}), ("coordinator", {MINE}), ("head", {MINE, FOREIGN})):
        found = (await data(await enter(login), DEAD))["deliveries"]
        nodes = [edge["node"] for edge in found["edges"]]
        assert {node["region"]["id"] for node in nodes} == regions
        assert found["totalCount"] == len(nodes) > 0
        assert {(node["state"], node["error"]) for node in nodes} == {("DEAD", "почта: 550")}
