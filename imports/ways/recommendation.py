"""Recommendations, by the child, who gave it, and the day or the practicum."""

from __future__ import annotations

from datetime import datetime
from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Recommendation {region: $region})
  USING INDEX SEEK n:Recommendation(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Recommendation {id: id})
  USING INDEX SEEK n:Recommendation(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:RECOMMENDS_TO]->(c:Student), (n)-[:GIVEN_BY]->(a:Person)
OPTIONAL MATCH (n)-[:AFTER]->(p:Practicum)
RETURN n.id, c.id, n.given_as, p.id, a.id, n.given_at
"""


def _after(child: object, given_as: str, practicum: object, *_: object) -> keys.Key:
    return keys.all_of(child, given_as, practicum)


def _on(
    child: object, given_as: str, _: object, person: object, given_at: datetime | None
) -> keys.Key:
    return keys.all_of(child, given_as, person, given_at)


def _after_by(
    child: object, given_as: str, practicum: object, person: object, _: datetime | None
) -> keys.Key:
    return keys.all_of(child, given_as, practicum, person)


AFTER: Final = Way("recommendation.after", "Recommendation", CYPHER, _after)
AFTER_BY: Final = Way("recommendation.after_by", "Recommendation", CYPHER, _after_by)
ON: Final = Way("recommendation.on", "Recommendation", CYPHER, _on)
