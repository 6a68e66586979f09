"""A small clean network to break: one region of Vladivostok's zone and its campaign."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graph.session import Graph, Reader, Row, Writer
from graph.writing import write_links, write_nodes
from queries.rules.listing import records
from queries.rules.scan import ScanResult, scan_region

REGION = "RU-PRI"
ZONE = ZoneInfo("Asia/Vladivostok")
START = date(2019, 9, 2)

GAPS = """
MATCH (g:Gap {region: $region, state: 'open'})-[:AT]->(unit)
RETURN g.rule + '.' + g.case AS case, unit.id AS unit, g.count AS count,
  g.population AS population, g.id AS id
ORDER BY case, unit
"""


def local(
    year: int, month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0
) -> datetime:
    """A moment by the region's clock."""
    return datetime(year, month, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


@dataclass
class Network:
    """Plants rows through the write path and scans them."""

    graph: Graph
    rules: tuple[str, ...]
    numbers: dict[str, int] = field(default_factory=dict)

    async def node(self, label: str, /, **row: Any) -> str:
        self.numbers[label] = self.numbers.get(label, 0) + 1
        row.setdefault("id", f"{label.lower()}{self.numbers[label]}")

        async def work(writer: Writer) -> int:
            return await write_nodes(writer, label, [row])

        await self.graph.write(work)
        return str(row["id"])

    async def link(self, source: str, link: str, /, **row: Any) -> None:
        async def work(writer: Writer) -> int:
            return await write_links(writer, source, link, [row])

        await self.graph.write(work)

    async def school(self, *, represented: bool = True, navigated: bool = True) -> str:
        school = await self.node("School", name="Школа", municipality="vladivostok")
        await self.link("School", "campaigns", source=school, target="c2019", **{"from": START})
        for needed, role in ((represented, "represents"), (navigated, "navigates")):
            if needed:
                await self.role(role, school, registered_at=local(2019, 9, 3))
        return school

    async def role(self, role: str, target: str, /, **row: Any) -> str:
        person = await self.node("Person", family_name="Орлова", given_name="Вера")
        await self.link(
            "Person", role, **({"source": person, "target": target, "from": START} | row)
        )
        return person

    async def student(self, school: str | None, **row: Any) -> str:
        own: Row = {
            "family_name": "Котов",
            "given_name": "Лев",
            "grade": 7,
            "registered_at": local(2019, 9, 10),
            "in_region": REGION,
        }
        if school:
            own["school"] = {"id": school, "from": START}
        return await self.node("Student", **(own | row))

    async def consent(self, student: str, *, legal: bool = True, **row: Any) -> str:
        guardian = await self.node(
            "Guardian", family_name="Котова", given_name="Анна", in_region=REGION
        )
        await self.link(
            "Guardian",
            "children",
            source=guardian,
            target=student,
            legal=legal,
            **{"from": date(2010, 1, 1)},
        )
        own: Row = {
            "purposes": ["processing"],
            "given_on": date(2019, 9, 11),
            "recorded_at": local(2019, 9, 11),
            "child": student,
            "signed_by": guardian,
        }
        return await self.node("Consent", **(own | row))

    async def stage(self, student: str, passed_at: datetime, stage: int = 1) -> str:
        return await self.node("StageResult", stage=stage, passed_at=passed_at, student=student)

    async def venue(self) -> str:
        venue = await self.node("Venue", name="Кванториум", municipality="vladivostok")
        await self.link("Venue", "campaigns", source=venue, target="c2019", **{"from": START})
        return venue

    async def contract(self, venue: str, **row: Any) -> str:
        return await self.node("VenueContract", venue=venue, campaign="c2019", **row)

    async def practicum(self, venue: str, on_day: date, *, held: bool = True, **row: Any) -> str:
        own: Row = {
            "title": "Веб-дизайн",
            "format": "introductory",
            "on_day": on_day,
            "venue": venue,
            "campaign": "c2019",
        }
        if held:
            own["held_at"] = local(on_day.year, on_day.month, on_day.day, 18)
        return await self.node("Practicum", **(own | row))

    async def scan(self, as_of: datetime) -> ScanResult:
        return await scan_region(self.graph, REGION, as_of, rules=self.rules)

    async def gaps(self, as_of: datetime) -> set[tuple[str, str, int]]:
        """Open gaps after a scan: (rule.case, unit, count)."""
        await self.scan(as_of)
        rows = await self.graph.rows(GAPS, {"region": REGION})
        return {(row["case"], row["unit"], row["count"]) for row in rows}

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
    await planted.link("Region", "campaigns", source=REGION, target="c2019", **{"from": START})
    await planted.role("coordinates", REGION)
    return planted
