"""Adults with a role in the region, by e-mail and by names; nobody else is ever looked at.

Who only took part in a training of the region is one of its people while no role elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, LiteralString

from imports import keys
from imports.cells.names import FullName
from imports.draft import Find
from imports.name import normalised
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (u:School {region: $region})<-[:REPRESENTS|NAVIGATES]-(n:Person)
  USING INDEX SEEK u:School(region)
  RETURN n
UNION
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (u:Venue {region: $region})<-[:CONTACT_OF|EXPERT_AT]-(n:Person)
  USING INDEX SEEK u:Venue(region)
  RETURN n
UNION
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (u:Authority {region: $region})<-[:CONTACT_OF]-(n:Person)
  USING INDEX SEEK u:Authority(region)
  RETURN n
UNION
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (u:Region {id: $region})<-[:COORDINATES]-(n:Person)
  USING INDEX SEEK u:Region(id)
  RETURN n
UNION
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (u:Mentor {region: $region})-[:IS_PERSON]->(n:Person)
  USING INDEX SEEK u:Mentor(region)
  RETURN n
UNION
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (u:Nomination {region: $region})-[:NOMINATES]->(n:Person)
  USING INDEX SEEK u:Nomination(region)
  RETURN n
UNION
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (u:TrainingEvent {region: $region})<-[:TOOK_PART]-(n:Person)
  USING INDEX SEEK u:TrainingEvent(region)
  WHERE NOT EXISTS { (n)-[:CURATES|COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->() }
    AND NOT EXISTS { (n)<-[:IS_PERSON|NOMINATES]-() }
  RETURN n
UNION
  UNWIND $ids AS id
  MATCH (n:Person {id: id})
  USING INDEX SEEK n:Person(id)
  WHERE EXISTS {
      MATCH (n)-[:COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->(unit)
      WHERE unit.region = $region
    } OR EXISTS {
      MATCH (n)<-[:IS_PERSON|NOMINATES]-(record) WHERE record.region = $region
    } OR (
      EXISTS { (n)-[:TOOK_PART]->(:TrainingEvent {region: $region}) }
      AND NOT EXISTS { (n)-[:CURATES|COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->() }
      AND NOT EXISTS { (n)<-[:IS_PERSON|NOMINATES]-() }
    )
  RETURN n
}
OPTIONAL MATCH (n)-[at:REPRESENTS|NAVIGATES]->(s)
WHERE at.to IS NULL AND s.region = $region
WITH DISTINCT n, s
RETURN n.id, n.family_name, n.given_name, n.patronymic, s.id, n.email
"""


def _email(*parts: object) -> keys.Key:
    return (normalised(str(parts[4])),) if parts[4] else None


def _full(family: str | None, given: str | None, patronymic: str | None, *_: object) -> keys.Key:
    return keys.full_name(family, given, patronymic)


def _short(family: str | None, given: str | None, *_: object) -> keys.Key:
    return keys.short_name(family, given)


def _full_at(
    family: str | None, given: str | None, patronymic: str | None, school: object, *_: object
) -> keys.Key:
    return keys.all_of(keys.full_name(family, given, patronymic), school)


def _full_unmailed(*parts: object) -> keys.Key:
    """Only of a person whose e-mail is not known."""
    family, given, patronymic = (str(part) if part else None for part in parts[:3])
    return None if parts[4] else keys.full_name(family, given, patronymic)


def _short_unmailed(*parts: object) -> keys.Key:
    """Only of a person whose e-mail is not known."""
    family, given = (str(part) if part else None for part in parts[:2])
    return None if parts[4] else keys.short_name(family, given)


EMAIL: Final = Way("person.email", "Person", CYPHER, _email)
FULL: Final = Way("person.full", "Person", CYPHER, _full)
SHORT: Final = Way("person.short", "Person", CYPHER, _short)
FULL_UNMAILED: Final = Way("person.full_unmailed", "Person", CYPHER, _full_unmailed)
SHORT_UNMAILED: Final = Way("person.short_unmailed", "Person", CYPHER, _short_unmailed)
FULL_AT: Final = Way("person.full_at", "Person", CYPHER, _full_at)


def known(
    column: str, name: FullName, email: str | None = None, school: object = None
) -> tuple[Find, ...]:
    """How to recognise a person for certain: by e-mail, by names and a role at this school.

    `school` is a Find or a Draft.
    """
    family, given, patronymic = name
    parts = (family, given, patronymic, school, email)
    return (*EMAIL.find(column, *parts), *FULL_AT.find(column, *parts))


def named(
    column: str, name: FullName, email: str | None = None, school: object = None
) -> tuple[Find, ...]:
    """How to find one who must be there already: as `known`, or by names alone in the region."""
    family, given, patronymic = name
    parts = (family, given, patronymic, school, email)
    way = FULL if patronymic else SHORT
    return (*known(column, name, email, school), *way.find(column, *parts))


def reached(column: str, name: FullName, email: str | None = None) -> tuple[Find, ...]:
    """How to find an adult who may be new: by e-mail, by names if no other e-mail is known.

    A namesake with another e-mail is somebody else.
    """
    if not email:
        return named(column, name)
    family, given, patronymic = name
    way = FULL_UNMAILED if patronymic else SHORT_UNMAILED
    unmailed = way.find(column, family, given, patronymic, None, None)
    by_email = EMAIL.find(column, family, given, patronymic, None, email)
    return (*by_email, *(replace(find, ours=False) for find in unmailed))
