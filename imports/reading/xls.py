"""The look into an xls before any parser: its storages, then every record of its stream.

Records and their numbers: [MS-XLS], 2.3 and 2.4.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile  # type: ignore[import-untyped]

from imports.reading.archive import damaged, encrypted
from imports.reading.content import Content
from imports.reading.inspection import (
    MOST_ERRORS,
    Errors,
    embedded,
    external_links,
    formula,
    macros,
)
from imports.reading.refusal import RefusedFileError

_HEAD = struct.Struct("<HH")
_ROW_AND_COLUMN = struct.Struct("<HH")

_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_FILE_PASS = 0x002F
_BOUND_SHEET = 0x0085
_BEGINNING = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EXTERNAL_SHEET = 0x0017
_SUPPORTING_BOOK = 0x01AE
_BOOLEAN_OR_ERROR = 0x0205

_THIS_BOOK = 0x0401
_ADD_IN = 0x3A01
_BIFF_8 = 0x0600
_PLAIN_SHEETS = frozenset({0x00, 0x02})  # worksheets and charts; the others are macros

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class _Seen:
    sheets: dict[int, str] = field(default_factory=dict)
    sheet: str = ""
    version: int = _BIFF_8
    errors: Errors = field(default_factory=dict)


class Ole:
    """An OLE file: what is in it, and the stream of a workbook."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = olefile.OleFileIO(io.BytesIO(data))
            entries = self._file.listdir(streams=True, storages=True)
        except Exception as error:  # the library raises whatever a broken file makes it stumble on
            raise damaged("оглавление не читается") from error
        self.tops: frozenset[str] = frozenset(str(entry[0]).lower() for entry in entries)

    @property
    def content(self) -> Content:
        """Whose file this is. RefusedFileError for a book under a password."""
        if self.tops & {"encryptedpackage", "\x06dataspaces"}:
            raise encrypted()
        if self.tops & {"workbook", "book"}:
            return Content.XLS
        return Content.DOCUMENT if "worddocument" in self.tops else Content.OLE

    def workbook(self) -> bytes:
        """The stream of the workbook's records."""
        name = "Workbook" if "workbook" in self.tops else "Book"
        try:
            stream: bytes = self._file.openstream(name).read()
        except Exception as error:  # as above
            raise damaged("содержимое не читается") from error
        return stream


def inspect(ole: Ole) -> Errors:
    """The cells with errors. RefusedFileError for what a table must not carry, telling where."""
    for top in ole.tops:
        if top in ("_vba_project_cur", "vba", "macros"):
            raise macros("проект VBA")
        if top.startswith(("mbd", "lnk")) or top == "objectpool":
            raise embedded("вложенный объект")
    seen = _Seen()
    for place, kind, body in _records(ole.workbook()):
        if refusal := _refusal(kind, body, seen):
            raise refusal
        _remember(place, kind, body, seen)
    return seen.errors


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each record begins, its number and its body; padding after the last is no record."""
    position = 0
    while position + _HEAD.size <= len(stream):
        kind, size = _HEAD.unpack_from(stream, position)
        end = position + _HEAD.size + size
        if end > len(stream):
            raise damaged("запись книги обрывается")
        if (kind, size) != (0, 0):
            yield position, kind, stream[position + _HEAD.size : end]
        position = end


def _refusal(kind: int, body: bytes, seen: _Seen) -> RefusedFileError | None:
    if kind == _FILE_PASS:
        return encrypted()
    if kind in _FORMULAS and len(body) >= _ROW_AND_COLUMN.size:
        row, column = _ROW_AND_COLUMN.unpack_from(body)
        return formula(seen.sheet, f"{_letters(column)}{row + 1}")
    if kind == _SUPPORTING_BOOK and _is_external(body):
        return external_links("записи SUPBOOK")
    if kind == _EXTERNAL_SHEET and seen.version < _BIFF_8 and body[1:2] == b"\x01":
        return external_links("записи EXTERNSHEET")
    if kind == _BOUND_SHEET and len(body) >= 8 and body[5] not in _PLAIN_SHEETS:
        return macros(f"лист «{_name(body, seen.version)}»")
    return None


def _is_external(body: bytes) -> bool:
    if len(body) < 4:
        return False
    (length,) = struct.unpack_from("<H", body, 2)
    # one character is a name of this book or of nothing
    return length not in (_THIS_BOOK, _ADD_IN, 0, 1)


def _remember(place: int, kind: int, body: bytes, seen: _Seen) -> None:
    if kind == _BOUND_SHEET and len(body) >= 8:
        (offset,) = struct.unpack_from("<I", body)
        seen.sheets[offset] = _name(body, seen.version)
    elif kind in _BEGINNING and len(body) >= 2:
        seen.sheet = seen.sheets.get(place, seen.sheet)
        if not seen.sheets:
            (seen.version,) = struct.unpack_from("<H", body)
    elif kind == _BOOLEAN_OR_ERROR and len(body) >= 8 and body[7]:
        row, column = _ROW_AND_COLUMN.unpack_from(body)
        found = seen.errors.setdefault(seen.sheet, [])
        if len(found) < MOST_ERRORS:
            found.append((row, column, _ERRORS.get(body[6], "#N/A")))


def _name(body: bytes, version: int) -> str:
    if version < _BIFF_8:
        return body[7 : 7 + body[6]].decode("cp1251", "replace")
    wide = body[7] & 1
    text = body[8 : 8 + body[6] * (2 if wide else 1)]
    return text.decode("utf-16-le" if wide else "latin-1", "replace")


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
