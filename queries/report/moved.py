"""Where two states of one report differ, cell by cell. Pure: must not know of the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from queries.report.table import Cell, Part, Report

SUMMARY: Final = "summary"
"""Stands for a part where the summary of the report differs."""
TOTALS: Final = ("totals",)
"""Stands for a line's key where the totals of a part differ."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell, as it was and as it is; None where its row or column was not, or is not, there.

    `part` and `column` are keys, `row` is its line's key, `title` the column's. A whole row that
    came or went is a difference of each of its cells.
    """

    part: str
    row: tuple[str, ...]
    column: str
    title: str
    then: Cell | None
    now: Cell | None


def compare(old: Report, new: Report) -> list[Difference]:
    """What differs: the summary, then part by part in the new report's order, gone parts last.

    Where the report stands (its version, state, the last accepted number) is no part of it.
    """
    found = list(_summaries(old, new))
    for was, now in _paired(old, new):
        found += _parts(was, now)
    return found


def _summaries(old: Report, new: Report) -> Iterator[Difference]:
    for name in ("fact", "plan", "percent"):
        was, now = getattr(old.summary, name), getattr(new.summary, name)
        if was != now:
            yield Difference(SUMMARY, (), name, new.summary.title, was, now)


def _paired(old: Report, new: Report) -> list[tuple[Part | None, Part | None]]:
    """Each part beside the one of its key."""
    before, after = ({part.key: part for part in one.parts} for one in (old, new))
    keys = [*after, *(key for key in before if key not in after)]
    return [(before.get(key), after.get(key)) for key in keys]


def _parts(old: Part | None, new: Part | None) -> Iterator[Difference]:
    key, titles = _named(old, new)
    was, now = _lines(old), _lines(new)
    for row in [*now, *(row for row in was if row not in now)]:
        before, after = was.get(row, {}), now.get(row, {})
        for column, title in titles.items():
            then, is_now = before.get(column), after.get(column)
            if then != is_now:
                yield Difference(key, row, column, title, then, is_now)


def _named(old: Part | None, new: Part | None) -> tuple[str, dict[str, str]]:
    """The key of a part that is in either, and its columns' titles by key."""
    titles = {c.key: c.title for part in (new, old) if part for c in part.columns}
    known = new or old
    return (known.key if known else "", titles)


def _lines(part: Part | None) -> dict[tuple[str, ...], dict[str, Cell]]:
    """Cells by row and column; rows of one key are told apart by which of them it is."""
    if part is None:
        return {}
    found: dict[tuple[str, ...], dict[str, Cell]] = {}
    for line in part.lines:
        found[_unused(line.key, found)] = _cells(part, line.cells)
    if part.totals:
        found[TOTALS] = _cells(part, part.totals)
    return found


def _unused(key: tuple[str, ...], known: dict[tuple[str, ...], dict[str, Cell]]) -> tuple[str, ...]:
    number, one = 1, key
    while one in known:
        number += 1
        one = (*key, str(number))
    return one


def _cells(part: Part, cells: Sequence[Cell]) -> dict[str, Cell]:
    return dict(zip((column.key for column in part.columns), cells, strict=True))
