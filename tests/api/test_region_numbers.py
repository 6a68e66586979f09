"""Numbers of regions, schools and municipalities, and the funnel: own regions only, as planted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from graph.session import Graph
from graph.settings import Settings
from tests.api.conftest import Enter, data
from tests.api.planted import FOREIGN, MINE, plant
from tests.conftest import emptied

pytestmark = pytest.mark.anyio

NUMBERS = """query($region: ID!) {
  regionNumbers(region: $region) { region students schools gapsA gapsB gapsC }
  gapsByMunicipality(region: $region) { municipality gapsA gapsB gapsC }
  funnel(region: $region) {
    registered consented stages allStages formats { format held attended }
    advisedByNavigator advisedByMentor
  }
  schoolNumbers(region: $region) { totalCount edges { node { school } } }
}"""
SCHOOLS = """query($order: SchoolsBy!, $gaps: Boolean!, $first: Int!, $after: String) {
  schoolNumbers(region: "RU-TA", order: $order, withGaps: $gaps, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { school students gapsA gapsB gapsC } }
  }
}"""


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield opened


async def test_numbers_are_those_of_the_graph(enter: Enter, network: Graph) -> None:
    found = await data(await enter("coordinator"), NUMBERS, region=MINE)
    (numbers,) = found["regionNumbers"]
    gaps = await network.rows(
        "MATCH (g:Gap {region: $region, state: 'open'}) RETURN g.severity AS s, count(g) AS n",
        {"region": MINE},
    )
    by_severity = {row["s"]: row["n"] for row in gaps}
    assert (numbers["students"], numbers["schools"]) == (4, 2)
    assert {s: numbers[f"gaps{s}"] for s in by_severity} == by_severity
    places = found["gapsByMunicipality"]
    assert {one["municipality"] for one in places} == {f"{MINE}-town", None}
    for severity, count in by_severity.items():
        assert sum(one[f"gaps{severity}"] for one in places) == count
    assert found["funnel"] == {
        "registered": 4,
        "consented": 1,
        "stages": [3, 0, 0],
        "allStages": 0,
        "formats": [
            {"format": name, "held": 0, "attended": 0}
            for name in ("INTRODUCTORY", "ENGAGED", "IN_DEPTH")
        ],
        "advisedByNavigator": 0,
        "advisedByMentor": 0,
    }


@pytest.mark.parametrize("region", [FOREIGN, "RU-XX"])
async def test_a_foreign_region_has_no_numbers(enter: Enter, network: Graph, region: str) -> None:
    found = await data(await enter("coordinator"), NUMBERS, region=region)
    assert found == {
        "regionNumbers": [],
        "gapsByMunicipality": [],
        "funnel": None,
        "schoolNumbers": {"totalCount": 0, "edges": []},
    }


async def test_a_search_and_an_order_stay_within_ones_regions(enter: Enter) -> None:
    asked = """query($search: String!, $order: RegionsBy!) {
      regionNumbers(search: $search, order: $order) { region } }"""
    coordinator, head = await enter("coordinator"), await enter("head")

    async def regions(client: Any, search: str, order: str = "GAPS") -> list[str]:
        found = await data(client, asked, search=search, order=order)
        return [one["region"] for one in found["regionNumbers"]]

    assert await regions(coordinator, "") == [MINE]
    assert await regions(coordinator, "башкирия") == []
    assert await regions(head, "башкирия") == [FOREIGN]
    for order in ("GAPS", "OVERDUE", "STUDENTS", "DISTRICT", "NAME"):
        assert await regions(head, "", order) == [FOREIGN, MINE]


async def test_schools_come_page_after_page_in_each_order(enter: Enter) -> None:
    client = await enter("coordinator")

    async def paged(order: str, *, gaps: bool) -> tuple[int, list[str]]:
        schools: list[str] = []
        after = None
        while True:
            given = {"order": order, "gaps": gaps, "first": 1, "after": after}
            page = (await data(client, SCHOOLS, **given))["schoolNumbers"]
            schools += [edge["node"]["school"] for edge in page["edges"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return page["totalCount"], schools

    both = [f"{MINE}-school-1", f"{MINE}-school-2"]
    for order in ("GAPS", "STUDENTS", "NAME"):
        assert await paged(order, gaps=False) == (2, both)
    assert await paged("GAPS", gaps=True) == (2, both)
