"""A small clean network to break: one region of Vladivostok's zone and its campaign."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import pytest

from graph.session import Graph, Reader
from queries.rules.listing import records
from queries.rules.scan import ScanResult, scan_region
from tests.graph.rules.planting import (
    REGION,
    SINCE,
    START,
    ZONE,
    Planting,
    last_moment,
    local,
    midnight_after,
)

__all__ = [
    "REGION",
    "SINCE",
    "START",
    "ZONE",
    "Network",
    "last_moment",
    "local",
    "midnight_after",
]

GAPS = """
MATCH (g:Gap {region: $region, state: 'open'})-[:AT]->(unit)
RETURN g.rule + '.' + g.case AS case, unit.id AS unit, g.count AS count,
  g.population AS population, g.due_on AS due_on, g.id AS id
ORDER BY case, unit
"""

CAUSES = """
MATCH (g:Gap)-[:CAUSED_BY]->(c:Gap)
RETURN g.rule + '.' + g.case AS gap, c.rule + '.' + c.case AS cause
"""


class Network(Planting):
    """Plants rows and scans them for the gaps of the test file's rules."""

    async def scan(self, as_of: datetime) -> ScanResult:
        return await scan_region(self.graph, REGION, as_of, rules=self.rules)

    async def gaps(self, as_of: datetime) -> set[tuple[str, str, int]]:
        """Open gaps after a scan: (rule.case, unit, count)."""
        await self.scan(as_of)
        rows = await self.graph.rows(GAPS, {"region": REGION})
        return {(row["case"], row["unit"], row["count"]) for row in rows}

    async def dues(self) -> dict[str, date | None]:
        """The last day on time of each open gap, by rule.case."""
        rows = await self.graph.rows(GAPS, {"region": REGION})
        return {row["case"]: row["due_on"] for row in rows}

    async def populations(self) -> dict[str, int]:
        """Of how many records each open gap is, by rule.case."""
        rows = await self.graph.rows(GAPS, {"region": REGION})
        return {row["case"]: row["population"] for row in rows}

    async def causes(self) -> set[tuple[str, str]]:
        """Pairs of a gap and the gap that it comes of."""
        return {(row["gap"], row["cause"]) for row in await self.graph.rows(CAUSES)}

    async def behind(self, case: str) -> set[str]:
        """Ids of the records behind all open gaps of a case."""
        rows = await self.graph.rows(GAPS, {"region": REGION})
        listed = [await self.listed(row["id"]) for row in rows if row["case"] == case]
        return {record for one in listed for record in one}

    async def listed(self, gap: str) -> list[str]:
        """Ids of a gap's records, read page by page to the last."""
        found: list[str] = []
        while page := await self.graph.read(partial(_page, gap=gap, after=(found or [""])[-1])):
            found += page
        return found


async def _page(reader: Reader, gap: str, after: str) -> list[str]:
    return [record.id for record in await records(reader, gap, first=50, after=after)]


@pytest.fixture
async def network(graph: Graph, request: pytest.FixtureRequest) -> Network:
    """The network; its scans look for the gaps of the test file's RULES only."""
    planted = Network(graph, request.module.RULES)
    await planted.node("FederalDistrict", id="far-east", name="Дальневосточный")
    await planted.node(
        "Region",
        id=REGION,
        name="Приморский край",
        code="25",
        zone="Asia/Vladivostok",
        district="far-east",
    )
    await planted.node("Municipality", id="vladivostok", name="Владивосток", in_region=REGION)
    await planted.node(
        "Campaign", id="c2019", name="2019", starts_on=START, ends_on=date(2019, 11, 29)
    )
    await planted.link("Region", "campaigns", source=REGION, target="c2019", **SINCE)
    await planted.role("coordinates", REGION)
    return planted
