"""Competences, a dictionary, by name."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Competence)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Competence {id: id})
  USING INDEX SEEK n:Competence(id)
  RETURN n
}
RETURN n.id, n.name
"""

NAME: Final = Way("competence.name", "Competence", CYPHER, keys.title)
