"""Children, by their names with birth date and school; of one region alone."""

from __future__ import annotations

from datetime import date
from typing import Final, LiteralString

from imports import keys
from imports.cells.names import FullName
from imports.draft import Find
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Student {region: $region})
  USING INDEX SEEK n:Student(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Student {id: id})
  USING INDEX SEEK n:Student(id)
  WHERE n.region = $region
  RETURN n
}
OPTIONAL MATCH (n)-[at:STUDIES_AT]->(s:School)
WHERE at.to IS NULL
RETURN n.id, n.family_name, n.given_name, n.patronymic, n.birth_date, s.id, n.id AS own
"""


def _id(*parts: object) -> keys.Key:
    return keys.all_of(parts[5])


def _full(
    family: str | None, given: str | None, patronymic: str | None, born: date | None, *_: object
) -> keys.Key:
    return keys.all_of(keys.full_name(family, given, patronymic), born)


def _short(
    family: str | None, given: str | None, _: str | None, born: date | None, *_rest: object
) -> keys.Key:
    return keys.all_of(keys.short_name(family, given), born)


def _full_in_school(
    family: str | None,
    given: str | None,
    patronymic: str | None,
    born: date | None,
    school: object,
    *_: object,
) -> keys.Key:
    return keys.all_of(keys.full_name(family, given, patronymic), born, school)


def _short_in_school(
    family: str | None,
    given: str | None,
    _: str | None,
    born: date | None,
    school: object,
    *_rest: object,
) -> keys.Key:
    return keys.all_of(keys.short_name(family, given), born, school)


def _of_school(
    family: str | None,
    given: str | None,
    patronymic: str | None,
    _: date | None,
    school: object,
    *_rest: object,
) -> keys.Key:
    return keys.all_of(keys.full_name(family, given, patronymic), school)


BY_ID: Final = Way("student.id", "Student", CYPHER, _id)
FULL: Final = Way("student.full", "Student", CYPHER, _full)
SHORT: Final = Way("student.short", "Student", CYPHER, _short)
FULL_IN_SCHOOL: Final = Way("student.full_in_school", "Student", CYPHER, _full_in_school)
SHORT_IN_SCHOOL: Final = Way("student.short_in_school", "Student", CYPHER, _short_in_school)
OF_SCHOOL: Final = Way("student.of_school", "Student", CYPHER, _of_school)


def finds(
    column: str,
    name: FullName | None,
    born: date | None = None,
    school: object = None,
    id_: str | None = None,
) -> tuple[Find, ...]:
    """How to find a child: all that a sheet says must agree, but for what it leaves out.

    `school` is a Find or a Draft. Nothing if neither the birth date nor the school is said.
    """
    family, given, patronymic = name or (None, None, None)
    parts = (family, given, patronymic, born, school, id_)
    if born and school is not None:
        way = FULL_IN_SCHOOL if patronymic else SHORT_IN_SCHOOL
    elif born:
        way = FULL if patronymic else SHORT
    else:
        way = OF_SCHOOL
    return (*BY_ID.find(column, *parts), *way.find(column, *parts))
