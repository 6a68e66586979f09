"""Mentors of a region, by the person and by names, with the organisation if it is said."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.cells.names import FullName
from imports.draft import Find
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Mentor {region: $region})
  USING INDEX SEEK n:Mentor(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Mentor {id: id})
  USING INDEX SEEK n:Mentor(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:IS_PERSON]->(p:Person)
OPTIONAL MATCH (n)-[:COMES_FROM]->(o:Organisation)
RETURN n.id, p.family_name, p.given_name, p.patronymic, o.id, p.id
"""


def _of_person(*parts: object) -> keys.Key:
    return keys.all_of(parts[4])


def _full(family: str | None, given: str | None, patronymic: str | None, *_: object) -> keys.Key:
    return keys.full_name(family, given, patronymic)


def _short(family: str | None, given: str | None, *_: object) -> keys.Key:
    return keys.short_name(family, given)


def _full_at(
    family: str | None, given: str | None, patronymic: str | None, organisation: object, *_: object
) -> keys.Key:
    return keys.all_of(keys.full_name(family, given, patronymic), organisation)


OF_PERSON: Final = Way("mentor.of_person", "Mentor", CYPHER, _of_person)
FULL: Final = Way("mentor.full", "Mentor", CYPHER, _full)
SHORT: Final = Way("mentor.short", "Mentor", CYPHER, _short)
FULL_AT: Final = Way("mentor.full_at", "Mentor", CYPHER, _full_at)


def finds(column: str, name: FullName, organisation: object = None) -> tuple[Find, ...]:
    """How to find a mentor; `organisation` is a Find or a Draft."""
    family, given, patronymic = name
    parts = (family, given, patronymic, organisation, None)
    if organisation is not None:
        return FULL_AT.find(column, *parts)
    return (FULL if patronymic else SHORT).find(column, *parts)


def of_person(column: str, person: object) -> tuple[Find, ...]:
    """How to find the mentor that a person is; `person` is a Find or a Draft."""
    return OF_PERSON.find(column, None, None, None, None, person)
