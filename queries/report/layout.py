"""The language of reports: forms, their parts, and where each column comes from.

A number comes from a measure or from a row's own record; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import LiteralString

from queries.measures.declaration import Dimension, Figure, Measure
from queries.measures.p_health import Cohorts
from queries.report.table import Cell, Column, Kind, Summing

Derive = Callable[[Mapping[str, Cell]], Cell]
"""Makes a cell of the others of its row, by column key."""


@dataclass(frozen=True, slots=True)
class Shows:
    """A column and its source: a figure, cohorts, a derivation, or the row's field of that key.

    `unless` explains a zero: while the named column is zero, this cell stands here instead.
    """

    column: Column
    figure: Figure | None = None
    derive: Derive | None = None
    unless: tuple[tuple[str, Cell], ...] = ()
    cohorts: Cohorts | None = None


@dataclass(frozen=True, slots=True)
class PartLayout:
    """One table: `rows` is Cypher that returns `key` (a list) and the fields named by columns.

    `by` are the dimensions of the key, in order. `stray` names the line of what belongs to no row.
    `constants` are further parameters of the Cypher. `same_everywhere`: every region has the same
    rows, and the country has them too instead of a row a region.
    """

    key: str
    title: str
    rows: LiteralString
    by: tuple[Dimension, ...]
    shows: tuple[Shows, ...]
    stray: str = ""
    constants: tuple[tuple[str, str], ...] = ()
    same_everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One of the twelve reports. `main` is its number; `plan` Cypher that returns `plan`.

    `against` is what the plan is about where that is not the main number.

    `may_be_nothing`: «не проводилось» is a valid answer. Source: clause 6.2.
    """

    number: int
    clause: str
    title: str
    main: Figure
    parts: tuple[PartLayout, ...]
    plan: LiteralString | None = None
    against: Figure | None = None
    may_be_nothing: bool = False
    health: bool = False

    def part(self, key: str) -> PartLayout | None:
        """The part of this key, if the form has it."""
        return next((part for part in self.parts if part.key == key), None)


def text(key: str, title: str, kind: Kind = Kind.TEXT, group: str = "") -> Shows:
    """What a row's own record says."""
    return Shows(Column(key, title, kind, group))


def given(
    key: str,
    title: str,
    group: str = "",
    summing: Summing = Summing.SUM,
    *,
    children: bool = False,
) -> Shows:
    """A number that a row's own record says."""
    return Shows(Column(key, title, Kind.NUMBER, group, summing, children=children))


def count(
    key: str,
    title: str,
    figure: Figure | Measure,
    group: str = "",
    *,
    summing: Summing = Summing.SUM,
    unless: tuple[tuple[str, Cell], ...] = (),
) -> Shows:
    """A counted number; it opens."""
    made = figure if isinstance(figure, Figure) else Figure(figure)
    column = Column(
        key,
        title,
        Kind.NUMBER,
        group,
        summing,
        opens=True,
        children=made.measure.population.children,
    )
    return Shows(column, made, unless=unless)


def in_steps(title: str, cohorts: Cohorts, group: str = "") -> Shows:
    """Children by health: a step that may be told; it doesn't open. Rows are impairment groups."""
    column = Column(cohorts.key, title, Kind.NUMBER, group, Summing.OWN, children=True)
    return Shows(column, cohorts=cohorts)


def share(key: str, title: str, part: str, whole: str, group: str = "") -> Shows:
    """What percent one column is of another."""
    return Shows(Column(key, title, Kind.PERCENT, group, Summing.RATIO, (part, whole)))


def derived(key: str, title: str, derive: Derive, group: str = "") -> Shows:
    """A number of children made of others of its row; its total adds up."""
    column = Column(key, title, Kind.NUMBER, group, Summing.SUM, children=True)
    return Shows(column, derive=derive)
