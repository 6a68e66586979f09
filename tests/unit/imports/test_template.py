"""Templates: opened again as anybody would, and read by the kind that they are of."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl  # type: ignore[import-untyped]
import pytest

from imports.example import is_example
from imports.header import find_header
from imports.kinds import KINDS
from imports.reading import read
from imports.sheet import Place, Presence, SheetKind
from imports.template import header_of, template_name, write_template
from imports.typed import drafts_of, read_row

PLACE = Place("RU-TA", ZoneInfo("Europe/Moscow"), date(2026, 11, 24))
SCHOOLS = ("=Школа № 1", "Школа № 5")
OFFERED = {"school": SCHOOLS, "campaign": ("Осень 2026",)}

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def written(kind: SheetKind) -> bytes:
    out = io.BytesIO()
    write_template(kind, OFFERED, out)
    return out.getvalue()


def opened(kind: SheetKind) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(kind)))


@each_kind
def test_the_example_is_read_by_the_kind_without_problems(kind: SheetKind, tmp_path: Path) -> None:
    path = tmp_path / template_name(kind)
    path.write_bytes(written(kind))
    with read(path, path.name) as reading:
        assert reading.sheet == "Данные"
        head, example = list(reading.rows())
    header = find_header([head, example], list(KINDS.values()))
    assert (header.kind, header.row_number, header.missing) == (kind, 1, ())
    assert {one.how for one in header.columns} == {"exact", "ignored"}
    assert is_example(example.cells)
    assert not is_example(head.cells)
    places = {one.index: one.key for one in header.columns if one.key}
    typed = read_row(kind, places, example.cells, PLACE)
    assert drafts_of(kind, typed, PLACE)
    assert typed.problems == []


@each_kind
def test_headers_say_what_is_needed(kind: SheetKind) -> None:
    book = opened(kind)
    assert book.sheetnames == ["Данные", "Справочники", "Инструкция"]
    sheet = book["Данные"]
    assert sheet.freeze_panes == "B2"
    columns = [column for column in kind.columns if column.offered]
    cells = sheet[1][1:]
    assert [cell.value for cell in cells] == [header_of(column) for column in columns]
    for cell, column in zip(cells, columns, strict=True):
        assert cell.value.endswith("*") is (column.presence is Presence.REQUIRED)
        assert column.fix in cell.comment.text
    told = {row[0].value: row for row in book["Инструкция"].iter_rows()}
    assert {column.label for column in columns} <= told.keys()
    assert kind.about in told


@each_kind
def test_there_are_no_formulas(kind: SheetKind) -> None:
    with ZipFile(io.BytesIO(written(kind))) as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name), name
    for sheet in opened(kind):
        assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_lists_stand_beside_and_a_template_is_the_same_each_time() -> None:
    book = opened(KINDS["students"])
    columns = list(_lists(book))
    assert ("Школа", *SCHOOLS) in columns
    assert ("Согласие по словам школы", "получено", "нет") in columns
    offered = {
        str(one.sqref): one.formula1 for one in book["Данные"].data_validations.dataValidation
    }
    assert len(offered) == len(columns)
    index = [cell.value for cell in book["Данные"][1]].index("Школа") + 1
    letter = openpyxl.utils.get_column_letter(index)
    assert offered[f"{letter}2:{letter}5001"] == "'Справочники'!$A$2:$A$3"
    assert written(KINDS["students"]) == written(KINDS["students"])


def test_days_are_days_and_numbers_keep_their_zeros() -> None:
    sheet = opened(KINDS["students"])["Данные"]
    example = {head.value.rstrip("*"): cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert example["Дата рождения"].value == datetime(2012, 3, 14)  # noqa: DTZ001 - as Excel has it
    assert example["Дата рождения"].number_format == "dd.mm.yyyy"
    assert example["Код школы"].number_format == "@"


@pytest.mark.parametrize("first", ["Пример", " пример: ", "ПРИМЕР"])
def test_an_example_is_known_by_its_first_cell(first: str) -> None:
    assert is_example((first, "Иванов Иван"))


@pytest.mark.parametrize("cells", [(), (None, "Пример"), (1, "Пример"), ("Примеров Иван",)])
def test_data_are_no_example(cells: tuple[Any, ...]) -> None:
    assert not is_example(cells)


def _lists(book: Any) -> Iterator[tuple[Any, ...]]:
    for column in book["Справочники"].iter_cols(values_only=True):
        yield tuple(value for value in column if value is not None)
