"""Appeals of citizens, by subject, day of receipt and applicant."""

from __future__ import annotations

from datetime import date
from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Appeal {region: $region})
  USING INDEX SEEK n:Appeal(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Appeal {id: id})
  USING INDEX SEEK n:Appeal(id)
  WHERE n.region = $region
  RETURN n
}
RETURN n.id, n.subject, n.received_on, n.applicant
"""


def _received(subject: str | None, day: date | None, applicant: str | None) -> keys.Key:
    return keys.all_of(keys.title(subject), day, keys.title(applicant) or ("",))


RECEIVED: Final = Way("appeal.received", "Appeal", CYPHER, _received)
