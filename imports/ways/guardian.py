"""Legal representatives, by their names and the child."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

# The child is without its label: by it all of the region could be read first, and joined.
CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Guardian {region: $region})
  USING INDEX SEEK n:Guardian(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Guardian {id: id})
  USING INDEX SEEK n:Guardian(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:GUARDIAN_OF]->(c)
WHERE c.region = $region
RETURN n.id, n.family_name, n.given_name, n.patronymic, c.id
"""


def _of_child(
    family: str | None, given: str | None, patronymic: str | None, child: object
) -> keys.Key:
    return keys.all_of(keys.full_name(family, given, patronymic), child)


OF_CHILD: Final = Way("guardian.of_child", "Guardian", CYPHER, _of_child)
