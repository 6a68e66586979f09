"""Documents of venues and practicums, by what they concern, kind and number."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Document {region: $region})
  USING INDEX SEEK n:Document(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Document {id: id})
  USING INDEX SEEK n:Document(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:CONCERNS]->(c:Venue|Practicum)
RETURN n.id, c.id, n.kind, n.number
"""


def _of_subject(concerns: object, kind: str, _: str | None) -> keys.Key:
    return keys.all_of(concerns, kind)


def _number(concerns: object, kind: str, number: str | None) -> keys.Key:
    return keys.all_of(concerns, kind, keys.number(number))


OF_SUBJECT: Final = Way("document.of_subject", "Document", CYPHER, _of_subject)
NUMBER: Final = Way("document.number", "Document", CYPHER, _number)
