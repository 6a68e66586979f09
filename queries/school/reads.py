"""Reading schools: scope stands in every statement, counts are made by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.session import Reader
from queries.scope import Actor

# Students are those who study there on $today, the region's own date.
SCHOOLS: LiteralString = """
MATCH (s:School {region: $region})
WHERE ($scope_all OR s.region IN $scope_regions)
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
WITH s.id AS id, s.name AS name, s.region AS region, m.name AS municipality,
  COUNT {
    MATCH (s)<-[k:STUDIES_AT]-(p:Student)
    WHERE p.region = s.region AND k.from <= $today AND (k.to IS NULL OR $today < k.to)
  } AS students,
  gaps_a, gaps_b, gaps_c
"""

# The key is the order as one text: of a number, what it lacks to a large one of the same width.
BY_GAPS: LiteralString = """
WITH *, toString(1999999999 - gaps_a) + ' ' + toString(1999999999 - gaps_b) + ' '
  + toString(1999999999 - gaps_c) + ' ' + name + ' ' + id AS key
"""
BY_STUDENTS: LiteralString = """
WITH *, toString(1999999999 - students) + ' ' + name + ' ' + id AS key
"""
BY_NAME: LiteralString = """
WITH *, name + ' ' + id AS key
"""
ORDERS: dict[str, LiteralString] = {"gaps": BY_GAPS, "students": BY_STUDENTS, "name": BY_NAME}

PAGE: LiteralString = """
WHERE $after = '' OR key > $after
RETURN id, name, region, municipality, students, gaps_a, gaps_b, gaps_c, key
ORDER BY key LIMIT $limit
"""

TOTAL: LiteralString = """
MATCH (s:School {region: $region})
WHERE ($scope_all OR s.region IN $scope_regions)
  AND (NOT $with_gaps OR EXISTS {
    MATCH (s)<-[:AT]-(g:Gap {state: 'open'}) WHERE g.region = s.region
  })
RETURN count(s) AS total
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
    key: str


async def list_schools(
    reader: Reader,
    actor: Actor,
    region: str,
    today: date,
    *,
    order: str = "gaps",
    with_gaps: bool = False,
    limit: int = 50,
    after: str = "",
) -> list[SchoolRow]:
    """Schools of a region in scope behind the key `after`.

    `order` is a key of ORDERS, `with_gaps` leaves out the rest.
    """
    asked = actor.parameters(
        region=region, today=today, with_gaps=with_gaps, limit=limit, after=after
    )
    rows = await reader.rows(SCHOOLS + ORDERS[order] + PAGE, asked)
    return [SchoolRow(**row) for row in rows]


async def count_schools(
    reader: Reader, actor: Actor, region: str, *, with_gaps: bool = False
) -> int:
    """How many schools `list_schools` would list over all its pages."""
    asked = actor.parameters(region=region, with_gaps=with_gaps)
    return int((await reader.single(TOTAL, asked))["total"])
