"""One file being read: what it is, which sheet was chosen, its rows as they come from the child.

The parent never parses: it hashes the bytes, hands them over and checks what comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from imports.reading.limits import LIMITS, Limits
from imports.reading.process import Child, damaged
from imports.reading.refusal import Refusal, RefusedFileError
from imports.reading.wire import Message, restored

if TYPE_CHECKING:
    from imports.sheet import Cell

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file; `number` is what Excel shows beside it, from 1.

    Of a csv it is the line the record begins on. Empty cells are None, those after the last filled
    one are cut off. `problem` says why a row of a csv can't be split into cells; it has none then.
    """

    number: int
    cells: tuple[Cell, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """The chosen sheet; `rows` is the number of its last row, empty ones among them."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """An open file. `sheets` are the visible ones; a csv has none, its `sheet` is "".

    `encoding` and `delimiter` are a csv's. `sha256` is of the very bytes that are parsed.
    """

    format: str
    sheets: tuple[str, ...]
    chosen: SheetInfo
    encoding: str | None
    delimiter: str | None
    sha256: str
    _name: str
    _child: Child

    @property
    def sheet(self) -> str:
        """The name of the chosen sheet."""
        return self.chosen.name

    def rows(self) -> Iterator[Row]:
        """Every filled row in order, once. RefusedFileError may come instead of any of them."""
        while rows := self._next():
            yield from rows

    def _next(self) -> list[Row]:
        with _named(self._name):
            return _rows(self._child.answer())


@contextmanager
def read(
    path: Path,
    name: str,
    *,
    sheet: str | None = None,
    known: frozenset[str] = frozenset(),
    limits: Limits = LIMITS,
) -> Iterator[Reading]:
    """Opens the file that a person calls `name`; whatever happens, the child is gone afterwards.

    `sheet` picks another sheet than the first filled one; `known` are normalised headers that
    decide a csv's delimiter. RefusedFileError says why a file is not read.
    """
    with Child(limits) as child:
        yield opened(child, path, name, sheet, known)


def opened(
    child: Child,
    path: Path,
    name: str,
    sheet: str | None = None,
    known: frozenset[str] = frozenset(),
) -> Reading:
    """The file as `child` opens it; a child that has told a file's last row may take another."""
    request: Message = {"name": name, "sheet": sheet, "known": sorted(known)}
    with _named(name):
        sha256 = _handed_over(child, path, request)
        return _reading(child.answer(), name, sha256, child)


def _handed_over(child: Child, path: Path, request: Message) -> str:
    try:
        with path.open("rb") as file:
            return _sent(child, file, request)
    except OSError as error:
        raise RefusedFileError(
            Refusal.ABSENT, "не прочитан. Проверьте, что он есть и открывается на чтение."
        ) from error


def _sent(child: Child, file: BinaryIO, request: Message) -> str:
    size = file.seek(0, 2)
    if size > child.limits.file:
        raise RefusedFileError(
            Refusal.TOO_LARGE,
            f"больше {child.limits.file // _MEGABYTE} МБ. Разделите его на части: каждая со своей "
            "строкой заголовков.",
        )
    file.seek(0)
    digest = hashlib.sha256()
    child.ask(request | {"size": size}, _pieces(file, size, digest.update))
    return digest.hexdigest()


def _pieces(file: BinaryIO, size: int, seen: Callable[[bytes], object]) -> Iterator[bytes]:
    """Exactly `size` bytes; a file cut meanwhile ends the stream, and the child with it."""
    while size and (piece := file.read(min(size, _MEGABYTE))):
        seen(piece)
        size -= len(piece)
        yield piece


def _reading(book: Message, name: str, sha256: str, child: Child) -> Reading:
    try:
        return Reading(
            format=str(book["format"]),
            sheets=tuple(map(str, book["sheets"])),
            chosen=SheetInfo(str(book["sheet"]), int(book["height"])),
            encoding=book["encoding"],
            delimiter=book["delimiter"],
            sha256=sha256,
            _name=name,
            _child=child,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise damaged() from error


def _rows(message: Message) -> list[Row]:
    try:
        return [
            Row(int(number), tuple(map(restored, cells)), str(problem))
            for number, cells, problem in message["rows"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise damaged() from error


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except RefusedFileError as error:
        raise RefusedFileError(error.reason, f"Файл «{name}»: {error.message}") from error
