"""A workbook parsed: its visible sheets, and the rows of one of them as plain cells.

The book was looked into before; the parser (calamine) has bounded memory and time, and whatever it
stumbles on is a damaged file.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from imports.reading.archive import encrypted
from imports.reading.inspection import Errors
from imports.reading.limits import Limits
from imports.reading.opened import Opened, RawRow, nothing, too_many_rows, within
from imports.reading.refusal import Refusal, RefusedFileError

# Sheets of our own templates that hold no rows.
_NOT_ROWS = frozenset({"справочники", "инструкция"})

# Larger whole numbers are no longer exact in a float, and stay what they are.
_EXACT = 2**53


def open_book(data: bytes, form: str, sheet: str | None, errors: Errors, limits: Limits) -> Opened:
    """The book with the wanted sheet or the first filled one; `errors` fill the parser's gaps."""
    book = _book(data)
    sheets = _visible(book)
    if sheet is not None and sheet not in sheets:
        raise RefusedFileError(
            Refusal.NO_SUCH_SHEET,
            f"нет видимого листа «{sheet}». Есть: {', '.join(f'«{name}»' for name in sheets)}.",
        )
    chosen, height = _chosen(book, sheets, sheet)
    if height > limits.rows:
        raise too_many_rows(limits)
    rows = within(_rows(chosen, errors.get(chosen.name, [])), limits)
    return Opened(form, sheets, chosen.name, height, rows)


def _book(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise encrypted() from error


def _visible(book: CalamineWorkbook) -> tuple[str, ...]:
    return tuple(
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    )


def _chosen(
    book: CalamineWorkbook, sheets: Iterable[str], wanted: str | None
) -> tuple[CalamineSheet, int]:
    """The sheet and the number of its last row."""
    likely = [name for name in sheets if name.strip().casefold() not in _NOT_ROWS]
    for name in likely if wanted is None else (wanted,):
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None:
            return sheet, sheet.end[0] + 1
    raise nothing()


def _rows(sheet: CalamineSheet, errors: list[tuple[int, int, str]]) -> Iterator[RawRow]:
    _, left = sheet.start or (0, 0)
    wrong: dict[int, list[tuple[int, str]]] = {}
    for row, column, error in errors:
        wrong.setdefault(row, []).append((column - left, error))
    before = [None] * left
    for index, values in enumerate(sheet.iter_rows()):
        cells = [_READ[type(value)](value) for value in values]
        for column, error in wrong.get(index, ()):
            if 0 <= column < len(cells):
                cells[column] = error
        yield index + 1, before + cells, ""


def _text(value: str) -> str | None:
    return value or None


def _number(value: float) -> int | float | str:
    if value.is_integer() and abs(value) < _EXACT:
        return int(value)
    # JSON has no word for these
    return value if abs(value) < float("inf") else str(value)


def _whole(value: int) -> int | float:
    return value if abs(value) < _EXACT else float(value)


def _clock(value: time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _same(value: Any) -> Any:
    return value


_READ: dict[type, Any] = {
    str: _text,
    float: _number,
    int: _whole,
    bool: _same,
    date: _same,
    datetime: _same,
    time: _clock,
    timedelta: _duration,
}
