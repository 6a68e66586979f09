"""Campaigns, a dictionary, by name."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Campaign)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Campaign {id: id})
  USING INDEX SEEK n:Campaign(id)
  RETURN n
}
RETURN n.id, n.name
"""

NAME: Final = Way("campaign.name", "Campaign", CYPHER, keys.title)
