"""Promotion measures, by title, kind and day."""

from __future__ import annotations

from datetime import date
from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:PromotionMeasure {region: $region})
  USING INDEX SEEK n:PromotionMeasure(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:PromotionMeasure {id: id})
  USING INDEX SEEK n:PromotionMeasure(id)
  WHERE n.region = $region
  RETURN n
}
RETURN n.id, n.title, n.kind, n.on_day
"""


def _on_day(title: str | None, kind: str | None, day: date | None) -> keys.Key:
    return keys.all_of(keys.title(title), kind, day)


ON_DAY: Final = Way("promotion_measure.on_day", "PromotionMeasure", CYPHER, _on_day)
