"""Municipalities, by name."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Municipality {region: $region})
  USING INDEX SEEK n:Municipality(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Municipality {id: id})
  USING INDEX SEEK n:Municipality(id)
  WHERE n.region = $region
  RETURN n
}
RETURN n.id, n.name
"""

NAME: Final = Way("municipality.name", "Municipality", CYPHER, keys.title)
