"""Consents, by the child and the day on which they were given or refused."""

from __future__ import annotations

from datetime import date
from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Consent {region: $region})
  USING INDEX SEEK n:Consent(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Consent {id: id})
  USING INDEX SEEK n:Consent(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:FOR_CHILD]->(c:Student)
RETURN n.id, c.id, n.given_on, n.refused_on
"""


def _given(child: object, given_on: date | None, _: date | None) -> keys.Key:
    return keys.all_of(child, given_on)


def _refused(child: object, _: date | None, refused_on: date | None) -> keys.Key:
    return keys.all_of(child, refused_on)


GIVEN: Final = Way("consent.given", "Consent", CYPHER, _given)
REFUSED: Final = Way("consent.refused", "Consent", CYPHER, _refused)
