"""Open gaps of a region by municipality: where what they are at stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.session import Reader
from queries.scope import Actor

# A practicum stands where its venue does; of the region itself, its reports and requests, nowhere.
GAPS: LiteralString = """
MATCH (g:Gap {region: $region})
WHERE ($scope_all OR g.region IN $scope_regions) AND g.state = 'open'
OPTIONAL MATCH (g)-[:AT]->(u)
WHERE u.region IS NULL OR $scope_all OR u.region IN $scope_regions
OPTIONAL MATCH (u) (()-[:HELD_AT]->()){0,1} ()-[:LOCATED_IN]->(m:Municipality {region: g.region})
WITH g, m ORDER BY m.id
WITH g, head(collect(m)) AS m
WITH m.id AS id, m.name AS name,
  sum(CASE WHEN g.severity = 'A' THEN 1 ELSE 0 END) AS gaps_a,
  sum(CASE WHEN g.severity = 'B' THEN 1 ELSE 0 END) AS gaps_b,
  sum(CASE WHEN g.severity = 'C' THEN 1 ELSE 0 END) AS gaps_c,
  sum(CASE WHEN g.due_on < $today THEN 1 ELSE 0 END) AS overdue
RETURN id, name, gaps_a, gaps_b, gaps_c, overdue
ORDER BY gaps_a DESC, gaps_b DESC, gaps_c DESC, name, id
"""


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """Open gaps of one municipality; without an id and a name, of the region as a whole."""

    id: str | None
    name: str | None
    gaps_a: int
    gaps_b: int
    gaps_c: int
    overdue: int


async def gaps_by_municipality(
    reader: Reader, actor: Actor, region: str, today: date
) -> list[MunicipalityRow]:
    """Open gaps of a region in scope by municipality, the worst first; `today` is the region's."""
    rows = await reader.rows(GAPS, actor.parameters(region=region, today=today))
    return [MunicipalityRow(**row) for row in rows]
