"""How a kind of sheet is declared: its columns, and which records a row of it asks for.

Pure declarations: nothing here reads files or the graph. A kind is one file of `imports.kinds` with
a constant `KIND`; templates, documents and the matching of headers derive from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from graph.declaration import Kind, Personal, Property
from graph.model import MODEL
from imports.draft import Draft
from imports.name import normalised

Cell = str | int | float | bool | date | datetime | None
"""One cell as it stands in the file: text exactly, a number, a truth, a day, a moment, nothing."""

Values = Mapping[str, Any]
"""The typed values of a row by their columns' keys; an empty cell is left out."""


class CellError(ValueError):
    """A cell can't be read: what is wrong with it, in Russian and without its value."""


class RowError(ValueError):
    """A row's values don't go together; `column` is the key of the column that it is told at."""

    def __init__(self, column: str, what: str, fix: str) -> None:
        super().__init__(what)
        self.column = column
        self.what = what
        self.fix = fix


class Presence(StrEnum):
    """Must a cell be filled: REQUIRED rejects the row without it, OPTIONAL doesn't."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is read for: the region's id, its clock's zone and its calendar day."""

    region: str
    zone: ZoneInfo
    today: date


Read = Callable[[Cell, Place], Any]
"""Makes a typed value of a cell that is not empty; CellError if it can't."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of its value, its header and the header's synonyms, how cells are read.

    `declared` is the model's property that it fills, if one; kinds, dictionaries, limits and
    protection are that property's. `words` are the spellings of a dictionary's values. `example`
    stands in the template, where a column that is not `offered` is left out: another says the same.
    `fix` says how to mend a wrong cell.
    """

    key: str
    label: str
    synonyms: tuple[str, ...]
    read: Read
    fix: str
    presence: Presence = Presence.OPTIONAL
    declared: Property | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    example: str = ""
    personal: Personal = Personal.NO
    offered: bool = True

    @property
    def spellings(self) -> frozenset[str]:
        """Normalised spellings of the header, the label among them."""
        return frozenset(map(normalised, (self.label, *self.synonyms)))


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet. `drafts` makes of a row's values the records that it asks for.

    The first draft is what the row is about: two rows of a file about one record repeat each other
    (but for kinds with `repeats`, whose rows add links to a record). `name` is the word in English
    for programs, `ru` the word for people. With `of_stopped` its rows may be about children whose
    processing was stopped (a new consent). `varying` are keys of columns in which rows of one
    record may differ: each adds a document. `ignored` are headers that carry nothing we keep. Of
    each group of keys in `one_of` a file must have a column at least.
    """

    name: str
    ru: str
    clause: str
    columns: tuple[Column, ...]
    drafts: Callable[[Values, Place], Iterator[Draft]]
    ignored: tuple[str, ...] = ("№", "№ п/п", "п/п", "ROWNUM")
    repeats: bool = False
    about: str = ""
    of_stopped: bool = False
    varying: frozenset[str] = frozenset()
    one_of: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """The key of each normalised spelling; ValueError if two columns share one."""
        found: dict[str, str] = {}
        for column in self.columns:
            for spelling in column.spellings:
                if found.setdefault(spelling, column.key) != column.key:
                    raise ValueError(f"{self.name}: «{spelling}» names two columns")
        return found


ADDED: Final = ("Что будет", "Ошибка", "Было → стало", "Кто это может быть", "Строка файла")
"""The columns of a sheet that was given back with its errors marked; they carry nothing we keep."""


def property_of(label: str, name: str, link: str = "") -> Property:
    """A property of the model: of a node's label, or of its link; KeyError if there is none."""
    declared = MODEL.link(label, link).all_properties if link else MODEL.nodes[label].properties
    return {one.name: one for one in declared}[name]


__all__ = [
    "ADDED",
    "Cell",
    "CellError",
    "Column",
    "Kind",
    "Place",
    "Presence",
    "Read",
    "RowError",
    "SheetKind",
    "Values",
    "property_of",
]
