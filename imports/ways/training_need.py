"""Training needs, by topic and the day on which they were raised."""

from __future__ import annotations

from datetime import date
from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:TrainingNeed {region: $region})
  USING INDEX SEEK n:TrainingNeed(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:TrainingNeed {id: id})
  USING INDEX SEEK n:TrainingNeed(id)
  WHERE n.region = $region
  RETURN n
}
RETURN n.id, n.topic, n.raised_on
"""


def _on_day(topic: str | None, day: date | None) -> keys.Key:
    return keys.all_of(keys.title(topic), day)


ON_DAY: Final = Way("training_need.on_day", "TrainingNeed", CYPHER, _on_day)
TOPIC: Final = Way(
    "training_need.topic", "TrainingNeed", CYPHER, lambda topic, _=None: keys.title(topic)
)
