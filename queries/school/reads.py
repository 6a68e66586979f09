"""Reading schools: scope stands in every statement, counts are made by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.session import Reader, Row
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

# $pages: {number, parent, name, id}; name and id are the last ones seen, or null.
PAGES: LiteralString = """
UNWIND $pages AS page
MATCH (r:Region {id: page.parent})
WHERE ($scope_all OR r.region IN $scope_regions)
CALL (r, page) {
  MATCH (s:School {region: r.region})
  WHERE page.name IS NULL OR s.name > page.name OR (s.name = page.name AND s.id > page.id)
  WITH s ORDER BY s.name, s.id LIMIT $limit
  RETURN collect(properties(s)) AS schools
}
RETURN page.number AS number, schools
ORDER BY number
"""

COUNTS: LiteralString = """
MATCH (r:Region) WHERE r.id IN $ids
  AND ($scope_all OR r.region IN $scope_regions)
RETURN r.id AS id, COUNT { MATCH (s:School {region: r.region}) } AS total
ORDER BY id
"""

BY_ID: LiteralString = """
MATCH (s:School) WHERE s.id IN $ids
  AND ($scope_all OR s.region IN $scope_regions)
RETURN properties(s) AS school
ORDER BY s.id
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


async def school_pages(
    reader: Reader, actor: Actor, keys: list[tuple[str, tuple[str, ...] | None]], limit: int
) -> list[list[Row]]:
    """For each (region, last (name, id) seen): properties of its next schools by name and id."""
    pages = [
        {"number": i, "parent": parent, "name": (after or (None,))[0], "id": (after or (None,))[-1]}
        for i, (parent, after) in enumerate(keys)
    ]
    rows = await reader.rows(PAGES, actor.parameters(pages=pages, limit=limit))
    found = {row["number"]: row["schools"] for row in rows}
    return [found.get(i, []) for i in range(len(keys))]


async def count_schools(reader: Reader, actor: Actor, regions: list[str]) -> dict[str, int]:
    """How many schools each of these regions has; regions out of scope are absent."""
    rows = await reader.rows(COUNTS, actor.parameters(ids=regions))
    return {row["id"]: row["total"] for row in rows}


async def schools_by_id(reader: Reader, actor: Actor, ids: list[str]) -> dict[str, Row]:
    """Properties of those of these schools that are in scope."""
    rows = await reader.rows(BY_ID, actor.parameters(ids=ids))
    return {row["school"]["id"]: row["school"] for row in rows}
