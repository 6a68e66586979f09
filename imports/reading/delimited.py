"""A text of cells (csv) read: which characters part the cells is found, not assumed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from imports.name import normalised
from imports.reading.dialect import Dialect, Quoting, Record, records, width_of
from imports.reading.limits import Limits
from imports.reading.opened import Opened, RawRow, nothing, within
from imports.reading.text import decoded

# Where two delimiters part a text equally well, the rarer in plain text is the one.
_DELIMITERS = (";", "\t", "|", ",")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_RECORDS = 300
_HEADER_RECORDS = 10

# Excel's own line above a table: which delimiter it was saved with.
_SEPARATOR = re.compile(r"(?:sep|SEP)=([;,|\t])(?=\r\n|\n|\r|\Z)")

_UNMATCHED = "кавычки не закрыты или стоят не на месте, строка не разобрана на ячейки"


def open_text(data: bytes, known: frozenset[str], limits: Limits) -> Opened:
    """The text with its encoding and delimiter. RefusedFileError for what is not text, or empty."""
    text, encoding = decoded(data)
    dialect, said = sniffed(text, known)
    rows = within(_rows(text, dialect, said), limits)
    first = next(rows, None)
    if first is None:
        raise nothing()
    height = text.count("\n") + (not text.endswith("\n"))
    return Opened("csv", (), "", height, _chained(first, rows), encoding, dialect.delimiter)


def sniffed(text: str, known: frozenset[str]) -> tuple[Dialect, bool]:
    """The dialect, and whether the first line says it and is no row.

    The delimiter is the one that most of the `known` headers stand between, then the one that most
    records are parted by into equally many cells.
    """
    if said := _SEPARATOR.match(text):
        return _quoted(text, said[1], known), True
    sample = text[:_SAMPLE_CHARACTERS]
    best = max(_DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter, known))
    return _quoted(text, best, known), False


def _fitness(sample: str, delimiter: str, known: frozenset[str]) -> tuple[int, int]:
    """How many known headers the delimiter finds in one record, and how many records look alike."""
    found = [_sample(sample, Dialect(delimiter, quoting)) for quoting in Quoting]
    headers = max((_recognised(cells, known) for cells in found[0][:_HEADER_RECORDS]), default=0)
    return headers, max(_alike(cells)[1] for cells in found)


def _sample(sample: str, dialect: Dialect) -> list[tuple[str, ...]]:
    found = islice(records(sample, dialect), _SAMPLE_RECORDS)
    return [record.cells for record in found if record.cells is not None]


def _recognised(cells: tuple[str, ...], known: frozenset[str]) -> int:
    return len({normalised(cell) for cell in cells} & known)


def _alike(found: list[tuple[str, ...]]) -> tuple[int, int]:
    """The width that most records have, and how many have it; one cell alone is no width."""
    widths = Counter(width for cells in found if (width := len(cells)) > 1)
    return max(widths.items(), key=lambda item: item[1], default=(0, 0))


def _quoted(text: str, delimiter: str, known: frozenset[str]) -> Dialect:
    """ESCAPED unless quotes don't match up so, and BARE reads more full records."""
    escaped = _with_width(text, Dialect(delimiter), known)
    if '"' not in text:
        return escaped
    full, unmatched = _well_formed(text, escaped)
    if not unmatched:
        return escaped
    bare = _with_width(text, Dialect(delimiter, Quoting.BARE), known)
    return bare if _well_formed(text, bare)[0] > full else escaped


def _with_width(text: str, dialect: Dialect, known: frozenset[str]) -> Dialect:
    """The header's width where it is known, else the one that most records have."""
    found = _sample(text[:_SAMPLE_CHARACTERS], dialect)
    header = max(found[:_HEADER_RECORDS], key=lambda cells: _recognised(cells, known), default=())
    is_known = _recognised(header, known) > 0
    return replace(dialect, width=width_of(header) if is_known else _alike(found)[0])


def _well_formed(text: str, dialect: Dialect) -> tuple[int, int]:
    """How many records are full, and of how many the quotes don't match up."""
    full = unmatched = 0
    for record in records(text, dialect):
        if record.cells is None:
            unmatched += 1
        elif width_of(record.cells, dialect.width) == dialect.width:
            full += 1
    return full, unmatched


def _rows(text: str, dialect: Dialect, said: bool) -> Iterator[RawRow]:
    for record in islice(records(text, dialect), int(said), None):
        yield _row(record)


def _row(record: Record) -> RawRow:
    if record.cells is None:
        return record.row, [], _UNMATCHED
    return record.row, [cell or None for cell in record.cells], ""


def _chained(first: RawRow, rest: Iterator[RawRow]) -> Iterator[RawRow]:
    yield first
    yield from rest
