"""How a text of cells is written, and its cells.

Two ways of quoting are met. ESCAPED is the usual one: a quote inside a quoted cell is doubled, and
a cell may hold line breaks. BARE is what the open data portal writes: every cell is quoted, quotes
inside stay as they are (`"гимназия "Гамма""`), an empty cell may be unquoted, a line is a record.

This module finds cells and changes none of them.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

# One more than any table may have. Without a bound, a hostile file of unclosed quotes would be read
# to its end again from every line.
_MAX_CELLS = 501

# The library's own bound is lower than that of a cell; longer ones are refused where rows are made.
csv.field_size_limit(2**31 - 1)

_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


class Quoting(StrEnum):
    """How quotes inside a quoted cell are written."""

    ESCAPED = "escaped"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing. `width` is how many cells a full record has, 0 if that isn't known."""

    delimiter: str
    quoting: Quoting = Quoting.ESCAPED
    width: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """Cells of one record and the line it begins on; `cells` is None if quotes don't match up."""

    row: int
    cells: tuple[str, ...] | None


def records(text: str, dialect: Dialect) -> Iterator[Record]:
    """Every record, blank lines left out.

    Once a full record was met, one over several lines that isn't full is a quote never closed: only
    its first line is given up, so that the lines it swallowed come out as themselves.
    """
    if '"' not in text:
        yield from _unquoted(text, dialect.delimiter)
        return
    position, row, is_table = 0, 1, False
    while position < len(text):
        line_end = _line_end(text, position)
        cells, end = _cells(text, position, line_end, dialect)
        lines = 1 if end == line_end else _line_count(text, position, end)
        is_full = cells is not None and width_of(cells, dialect.width) == dialect.width
        if lines > 1 and is_table and dialect.width and not is_full:
            cells, end, lines = None, line_end, 1
        is_table = is_table or is_full
        if cells is None or any(cell.strip() for cell in cells):
            yield Record(row, cells)
        position, row = end, row + lines


def _unquoted(text: str, delimiter: str) -> Iterator[Record]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for row, line in enumerate(lines, 1):
        cells = tuple(line.split(delimiter))
        if any(cell.strip() for cell in cells):
            yield Record(row, cells)


def width_of(cells: tuple[str, ...], least: int = 0) -> int:
    """How many cells there are without the empty ones beyond the `least`, that trail."""
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return end


def _cells(
    text: str, start: int, line_end: int, dialect: Dialect
) -> tuple[tuple[str, ...] | None, int]:
    """Cells of the record that begins at `start`, and where the next record begins."""
    line = text[start:line_end].rstrip("\r\n")
    if '"' not in line:
        return tuple(line.split(dialect.delimiter)), line_end
    if dialect.quoting is Quoting.BARE:
        return _bare(line, dialect.delimiter), line_end
    try:
        # the usual record ends with its line, and the library is faster
        (cells,) = csv.reader((line,), delimiter=dialect.delimiter, strict=True)
    except csv.Error:
        return _escaped(text, start, line_end, dialect.delimiter)
    return tuple(cells), line_end


def _escaped(
    text: str, start: int, line_end: int, delimiter: str
) -> tuple[tuple[str, ...] | None, int]:
    cells: list[str] = []
    position = start
    pattern = _escaped_cell(delimiter)
    while len(cells) < _MAX_CELLS and (cell := pattern.match(text, position)):
        quoted, plain, end = cell.groups()
        cells.append(plain or "" if quoted is None else quoted.replace('""', '"'))
        position = cell.end()
        if end != delimiter:
            return tuple(cells), position
    return None, line_end


@cache
def _escaped_cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    # possessive (`++`): a quote that never closes must fail at once, not after backtracking
    quoted = r'"((?:[^"]++|"")*+)"'
    plain = rf'((?!")[^{mark}\r\n]*+)'
    return re.compile(rf"(?:{quoted}|{plain})({mark}|\r\n|\n|\r|\Z)")


def _bare(line: str, delimiter: str) -> tuple[str, ...] | None:
    cells: list[str] = []
    position = 0
    while cell := _bare_cell(delimiter).match(line, position):
        quoted, plain, end = cell.groups()
        cells.append(plain or "" if quoted is None else quoted)
        position = cell.end()
        if not end:
            return tuple(cells)
    return None


@cache
def _bare_cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    # A cell ends at a quote before a delimiter, and only if another cell follows that delimiter (a
    # quoted or empty one, a number): `"школа "Гамма", корпус 1"` is one cell.
    follows = rf'(?:"|{mark}|\Z|[^\s"{mark}]++(?:{mark}|\Z))'
    quoted = rf'"(.*?)"(?={mark}{follows}|\Z)'
    plain = rf'((?!")[^{mark}]*+)'
    return re.compile(rf"(?:{quoted}|{plain})({mark}|\Z)")


def _line_end(text: str, position: int) -> int:
    """Where the next line begins."""
    found = _LINE_END.search(text, position)
    return found.end() if found else len(text)


def _line_count(text: str, start: int, end: int) -> int:
    """How many lines a record takes; its own line end is one of them."""
    return max(1, sum(1 for found in _LINE_END.finditer(text, start, end) if found.group()))
