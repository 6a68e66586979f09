"""People of a region, and of the file itself, who may be the one that a row asks for.

Names nobody: who may see a child's name is decided where a preview is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString

from graph.session import Reader
from imports.batch import Candidate
from imports.draft import Draft
from imports.finding import Directory, Key
from imports.resolving import Record
from imports.twins import Known, Twins
from imports.way import Way
from imports.ways import person, student

CHILDREN: LiteralString = """
MATCH (n:Student {region: $region})
OPTIONAL MATCH (n)-[at:STUDIES_AT]->(s:School) WHERE at.to IS NULL
RETURN n.id AS id, n.family_name AS family_name, n.given_name AS given_name,
  n.patronymic AS patronymic, n.birth_date AS birth_date, min(s.id) AS school
ORDER BY id
"""

ADULTS: LiteralString = """
MATCH (n:Person)
WHERE EXISTS {
    MATCH (n)-[:COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->(unit)
    WHERE unit.region = $region
  } OR EXISTS { MATCH (n)<-[:IS_PERSON|NOMINATES]-(record) WHERE record.region = $region }
OPTIONAL MATCH (n)-[at:REPRESENTS|NAVIGATES]->(s:School) WHERE at.to IS NULL
WITH n, min(s.id) AS school
RETURN n.id AS id, n.family_name AS family_name, n.given_name AS given_name,
  n.patronymic AS patronymic, null AS birth_date, school
ORDER BY id
"""

_PEOPLE: Final[Mapping[str, LiteralString]] = {"Student": CHILDREN, "Person": ADULTS}
# Where each of them is at home: what tells namesakes apart.
_SCHOOL: Final = {"Student": "school", "Person": "represents"}
_IN_FILE: Final = "row:"
_WATCHED: Final[Mapping[str, Way]] = {"Student": student.SHORT, "Person": person.SHORT}
_SURE: Final[Mapping[str, Way]] = {"Student": student.FULL}


class Likeness:
    """Candidates for one file; `load` before asking."""

    def __init__(self, directory: Directory) -> None:
        self._region = directory.region
        self._directory = directory
        self._of: dict[str, Twins] = {}
        self._in_file: dict[str, Twins] = {}

    async def load(self, reader: Reader, drafts: Sequence[Draft]) -> None:
        """Know the people of the region whom these drafts may be."""
        labels = {one.label for one in drafts if one.twins} - self._of.keys()
        sure = [way.name for label, way in _SURE.items() if label in labels]
        await self._directory.load(reader, sure)
        for label in sorted(labels & _PEOPLE.keys()):
            rows = await reader.values(_PEOPLE[label], {"region": self._region})
            known = [Known(*row) for row in rows if row[1] and row[2]]
            self._of[label] = Twins(known)
            self._in_file[label] = Twins([])

    def watched(self, record: Record) -> list[Key]:
        """Keys by which somebody who appears later may be the new person of a row."""
        key = _key(_WATCHED, record)
        return [] if key is None else [key]

    def _sure(self, record: Record, id_: str) -> bool:
        key = _key(_SURE, record)
        return key is not None and self._directory.ids(key) == (id_,)

    def of(self, record: Record, number: int) -> list[Candidate]:
        """Who the new person of a row may be: known ones, and those of rows before it.

        The row itself is one of those for the rows after it.
        """
        label = record.label
        if label not in self._of:
            return []
        school = next((one.id for one in record.links.get(_SCHOOL[label], ())), None)
        asked = _asked(record.draft.fields, school)
        found = [
            Candidate(twin.id, "", twin.evidence, self._sure(record, twin.id))
            for twin in self._of[label].candidates(*asked[1:6])
        ]
        found += [
            Candidate("", f"строка {twin.id.removeprefix(_IN_FILE)} этого файла", twin.evidence)
            for twin in self._in_file[label].candidates(*asked[1:6])
        ]
        self._in_file[label].add(asked._replace(id=f"{_IN_FILE}{number}"))
        return found


def _key(ways: Mapping[str, Way], record: Record) -> Key | None:
    if record.label not in ways:
        return None
    way = ways[record.label]
    key = way.key(*_parts(record.draft.fields))
    return None if key is None else (way.name, key)


def _parts(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    """What the ways of people make their keys of, without a school."""
    names = (fields["family_name"], fields["given_name"], fields.get("patronymic"))
    return (*names, fields.get("birth_date"), None, None)


def _asked(fields: Mapping[str, Any], school: str | None) -> Known:
    return Known(
        "",
        fields["family_name"],
        fields["given_name"],
        fields.get("patronymic"),
        fields.get("birth_date"),
        school,
    )
