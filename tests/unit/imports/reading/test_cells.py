"""Cells of every format come out as they stand, with the numbers of their rows."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from imports.reading import Refusal, RefusedFileError, read
from tests.unit.imports.reading.making import (
    Reader,
    members,
    ods,
    saved,
    with_part,
    xls,
    xlsx,
)

MAKERS = {"xlsx": xlsx, "xls": xls, "ods": ods}
formats = pytest.mark.parametrize("ending", MAKERS)

ROW = (
    "007",
    "  пробел внутри и снаружи ",
    'кавычки " ; , <&>',
    7,
    2.5,
    True,
    date(2010, 2, 3),
    datetime(2026, 11, 24, 9, 30),  # noqa: DTZ001 a sheet knows no zones
    time(9, 5),
)
READ = (*ROW[:-1], "09:05")


def test_cells_of_an_xlsx(reader: Reader) -> None:
    assert [row.cells for row in reader.rows("a.xlsx", xlsx({"Лист": [ROW]}))] == [READ]


def test_cells_of_an_xls(reader: Reader) -> None:
    assert [row.cells for row in reader.rows("a.xls", xls({"Лист": [ROW]}))] == [READ]


def test_cells_of_an_ods(reader: Reader) -> None:
    # spaces at the ends of a paragraph are no text in this format, unless written as elements
    row = (ROW[0], "пробел внутри", *ROW[2:])
    assert [r.cells for r in reader.rows("a.ods", ods({"Лист": [row]}))] == [
        (ROW[0], "пробел внутри", *READ[2:])
    ]


@formats
def test_types_are_exact(reader: Reader, ending: str) -> None:
    (row,) = reader.rows(f"a.{ending}", MAKERS[ending]({"Лист": [ROW]}))

    assert [type(cell) for cell in row.cells] == [
        str,
        str,
        str,
        int,
        float,
        bool,
        date,
        datetime,
        str,
    ]


@formats
def test_empty_rows_are_left_out_and_the_others_keep_their_numbers(
    reader: Reader, ending: str
) -> None:
    table = [(), (None, "a"), (None, None), (" ",), ("b", None, " ")]
    rows = reader.rows(f"a.{ending}", MAKERS[ending]({"Лист": table}))

    assert [(row.number, row.cells) for row in rows] == [(2, (None, "a")), (5, ("b",))]


@formats
def test_the_first_filled_sheet_is_chosen_but_for_those_of_our_templates(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / "book"
    sheets: dict[str, list[Any]] = {"Инструкция": [("a",)], "Пустой": [], "Лист": [("b",), ("c",)]}
    path.write_bytes(MAKERS[ending](sheets))

    with read(path, f"a.{ending}") as reading:
        assert (reading.format, reading.sheets) == (ending, ("Инструкция", "Пустой", "Лист"))
        assert (reading.sheet, reading.chosen.rows) == ("Лист", 2)
        assert (reading.encoding, reading.delimiter) == (None, None)
        assert [row.cells for row in reading.rows()] == [("b",), ("c",)]
    with read(path, f"a.{ending}", sheet="Инструкция") as reading:
        assert [row.cells for row in reading.rows()] == [("a",)]


def test_hidden_sheets_are_not_offered(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Тайный"
    book.active["A1"] = "a"
    book.active.sheet_state = "hidden"
    book.create_sheet("Лист")["A1"] = "b"
    path = tmp_path / "book"
    path.write_bytes(saved(book))

    with read(path, "a.xlsx") as reading:
        assert (reading.sheets, reading.sheet) == (("Лист",), "Лист")
    with pytest.raises(RefusedFileError) as caught, read(path, "a.xlsx", sheet="Тайный"):
        pass
    assert caught.value.reason is Refusal.NO_SUCH_SHEET
    assert caught.value.message == ("Файл «a.xlsx»: нет видимого листа «Тайный». Есть: «Лист».")


def test_errors_stand_as_text_where_they_are(reader: Reader) -> None:
    book = Workbook()
    for cell, value in {"B2": "a", "C2": "#REF!", "B3": "#N/A", "D4": "b"}.items():
        book.active[cell] = value
    for cell in ("C2", "B3"):
        book.active[cell].data_type = "e"

    assert [(row.number, row.cells) for row in reader.rows("a.xlsx", saved(book))] == [
        (2, (None, "a", "#REF!")),
        (3, (None, "#N/A")),
        (4, (None, None, None, "b")),
    ]


def test_a_whole_number_is_one_only_while_it_is_exact(reader: Reader) -> None:
    row = (2**53 - 1, -(2**53) + 1, 1e300, 12345678901234567890)

    (read_row,) = reader.rows("a.xlsx", xlsx({"Лист": [row]}))

    assert [type(cell) for cell in read_row.cells] == [int, int, float, float]
    assert read_row.cells[:3] == row[:3]


def test_merged_cells_are_the_first_one_and_empty_ones(reader: Reader) -> None:
    book = Workbook()
    book.active["A1"] = "a"
    book.active["C1"] = "b"
    book.active.merge_cells("A1:B1")

    assert [row.cells for row in reader.rows("a.xlsx", saved(book))] == [("a", None, "b")]


def test_the_names_of_parts_may_be_written_with_backslashes(reader: Reader) -> None:
    data = xlsx({"Лист": [("a",)]})
    name = "xl/worksheets/sheet1.xml"
    moved = with_part(data, name, members(data)[name]).replace(
        b"xl/worksheets/", b"xl\\worksheets\\"
    )

    assert [row.cells for row in reader.rows("a.xlsx", moved)] == [("a",)]


def test_the_hash_is_of_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n1;2\n")

    with read(path, path.name) as reading:
        assert reading.sha256 == "403bea5152c251c5bc7ef420d824d191605723f99392e83a0549ad58c6d46291"


def test_a_sheet_of_many_rows_comes_in_order(reader: Reader) -> None:
    table = [(number, f"имя {number}") for number in range(1, 3_501)]

    rows = reader.rows("a.xlsx", xlsx({"Лист": table}))

    assert [(row.number, *row.cells) for row in rows] == [(n, n, name) for n, name in table]
