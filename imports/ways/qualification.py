"""Documents on qualification, by the mentor, kind and number or day."""

from __future__ import annotations

from datetime import date
from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Qualification {region: $region})
  USING INDEX SEEK n:Qualification(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Qualification {id: id})
  USING INDEX SEEK n:Qualification(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:QUALIFIES]->(m:Mentor)
RETURN n.id, m.id, n.kind, n.number, n.issued_on
"""


def _number(mentor: object, kind: str | None, number: str | None, _: date | None) -> keys.Key:
    return keys.all_of(mentor, keys.title(kind), keys.number(number))


def _day(mentor: object, kind: str | None, _: str | None, issued_on: date | None) -> keys.Key:
    return keys.all_of(mentor, keys.title(kind), issued_on)


NUMBER: Final = Way("qualification.number", "Qualification", CYPHER, _number)
DAY: Final = Way("qualification.day", "Qualification", CYPHER, _day)
