"""Lines and totals of a part from what was read and counted. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.session import Row
from queries.report.layout import PartLayout, Shows
from queries.report.table import (
    NO_DATA,
    NOT_APPLICABLE,
    Cell,
    Column,
    Kind,
    Line,
    State,
    Summing,
    Value,
    counted,
    ratio,
    told,
)

Numbers = dict[tuple[Value | None, ...], dict[str, Any]]
"""What was counted of each group: by its key, by column."""


def lines_of(layout: PartLayout, rows: Sequence[Row], numbers: Numbers) -> tuple[Line, ...]:
    """A line a row, in the rows' order, then one for what was counted of none of them."""
    lines = []
    for row in rows:
        key = tuple(row["key"])
        cells = _cells(layout.shows, row, numbers.pop(key, {}))
        lines.append(Line(tuple("" if one is None else str(one) for one in key), cells))
    strays: dict[str, Any] = {}
    for found in numbers.values():
        for name, number in found.items():
            strays[name] = strays.get(name, 0) + (number or 0)
    if layout.stray and any(strays.values()):
        first = layout.shows[0].column.key
        lines.append(Line(("",), _cells(layout.shows, {first: layout.stray}, strays)))
    return tuple(lines)


def _cells(
    shows: Sequence[Shows], row: Mapping[str, Any], numbers: Mapping[str, Any]
) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {}
    for show in shows:
        column = show.column
        if show.figure is not None or show.cohorts is not None:
            cells[column.key] = counted(numbers.get(column.key) or 0)
        elif show.derive is None and column.ratio is None:
            said = row.get(column.key)
            cells[column.key] = counted(said) if column.kind is Kind.NUMBER else told(said)
    _fill(shows, cells)
    return tuple(cells[show.column.key] for show in shows)


def _fill(shows: Sequence[Shows], cells: dict[str, Cell]) -> None:
    """What is made of other cells of the same row, and what nobody has told yet."""
    for show in shows:
        if cells.get(show.column.key, NO_DATA).state is State.ZERO:
            zeros = (cell for key, cell in show.unless if cells[key].state is State.ZERO)
            cells[show.column.key] = next(zeros, cells[show.column.key])
    for show in shows:
        if show.derive is not None:
            cells[show.column.key] = show.derive(cells)
    for show in shows:
        if show.column.ratio is not None:
            part, whole = show.column.ratio
            cells[show.column.key] = ratio(cells[part], cells[whole])


def totals_of(
    shows: Sequence[Shows], lines: Sequence[Line], own: Mapping[str, Any]
) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {}
    for place, show in enumerate(shows):
        column = show.column
        if column.summing is Summing.OWN and column.key in own:
            cells[column.key] = counted(own[column.key] or 0)
        else:
            cells[column.key] = sum_of(column, [line.cells[place] for line in lines])
    _fill([show for show in shows if show.derive is None], cells)
    return tuple(cells[show.column.key] for show in shows)


PROTECTED: Final = (State.AT_LEAST, State.HIDDEN)


def sum_of(column: Column, cells: Sequence[Cell]) -> Cell:
    """What is known adds up; of nothing known there is no sum, and of no rows it is zero."""
    if column.summing is Summing.NONE:
        return NOT_APPLICABLE
    known = [float(cell.value) for cell in cells if isinstance(cell.value, int | float)]
    if any(cell.state in PROTECTED for cell in cells):
        lows = [cell.value for cell in cells if cell.state is State.AT_LEAST]
        low = sum(value for value in lows if isinstance(value, int))
        return Cell(State.AT_LEAST, low) if low else Cell(State.HIDDEN)
    if cells and not known:
        return cells[0] if len({cell.state for cell in cells}) == 1 else NO_DATA
    total = float(sum(known))
    return counted(int(total) if total.is_integer() else total)
