"""Impairment groups, a dictionary, by name and by the abbreviation in it."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:ImpairmentGroup)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:ImpairmentGroup {id: id})
  USING INDEX SEEK n:ImpairmentGroup(id)
  RETURN n
}
WITH n, split(n.name, '(') AS halves
UNWIND CASE WHEN size(halves) = 2
  THEN [n.name, trim(halves[0]), split(halves[1], ')')[0]] ELSE [n.name] END AS said
RETURN n.id, said
"""

NAME: Final = Way("impairment_group.name", "ImpairmentGroup", CYPHER, keys.title)
