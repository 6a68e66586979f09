"""Reading schools: scope stands in every statement, counts are made by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.session import Reader
from queries.scope import Actor

# $school narrows to one; students are those who study there on $today, the region's own date.
SCHOOLS: LiteralString = """
MATCH (s:School {region: $region})
WHERE ($scope_all OR s.region IN $scope_regions)
  AND ($school = '' OR s.id = $school)
CALL (s) {
  MATCH (s)<-[:AT]-(g:Gap {state: 'open'})
  WHERE g.region = s.region
  RETURN
    sum(CASE WHEN g.severity = 'A' THEN 1 ELSE 0 END) AS gaps_a,
    sum(CASE WHEN g.severity = 'B' THEN 1 ELSE 0 END) AS gaps_b,
    sum(CASE WHEN g.severity = 'C' THEN 1 ELSE 0 END) AS gaps_c
}
WITH s, gaps_a, gaps_b, gaps_c
WHERE NOT $with_gaps OR gaps_a + gaps_b + gaps_c > 0
MATCH (s)-[:LOCATED_IN]->(m:Municipality)
WHERE m.region = s.region
RETURN s.id AS id, s.name AS name, s.region AS region, m.name AS municipality,
  COUNT {
    MATCH (s)<-[k:STUDIES_AT]-(p:Student)
    WHERE p.region = s.region AND k.from <= $today AND (k.to IS NULL OR $today < k.to)
  } AS students,
  gaps_a, gaps_b, gaps_c
"""

BY_GAPS: LiteralString = """
ORDER BY gaps_a DESC, gaps_b DESC, gaps_c DESC, name, id
SKIP $skip LIMIT $limit
"""
BY_STUDENTS: LiteralString = """
ORDER BY students DESC, name, id
SKIP $skip LIMIT $limit
"""
BY_NAME: LiteralString = """
ORDER BY name, id
SKIP $skip LIMIT $limit
"""
ORDERS: dict[str, LiteralString] = {"gaps": BY_GAPS, "students": BY_STUDENTS, "name": BY_NAME}

REGION_OF: LiteralString = """
MATCH (s:School {id: $school})
WHERE ($scope_all OR s.region IN $scope_regions)
RETURN s.region AS region
"""


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school with its numbers; gaps are open ones at the school itself."""

    id: str
    name: str
    region: str
    municipality: str
    students: int
    gaps_a: int
    gaps_b: int
    gaps_c: int

    @property
    def gaps(self) -> int:
        return self.gaps_a + self.gaps_b + self.gaps_c


async def list_schools(
    reader: Reader,
    actor: Actor,
    region: str,
    today: date,
    *,
    order: str = "gaps",
    with_gaps: bool = False,
    skip: int = 0,
    limit: int = 50,
) -> list[SchoolRow]:
    """Schools of a region in scope; `order` is a key of ORDERS, `with_gaps` leaves out the rest."""
    asked = actor.parameters(
        region=region, school="", today=today, with_gaps=with_gaps, skip=skip, limit=limit
    )
    return [SchoolRow(**row) for row in await reader.rows(SCHOOLS + ORDERS[order], asked)]


async def region_of(reader: Reader, actor: Actor, school: str) -> str | None:
    """The region of a school in scope; None if there is no such school to be seen."""
    rows = await reader.rows(REGION_OF, actor.parameters(school=school))
    return rows[0]["region"] if rows else None


async def get_school(
    reader: Reader, actor: Actor, region: str, school: str, today: date
) -> SchoolRow | None:
    """One school of a region in scope, or None."""
    if not school:
        return None
    asked = actor.parameters(
        region=region, school=school, today=today, with_gaps=False, skip=0, limit=1
    )
    rows = await reader.rows(SCHOOLS + BY_NAME, asked)
    return SchoolRow(**rows[0]) if rows else None
