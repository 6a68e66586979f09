"""How a kind of sheet is declared: its columns and what must not repeat in it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from imports.name import normalised
from imports.problem import Severity

RowT = TypeVar("RowT")


class Presence(StrEnum):
    """Must a cell be filled: an error without it, a warning without it, or as it comes."""

    REQUIRED = "required"
    EXPECTED = "expected"
    OPTIONAL = "optional"


class CellError(ValueError):
    """A cell's text can't be read; the message says in Russian what was seen, without the value."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of the typed row, the header's spellings, how a cell is read.

    `parse` gets a cell's exact text, never empty, and raises CellError. An empty cell is None.
    A `personal` column's value is never shown in a problem.
    """

    key: str
    label: str
    headers: tuple[str, ...]
    parse: Callable[[str], object]
    how_to_fix: str
    presence: Presence = Presence.REQUIRED
    personal: bool = False

    @property
    def spellings(self) -> frozenset[str]:
        """Normalised header spellings, the label among them."""
        return frozenset(map(normalised, (self.label, *self.headers)))


@dataclass(frozen=True, slots=True)
class Unique(Generic[RowT]):
    """Rows with an equal key repeat each other; `label` names the key's columns to people."""

    label: str
    key: Callable[[RowT], Hashable]
    severity: Severity
    how_to_fix: str


@dataclass(frozen=True)
class Sheet(Generic[RowT]):
    """A kind of sheet: `build` makes a typed row of the columns' keys.

    `ignored` are headers known to carry nothing we keep (row numbers); any other unknown header is
    reported, so that nobody believes it was loaded.
    """

    label: str
    columns: tuple[Column, ...]
    build: Callable[..., RowT]
    unique: tuple[Unique[RowT], ...] = ()
    ignored: tuple[str, ...] = ()

    @cached_property
    def known_headers(self) -> frozenset[str]:
        """All normalised spellings by which a header of this kind is recognised."""
        return frozenset().union(*(column.spellings for column in self.columns))

    @cached_property
    def ignored_headers(self) -> frozenset[str]:
        """Normalised headers that are left out without a word; the empty one isn't."""
        return frozenset(map(normalised, self.ignored))
