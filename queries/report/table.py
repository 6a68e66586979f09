"""A report as a table: what it says, cell by cell, and why a cell says nothing.

Plain values that a file writer, an API type and a frozen version share; must not know of the graph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

Value = str | int | float | bool | date | datetime


class State(StrEnum):
    """Why a cell says what it says; the words for it are WORDS."""

    VALUE = "value"
    ZERO = "zero"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    NOT_HELD = "not_held"
    HIDDEN = "hidden"
    AT_LEAST = "at_least"


WORDS: Final = {
    State.ZERO: "0",
    State.NO_DATA: "нет данных",
    State.NOT_APPLICABLE: "не применимо",
    State.NOT_HELD: "не проводилось",
    State.HIDDEN: "скрыто",
    State.AT_LEAST: "не менее",
}
"""How a state is told. Zero is a number that was counted; no data is that nobody told us."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    LINK = "link"


class Summing(StrEnum):
    """How a column's total comes about.

    `OWN` is counted for itself: one child in two rows is still one child.
    """

    NONE = "none"
    SUM = "sum"
    OWN = "own"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `value` is of its column's kind; a percent is 0–100; None unless there is one.

    AT_LEAST and HIDDEN have the number that is told instead: «не менее 20», «менее 10».
    """

    state: State
    value: Value | None = None


NO_DATA: Final = Cell(State.NO_DATA)
NOT_APPLICABLE: Final = Cell(State.NOT_APPLICABLE)
NOT_HELD: Final = Cell(State.NOT_HELD)


def counted(number: float | None) -> Cell:
    """The cell of a number that was counted; of None: nobody told."""
    if number is None:
        return NO_DATA
    return Cell(State.VALUE if number else State.ZERO, number)


def told(value: Value | None) -> Cell:
    """The cell of a text or a day; of None and of an empty text: nobody told."""
    return NO_DATA if value is None or value == "" else Cell(State.VALUE, value)


def ratio(part: Cell, whole: Cell) -> Cell:
    """What percent the one is of the other, to one decimal; not applicable to a whole of zero.

    Unknown if either is unknown.
    """
    for one in (part, whole):
        if one.state not in (State.VALUE, State.ZERO):
            return Cell(one.state)
    if whole.state is State.ZERO:
        return NOT_APPLICABLE
    share = round(100 * float(part.value or 0) / float(whole.value or 1), 1)  # type: ignore[arg-type]
    return Cell(State.VALUE if share else State.ZERO, share)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a part. `group` stands above neighbouring columns that share it.

    `parts` of a ratio are the keys of its numerator and denominator. `opens` says whether its
    numbers lead to records; `children` whether it counts children (see graph.policy.suppression).
    """

    key: str
    title: str
    kind: Kind = Kind.NUMBER
    group: str = ""
    summing: Summing = Summing.NONE
    ratio: tuple[str, str] | None = None
    opens: bool = False
    children: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `key` says of what: ids of records, in the part's own order."""

    key: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a report: columns, rows in order, and a total for each column.

    `totals` is empty for a part that has none; else as long as `columns`.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: tuple[Cell, ...] = ()

    def column(self, key: str) -> int:
        """Where a column stands; KeyError if there is none."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Place:
    """Of what a report is: a region, or the country (id and zone of the operator's capital)."""

    id: str
    name: str
    zone: str

    @property
    def is_country(self) -> bool:
        return self.id == COUNTRY

    @property
    def clock(self) -> ZoneInfo:
        """The zone by which its days begin and end."""
        return ZoneInfo(self.zone)


COUNTRY: Final = "RU"


@dataclass(frozen=True, slots=True)
class Summary:
    """The report's main number against its plan and against the last accepted version."""

    title: str
    fact: Cell
    plan: Cell = NO_DATA
    percent: Cell = NO_DATA
    accepted: Cell = NO_DATA
    change: Cell = NO_DATA


@dataclass(frozen=True, slots=True)
class Life:
    """Where the report stands: its version, state (Russian), author, when due and when submitted.

    `on_time` is None while nobody can say.
    """

    version: int | None = None
    state: str = "не составлен"
    author: str = ""
    due_on: date | None = None
    submitted_at: datetime | None = None
    on_time: bool | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One of the twelve reports for a place, a period (days, both included) and a moment (UTC)."""

    form: int
    title: str
    clause: str
    place: Place
    campaign: str
    campaign_name: str
    period_from: date
    period_to: date
    as_of: datetime
    summary: Summary
    parts: tuple[Part, ...]
    life: Life = field(default_factory=Life)
    notes: tuple[str, ...] = ()

    def part(self, key: str) -> Part:
        """A part by its key; KeyError if there is none."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)
