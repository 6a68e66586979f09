"""Schools, by the register's number and by name."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.draft import Find
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:School {region: $region})
  USING INDEX SEEK n:School(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:School {id: id})
  USING INDEX SEEK n:School(id)
  WHERE n.region = $region
  RETURN n
}
OPTIONAL MATCH (n)-[:LOCATED_IN]->(m:Municipality)
UNWIND CASE WHEN n.short_name IS NULL THEN [n.name] ELSE [n.name, n.short_name] END AS said
RETURN n.id, said, n.register_id, m.name, n.id AS own
"""


def _id(_: str | None, _register_id: str | None, _municipality: str | None, id_: str) -> keys.Key:
    return keys.all_of(id_)


def _register(_: str | None, register_id: str | None, *_rest: object) -> keys.Key:
    return keys.number(register_id)


def _name(name: str | None, *_: object) -> keys.Key:
    return keys.title(name)


def _name_in(name: str | None, _: str | None, municipality: str | None, *_rest: object) -> keys.Key:
    """`municipality` is its name."""
    return keys.all_of(keys.title(name), keys.title(municipality))


BY_ID: Final = Way("school.id", "School", CYPHER, _id)
REGISTER: Final = Way("school.register", "School", CYPHER, _register)
NAME: Final = Way("school.name", "School", CYPHER, _name)
NAME_IN: Final = Way("school.name_in", "School", CYPHER, _name_in)


def finds(
    column: str,
    name: str | None,
    municipality: str | None = None,
    register_id: str | None = None,
    id_: str | None = None,
) -> tuple[Find, ...]:
    """How to find a school; by its name in the municipality if that is said, or else by name."""
    named = (name, register_id, municipality, id_)
    ways = (BY_ID, REGISTER, NAME_IN if municipality else NAME)
    return tuple(find for way in ways for find in way.find(column, *named))
