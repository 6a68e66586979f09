"""Files for the tests: small books of every format, and archives taken apart and put together."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlwt  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.table import Table, TableCell, TableRow  # type: ignore[import-untyped]
from odf.text import P  # type: ignore[import-untyped]
from openpyxl import Workbook  # type: ignore[import-untyped]

from imports.reading import LIMITS, Limits, Refusal, RefusedFileError, Row
from imports.reading.file import opened
from imports.reading.process import Child

Cells = Sequence[Any]
Sheets = Mapping[str, Sequence[Cells]]


def xlsx(sheets: Sheets) -> bytes:
    """A book written by openpyxl."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of a book of openpyxl, xlwt or odfpy."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(sheets: Sheets) -> bytes:
    """A book written by xlwt; days and moments get the formats that make them such."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, _xls_style(cell))
    return saved(book)


def _xls_style(cell: object) -> Any:
    match cell:
        case datetime():
            return xlwt.easyxf(num_format_str="DD.MM.YYYY HH:MM")
        case date():
            return xlwt.easyxf(num_format_str="DD.MM.YYYY")
        case time():
            return xlwt.easyxf(num_format_str="HH:MM")
    return xlwt.easyxf()


def ods(sheets: Sheets) -> bytes:
    """A table written by odfpy."""
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    return saved(document)


def _ods_cell(cell: object) -> Any:
    match cell:
        case None:
            return TableCell()
        case bool():
            return TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
        case int() | float():
            return TableCell(valuetype="float", value=str(cell))
        case datetime() | date():
            return TableCell(valuetype="date", datevalue=cell.isoformat())
        case time():
            return TableCell(valuetype="time", timevalue=f"PT{cell:%H}H{cell:%M}M{cell:%S}S")
    made = TableCell(valuetype="string")
    made.addElement(P(text=cell))
    return made


def members(data: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of the parts, packed."""
    file = io.BytesIO()
    pairs = parts.items() if isinstance(parts, Mapping) else parts
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one part more, or another content of it."""
    return zipped(members(data) | {name: content})


class Reader:
    """Reads file after file by one child, as long as it lives: starting one takes its time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "file"
        self._child: Child | None = None
        self.started = 0

    def rows(
        self,
        name: str,
        data: bytes,
        known: frozenset[str] = frozenset(),
        limits: Limits = LIMITS,
    ) -> list[Row]:
        """All rows of the file."""
        self._path.write_bytes(data)
        child = self._ready(limits)
        return list(opened(child, self._path, name, known=known).rows())

    def refusal(self, name: str, data: bytes, limits: Limits = LIMITS) -> tuple[Refusal, str]:
        """Why the file is refused, and what is told; AssertionError if it is read."""
        try:
            self.rows(name, data, limits=limits)
        except RefusedFileError as error:
            return error.reason, error.message
        raise AssertionError(f"{name} was read")

    def close(self) -> None:
        """The child is gone afterwards."""
        if self._child:
            self._child.close()
        self._child = None

    def _ready(self, limits: Limits) -> Child:
        if self._child is None or not self._child.is_alive:
            self.close()
            self._child = Child(limits)
            self.started += 1
        self._child.limits = limits
        return self._child
