"""An empty sheet of a kind to fill in: headers, an example, lists to choose from, instructions.

Made of the kind's declaration alone and of the lists that the caller gives. No formulas: what a
template offers must be readable where formulas are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from graph.declaration import Kind
from imports.cells import times
from imports.example import COLUMN, MARK
from imports.sheet import Column, Place, Presence, SheetKind
from imports.values import usual

SHEET: Final = "Данные"
LISTS: Final = "Справочники"
HELP: Final = "Инструкция"
_ROWS: Final = 5000
"""Rows to which the drop-down lists reach."""
_EXAMPLE_ROW: Final = 1
_PLACE: Final = Place("", ZoneInfo("UTC"), date(2100, 1, 1))
_FORMATS: Final = {Kind.DATE: "dd.mm.yyyy", Kind.INSTANT: "dd.mm.yyyy hh:mm"}
_NOTE: Final = {"x_scale": 2, "y_scale": 1.5}
_RULES: Final = (
    "Заголовки можно переставлять и называть по-своему: колонки узнаются по словам.",
    "Обязательные колонки отмечены звёздочкой; пустые ячейки остальных ничего не меняют.",
    "Строка «Пример» не загружается; её можно удалить.",
    "Даты: 01.09.2026; число или текст, как удобно. Время: 01.09.2026 14:30.",
    "Несколько значений в ячейке разделяйте точкой с запятой.",
    "Номера с нулями впереди вводите как текст; формул в файле быть не должно.",
    "Сначала файл проверяется: что изменится, видно до записи.",
)


def write_template(
    kind: SheetKind, place_lists: Mapping[str, Sequence[str]], out: BinaryIO
) -> None:
    """Write a workbook; `place_lists` are values to choose from by the keys of columns."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with Workbook(out, options) as book:
        title = {"title": f"Шаблон: {kind.ru}", "author": "Ориентир"}
        # Without a fixed day two templates of one kind would differ.
        book.set_properties(title | {"created": datetime(2019, 9, 1, tzinfo=UTC)})
        sheet, lists = book.add_worksheet(SHEET), _lists(kind, place_lists)
        ranges = _write_lists(book, book.add_worksheet(LISTS), kind, lists)
        _write_columns(book, sheet, kind)
        for column, source in ranges.items():
            _offer(sheet, column, source)
        _write_help(book, book.add_worksheet(HELP), kind)


def template_name(kind: SheetKind) -> str:
    """The name of the template's file."""
    return f"template-{kind.name}.xlsx"


def _offered(kind: SheetKind) -> list[Column]:
    return [column for column in kind.columns if column.offered]


def _lists(
    kind: SheetKind, place_lists: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, Column, tuple[str, ...]]]:
    """The columns that have something to choose from, each with its place in the sheet."""
    for index, column in enumerate(_offered(kind), 1):
        values = usual(column.words) or tuple(place_lists.get(column.key, ()))
        if values:
            yield index, column, values


def _write_lists(
    book: Any,
    sheet: Any,
    kind: SheetKind,
    lists: Iterator[tuple[int, Column, tuple[str, ...]]],
) -> dict[int, str]:
    """The ranges of the lists by the places of the columns that they are for."""
    bold, ranges = book.add_format({"bold": True, "text_wrap": True}), {}
    for at, (index, column, values) in enumerate(lists):
        sheet.set_column(at, at, 32)
        sheet.write_string(0, at, column.label, bold)
        for row, value in enumerate(values, 1):
            sheet.write_string(row, at, value)
        letter = xl_col_to_name(at)
        ranges[index] = f"='{LISTS}'!${letter}$2:${letter}${len(values) + 1}"
    sheet.freeze_panes(1, 0)
    return ranges


def _write_columns(book: Any, sheet: Any, kind: SheetKind) -> None:
    plain = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}
    header = book.add_format(plain | {"bg_color": "#DCE6F1"})
    needed = book.add_format(plain | {"bg_color": "#FCE4D6"})
    grey = {"italic": True, "font_color": "#7F7F7F", "valign": "top"}
    sheet.set_row(0, 45)
    sheet.set_column(0, 0, 9)
    sheet.write_string(0, 0, COLUMN, header)
    sheet.write_string(_EXAMPLE_ROW, 0, MARK, book.add_format(grey))
    for index, column in enumerate(_offered(kind), 1):
        must = column.presence is Presence.REQUIRED
        number_format = _FORMATS.get(_kind_of(column), _number_format(column))
        look = {"num_format": number_format}
        sheet.set_column(index, index, _width(column), book.add_format(look))
        sheet.write_string(0, index, header_of(column), needed if must else header)
        sheet.write_comment(0, index, "\n".join(_told(kind, column)), _NOTE)
        _write_example(sheet, index, column, book.add_format(grey | look))
    sheet.freeze_panes(1, 1)


def header_of(column: Column) -> str:
    """The header as a template has it: what must be filled has an asterisk."""
    return column.label + ("*" if column.presence is Presence.REQUIRED else "")


def _write_example(sheet: Any, index: int, column: Column, look: Any) -> None:
    if not column.example:
        sheet.write_blank(_EXAMPLE_ROW, index, None, look)
        return
    kind = _kind_of(column)
    if kind in _FORMATS:
        day = times.day(column.example, _PLACE)
        clock = times.moment(column.example, _PLACE).replace(tzinfo=None)
        value: date = clock if kind is Kind.INSTANT else day
        sheet.write_datetime(_EXAMPLE_ROW, index, value, look)
    elif kind in (Kind.INTEGER, Kind.NUMBER):
        sheet.write_number(_EXAMPLE_ROW, index, column.read(column.example, _PLACE), look)
    else:
        sheet.write_string(_EXAMPLE_ROW, index, column.example, look)


def _offer(sheet: Any, index: int, source: str) -> None:
    """A list to choose from; what is not in it can be typed too: a reader knows more spellings."""
    options = {"validate": "list", "source": source, "show_error": False, "ignore_blank": True}
    sheet.data_validation(_EXAMPLE_ROW, index, _ROWS, index, options)


def _write_help(book: Any, sheet: Any, kind: SheetKind) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for index, width in enumerate((34, 18, 60, 34, 60)):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, f"{kind.ru} (пункт {kind.clause})", bold)
    for row, rule in enumerate((kind.about, *_RULES), 1):
        sheet.write_string(row, 0, rule)
    start = len(_RULES) + 3
    for index, title in enumerate(("Колонка", "Обязательна", "Что вписать", "Пример", "Как ещё")):
        sheet.write_string(start, index, title, bold)
    for row, column in enumerate(_offered(kind), start + 1):
        said = (column.label, must_be(kind, column), column.fix, column.example)
        for index, text in enumerate((*said, "; ".join(column.synonyms))):
            sheet.write_string(row, index, text, wrap)


def must_be(kind: SheetKind, column: Column) -> str:
    """Whether a column must be there, in words."""
    if column.presence is Presence.REQUIRED:
        return "да"
    groups = [group for group in kind.one_of if column.key in group]
    return "одна из нескольких" if groups else "нет"


def _told(kind: SheetKind, column: Column) -> Iterator[str]:
    yield f"Обязательна: {must_be(kind, column)}."
    yield column.fix
    if column.example:
        yield f"Пример: {column.example}"


def _kind_of(column: Column) -> Kind:
    if column.declared is not None and not column.words:
        return column.declared.kind
    read: object = column.read
    if read is times.day:
        return Kind.DATE
    return Kind.INSTANT if read is times.moment else Kind.TEXT


def _number_format(column: Column) -> str:
    return "General" if _kind_of(column) in (Kind.INTEGER, Kind.NUMBER) else "@"


def _width(column: Column) -> int:
    return min(max(len(column.label), len(column.example), 10) + 2, 44)
