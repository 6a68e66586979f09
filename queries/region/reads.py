"""Reading regions: scope stands in every statement, counts are made by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from graph.session import Reader
from queries.region.alias import folded, named
from queries.scanned import LAST_FULL
from queries.scope import Actor

# Numbers of the regions in scope. Overdue: the due day has ended in the region's own zone.
REGIONS: LiteralString = (
    """
MATCH (r:Region)-[:IN_DISTRICT]->(d:FederalDistrict)
WHERE ($scope_all OR r.region IN $scope_regions)
  AND ($region = '' OR r.id = $region)
  AND ($search = '' OR replace(toLower(r.name), 'ё', 'е') CONTAINS $search OR r.id IN $named)
WITH r, d, date(datetime({datetime: $as_of, timezone: r.zone})) AS today
CALL (r, today) {
  MATCH (g:Gap {region: r.region, state: 'open'})
  RETURN
    sum(CASE WHEN g.severity = 'A' THEN 1 ELSE 0 END) AS gaps_a,
    sum(CASE WHEN g.severity = 'B' THEN 1 ELSE 0 END) AS gaps_b,
    sum(CASE WHEN g.severity = 'C' THEN 1 ELSE 0 END) AS gaps_c,
    sum(CASE WHEN g.due_on < today THEN 1 ELSE 0 END) AS overdue
}
RETURN r.id AS id, r.name AS name, r.zone AS zone, d.name AS district, today,
  COUNT { (r)<-[:REGISTERED_IN]-() } AS students,
  COUNT { MATCH (s:School {region: r.region}) } AS schools,
  gaps_a, gaps_b, gaps_c, overdue,
"""
    + LAST_FULL
    + """ AS scanned_at
"""
)

BY_GAPS: LiteralString = """
ORDER BY gaps_a DESC, gaps_b DESC, gaps_c DESC, name, id
"""
BY_NAME: LiteralString = """
ORDER BY name, id
"""
BY_OVERDUE: LiteralString = """
ORDER BY overdue DESC, gaps_a DESC, name, id
"""
BY_STUDENTS: LiteralString = """
ORDER BY students DESC, name, id
"""
BY_DISTRICT: LiteralString = """
ORDER BY district, name, id
"""
ORDERS: dict[str, LiteralString] = {
    "gaps": BY_GAPS,
    "overdue": BY_OVERDUE,
    "students": BY_STUDENTS,
    "district": BY_DISTRICT,
    "name": BY_NAME,
}


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region with its numbers; gaps are open ones, `today` is the region's own date."""

    id: str
    name: str
    zone: str
    district: str
    today: date
    students: int
    schools: int
    gaps_a: int
    gaps_b: int
    gaps_c: int
    overdue: int
    scanned_at: datetime | None

    @property
    def gaps(self) -> int:
        return self.gaps_a + self.gaps_b + self.gaps_c


async def list_regions(
    reader: Reader, actor: Actor, as_of: datetime, search: str = "", order: str = "gaps"
) -> list[RegionRow]:
    """The regions in scope whose name or alias contains `search`; `order` is a key of ORDERS."""
    words = folded(search)
    asked = actor.parameters(as_of=as_of, region="", search=words, named=named(words))
    rows = await reader.rows(REGIONS + ORDERS[order], asked)
    return [RegionRow(**row) for row in rows]


async def get_region(
    reader: Reader, actor: Actor, as_of: datetime, region: str
) -> RegionRow | None:
    """One region; None if it doesn't exist or is out of scope, which nobody can tell apart."""
    if not region:
        return None
    asked = actor.parameters(as_of=as_of, region=region, search="", named=[])
    rows = await reader.rows(REGIONS + BY_NAME, asked)
    return RegionRow(**rows[0]) if rows else None
