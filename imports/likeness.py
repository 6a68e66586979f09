"""People of a region, and of the file itself, who may be the one that a row asks for.

Names nobody: who may see a child's name is decided where a preview is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from anyio import to_thread

from graph.session import Reader
from imports.acting import SCHEDULE
from imports.batch import Candidate
from imports.compared import CHILD, Among, Row, one_of, twins_of
from imports.draft import Draft
from imports.finding import Directory, Key
from imports.resolving import Record
from imports.way import Way
from imports.ways import person, student
from queries.merging.reads import people

# Links to where each of them is at home: what tells namesakes apart.
_AT: Final = {"Student": ("school",), "Person": ("represents", "navigates")}
_IN_FILE: Final = "row:"
_WATCHED: Final[Mapping[str, Way]] = {"Student": student.SHORT, "Person": person.SHORT}
_SURE: Final[Mapping[str, Way]] = {"Student": student.FULL}


class Likeness:
    """Candidates for one file; `load` before asking."""

    def __init__(self, directory: Directory) -> None:
        self._region = directory.region
        self._directory = directory
        self._of: dict[str, Among] = {}
        self._in_file: dict[str, Among] = {}

    async def load(self, reader: Reader, drafts: Sequence[Draft], now: datetime) -> None:
        """Know the people of the region whom these drafts may be."""
        labels = {one.label for one in drafts if one.twins} - self._of.keys()
        sure = [way.name for label, way in _SURE.items() if label in labels]
        await self._directory.load(reader, sure)
        for label in sorted(labels & _AT.keys()):
            rows = await people(reader, SCHEDULE, self._region, label, now)
            # Whole seconds for a large region: others are served meanwhile.
            self._of[label] = await to_thread.run_sync(twins_of, label, rows)
            self._in_file[label] = twins_of(label, [])

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
        row = _asked(record)
        asked = one_of(label, ("", *row))
        found = [
            Candidate(twin.id, "", twin.evidence, self._sure(record, twin.id))
            for twin in self._of[label].candidates(asked)
        ]
        found += [
            Candidate("", f"строка {twin.id.removeprefix(_IN_FILE)} этого файла", twin.evidence)
            for twin in self._in_file[label].candidates(asked)
        ]
        self._in_file[label].add(one_of(label, (f"{_IN_FILE}{number}", *row)))
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


def _asked(record: Record) -> Row:
    """The person of a row, in the order that people of its label are read in."""
    get = record.draft.fields.get
    names = (get("family_name"), get("given_name"), get("patronymic"))
    at = sorted({one.id for link in _AT[record.label] for one in record.links.get(link, ())})
    if record.label == CHILD:
        return (*names, get("birth_date"), at[0] if at else None)
    return (*names, get("email"), get("phone"), at)
