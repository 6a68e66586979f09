"""A row's cells become typed values by the columns of its kind. Pure; nothing is looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from imports.batch import RowProblem
from imports.cells.texts import blank
from imports.draft import Draft
from imports.sheet import Cell, CellError, Column, Place, Presence, RowError, SheetKind


@dataclass(slots=True)
class Typed:
    """The values of a row, or why there are none; `cells` as they stand in the file, by keys."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    cells: Mapping[str, Cell] = field(default_factory=dict)


def read_row(
    kind: SheetKind, places: Mapping[int, str], cells: Sequence[Cell], place: Place
) -> Typed:
    """The values of one row; `places` gives the key of the column that stands at each index."""
    given = {key: cells[index] for index, key in places.items() if index < len(cells)}
    typed = Typed(cells=given)
    for column in kind.columns:
        cell = given.get(column.key)
        if is_empty(cell):
            if column.presence is Presence.REQUIRED:
                typed.problems.append(problem(column, cell, "пусто", column.fix))
            continue
        try:
            typed.values[column.key] = column.read(cell, place)
        except CellError as error:
            typed.problems.append(problem(column, cell, str(error), column.fix))
    return typed


def drafts_of(kind: SheetKind, typed: Typed, place: Place) -> list[Draft]:
    """What the row asks for; [] if something is wrong with it, which `typed` then tells."""
    if typed.problems:
        return []
    try:
        return list(kind.drafts(typed.values, place))
    except RowError as error:
        typed.problems.append(problem_at(kind, typed, error.column, error.what, error.fix))
        return []


def problem_at(kind: SheetKind, typed: Typed, key: str, what: str, fix: str) -> RowProblem:
    """What is wrong with a row, told at the column of this key and with its cell's own text."""
    column = kind.by_key.get(key)
    if column is None:
        return RowProblem(None, key or None, "", what, fix)
    return problem(column, typed.cells.get(key), what, fix)


def problem(column: Column, cell: Cell, what: str, fix: str) -> RowProblem:
    """What is wrong at a cell, with the cell's own text."""
    return RowProblem(column.label, column.key, shown(cell)[:200], what, fix)


def is_empty(cell: Cell) -> bool:
    """Whether there is nothing in a cell; spaces and marks without a width are nothing."""
    return cell is None or (isinstance(cell, str) and blank(cell))


def shown(cell: Cell) -> str:
    """A cell as people see it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
