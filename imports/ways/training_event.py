"""Training events, by title and first day."""

from __future__ import annotations

from datetime import date
from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:TrainingEvent {region: $region})
  USING INDEX SEEK n:TrainingEvent(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:TrainingEvent {id: id})
  USING INDEX SEEK n:TrainingEvent(id)
  WHERE n.region = $region
  RETURN n
}
RETURN n.id, n.title, n.starts_on
"""


def _on_day(title: str | None, day: date | None) -> keys.Key:
    return keys.all_of(keys.title(title), day)


ON_DAY: Final = Way("training_event.on_day", "TrainingEvent", CYPHER, _on_day)
