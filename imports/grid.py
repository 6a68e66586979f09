"""A file as a grid: its header and its records, whatever dialect it was written in."""

from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from imports.dialect import Dialect, Record, records, sniff, trimmed
from imports.encoding import decode, read_bytes


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as it stands in the file; `name` is the file's name, without its folder.

    A record may have another number of cells than the header: whoever reads it reports that.
    """

    name: str
    encoding: str
    dialect: Dialect
    header: tuple[str, ...]
    records: tuple[Record, ...]


def read_grid(path: Path, known: frozenset[str]) -> Grid:
    """The grid of one CSV file whose header has some of the `known` (normalised) names.

    InputError if the file can't be read, is not text, is too large, or has no such header.
    """
    return parse_grid(read_bytes(path), path.name, known)


def parse_grid(data: bytes, name: str, known: frozenset[str]) -> Grid:
    """The same from bytes, for a file that was uploaded."""
    text, encoding = decode(data, name)
    dialect = sniff(text, known)
    header = next(records(text, dialect)).cells if dialect else None
    if dialect is None or header is None:
        raise InputError(
            f"Файл «{name}»: строка заголовков не найдена среди первых десяти строк. "
            "Назовите колонки как в образце и сохраните как CSV с разделителем «;» или «,»."
        )
    header = trimmed(header, 0)
    _, *body = records(text, dialect, len(header))
    fitted = (Record(r.row, r.cells and trimmed(r.cells, len(header))) for r in body)
    return Grid(name, encoding, dialect, header, tuple(fitted))
