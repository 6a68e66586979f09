"""How a CSV file is written: delimiter, way of quoting, where its header stands.

Two ways of quoting are met. ESCAPED is the usual one: a quote inside a quoted cell is doubled, and
a cell may hold line breaks. BARE is what the open data portal writes: every cell is quoted, quotes
inside stay as they are (`"гимназия "Гамма""`), an empty cell may be unquoted, a line is a record.

This module finds cells and changes none of them; what they mean is not its business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from imports.name import normalised

# Real exports carry up to three rows of titles above the header; ten is generous.
HEADER_SEARCH_ROWS = 10

# No sheet of ours has a tenth of this. Without a bound, a hostile file of unclosed quotes would be
# read to its end again from every line.
_MAX_CELLS = 500

_DELIMITERS = (";", ",", "\t")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


class Quoting(StrEnum):
    """How quotes inside a quoted cell are written."""

    ESCAPED = "escaped"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing; `header_row` is the line the header stands on, from 1."""

    delimiter: str
    quoting: Quoting
    header_row: int


@dataclass(frozen=True, slots=True)
class Record:
    """Cells of one record and the line it begins on; `cells` is None if quotes don't match up."""

    row: int
    cells: tuple[str, ...] | None


def records(text: str, dialect: Dialect, width: int | None = None) -> Iterator[Record]:
    """Every record from the header on, blank lines left out.

    With `width` known, a record over several lines that doesn't have it is a quote never closed:
    only its first line is given up, so that the lines it swallowed come out as themselves.
    """
    position = _line_start(text, dialect.header_row)
    row = dialect.header_row
    while position < len(text):
        cells, end = _cells(text, position, dialect)
        lines = _line_count(text, position, end)
        if (
            lines > 1
            and width is not None
            and (cells is None or len(trimmed(cells, width)) != width)
        ):
            cells, end, lines = None, _line_end(text, position), 1
        if cells is None or any(cell.strip() for cell in cells):
            yield Record(row, cells)
        position, row = end, row + lines


def trimmed(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Cells without the empty ones that a trailing delimiter adds beyond the header's width."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def sniff(text: str, known: frozenset[str]) -> Dialect | None:
    """The dialect whose header has the most of the `known` (normalised) names; None if none has.

    Quoting is the one that reads more records at the header's width; a tie is ESCAPED.
    """
    candidates = [
        (_recognised(text, dialect, known), -dialect.header_row, dialect)
        for header_row in range(1, HEADER_SEARCH_ROWS + 1)
        for delimiter in _DELIMITERS
        for dialect in (Dialect(delimiter, Quoting.ESCAPED, header_row),)
    ]
    recognised, _, best = max(candidates, key=lambda candidate: candidate[:2])
    if not recognised:
        return None
    bare = Dialect(best.delimiter, Quoting.BARE, best.header_row)
    return bare if _well_formed(text, bare) > _well_formed(text, best) else best


def _recognised(text: str, dialect: Dialect, known: frozenset[str]) -> int:
    start = _line_start(text, dialect.header_row)
    cells, _ = _cells(text, start, dialect) if start < len(text) else (None, start)
    return len({normalised(cell) for cell in cells or ()} & known)


def _well_formed(text: str, dialect: Dialect) -> int:
    found = records(text, dialect)
    header = next(found).cells
    if header is None:
        return 0
    width = len(trimmed(header, 0))
    return sum(
        record.cells is not None and len(trimmed(record.cells, width)) == width for record in found
    )


def _cells(text: str, start: int, dialect: Dialect) -> tuple[tuple[str, ...] | None, int]:
    """Cells of the record that begins at `start`, and where the next record begins."""
    if dialect.quoting is Quoting.BARE:
        end = _line_end(text, start)
        return _bare(text[start:end].rstrip("\r\n"), dialect.delimiter), end
    return _escaped(text, start, dialect.delimiter)


def _escaped(text: str, start: int, delimiter: str) -> tuple[tuple[str, ...] | None, int]:
    cells: list[str] = []
    position = start
    while len(cells) < _MAX_CELLS and (cell := _escaped_cell(delimiter).match(text, position)):
        quoted, plain, end = cell.groups()
        cells.append(plain or "" if quoted is None else quoted.replace('""', '"'))
        position = cell.end()
        if end != delimiter:
            return tuple(cells), position
    return None, _line_end(text, start)


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


def _line_start(text: str, row: int) -> int:
    position = 0
    for _ in range(row - 1):
        position = _line_end(text, position)
    return position


def _line_end(text: str, position: int) -> int:
    """Where the next line begins."""
    found = _LINE_END.search(text, position)
    return found.end() if found else len(text)


def _line_count(text: str, start: int, end: int) -> int:
    """How many lines a record takes; its own line end is one of them."""
    return max(1, sum(1 for found in _LINE_END.finditer(text, start, end) if found.group()))
