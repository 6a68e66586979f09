"""Licences, by the venue and the number."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Licence {region: $region})
  USING INDEX SEEK n:Licence(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Licence {id: id})
  USING INDEX SEEK n:Licence(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:LICENSES]->(v:Venue)
RETURN n.id, v.id, n.number
"""


def _number(venue: object, number: str | None) -> keys.Key:
    return keys.all_of(venue, keys.number(number))


OF_VENUE: Final = Way("licence.of_venue", "Licence", CYPHER, _number)
