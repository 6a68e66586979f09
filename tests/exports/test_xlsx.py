"""Workbooks, opened again: values equal, totals agree, nothing that a text could start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from exports.sheet import MOST_LINES, PartSheet
from exports.xlsx import sheet_names
from graph.errors import InputError
from queries.report.table import Cell, Column, Kind, Line, Part, Report, State, Summing, counted
from tests.exports.sample import FORMULA, MADE, event, impairments, registered
from tests.exports.written import written

_SUM: Final = re.compile(r"=SUM\(([A-Z]+)(\d+):\1(\d+)\)")
_RATIO: Final = re.compile(r'=IF\((\w+)=0,"",ROUND\((\w+)/\1\*100,1\)\)')


def opened(report: Report) -> tuple[Any, Any]:
    """The workbook as formulas, and as the values that were kept with them."""
    file = written(report, "xlsx")
    return load_workbook(BytesIO(file.read())), load_workbook(file, data_only=True)


def computed(formulas: Any, formula: str) -> float:
    """What a spreadsheet would make of one of our two formulas."""
    if found := _SUM.fullmatch(formula):
        letter, first, last = found.groups()
        cells = [row[0].value for row in formulas[f"{letter}{first}:{letter}{last}"]]
        return sum(value for value in cells if isinstance(value, (int, float)))
    found = _RATIO.fullmatch(formula)
    assert found, formula
    below, above = (computed_cell(formulas, name) for name in found.groups())
    return round(above / below * 100 + 1e-9, 1)


def computed_cell(formulas: Any, name: str) -> float:
    value = formulas[name].value
    return computed(formulas, value) if isinstance(value, str) else float(value)


def test_every_value_stands_in_its_cell() -> None:
    report = registered()
    _, values = opened(report)
    sheet, part = values["Школы зарегистрировано"], report.parts[0]
    rows = list(sheet.iter_rows(min_row=3, max_row=2 + len(part.lines), values_only=True))
    for number, (row, line) in enumerate(zip(rows, part.lines, strict=True)):
        for value, cell, column in zip(row, line.cells, part.columns, strict=True):
            if column.kind in (Kind.NUMBER, Kind.PERCENT) and cell.state in ("value", "zero"):
                assert value == cell.value, (number, column.key)
        assert row[part.column("first_on")] == datetime(2019, 9, 1 + number % 28)  # noqa: DTZ001
        assert row[part.column("seen_at")] == datetime(2019, 10, 1, 0, 5)  # noqa: DTZ001
        assert row[part.column("adapted")] == ("нет" if number % 2 else "да")
    assert rows[3][part.column("percent")] == "не применимо"
    assert rows[4][part.column("consent")] == "нет данных"
    assert rows[0][part.column("total")] == 0
    assert rows[8][part.column("school")] == "Школа с\nпереносом и звонком"


def test_formats_are_russian_and_words_are_grey_italics() -> None:
    report = registered()
    formulas, _ = opened(report)
    sheet, part = formulas.worksheets[0], report.parts[0]
    row = next(iter(sheet.iter_rows(min_row=6, max_row=6)))
    assert row[part.column("total")].number_format == "#,##0"
    assert row[part.column("percent") - 1].number_format == "#,##0"
    assert row[part.column("first_on")].number_format == "dd.mm.yyyy"
    assert row[part.column("seen_at")].number_format == "dd.mm.yyyy hh:mm"
    above = next(iter(sheet.iter_rows(min_row=5, max_row=5)))
    assert above[part.column("percent")].number_format == '0.0"%"'
    word = row[part.column("percent")]
    assert (word.value, word.font.i, word.font.color.rgb) == ("не применимо", True, "FF7F7F7F")


def test_headings_stay_in_sight_and_repeat_in_print() -> None:
    formulas, _ = opened(registered())
    sheet = formulas.worksheets[0]
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == "A2:Q32"
    assert sheet.print_title_rows == "$1:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"C1:H1", "L1:M1"}
    assert (sheet["C1"].value, sheet["A2"].value) == ("Классы", "Муниципалитет")
    assert all(sheet.column_dimensions[letter].width >= 10 for letter in "ABCIQ")


def test_totals_are_formulas_that_agree_with_the_values_kept() -> None:
    report = registered()
    formulas, values = opened(report)
    part, row = report.parts[0], 33
    summed = 0
    for place, (column, total) in enumerate(zip(part.columns, part.totals, strict=True), 1):
        formula = formulas.worksheets[0].cell(row, place).value
        kept = values.worksheets[0].cell(row, place).value
        if column.summing in (Summing.SUM, Summing.RATIO):
            assert kept == total.value
            assert computed(formulas.worksheets[0], formula) == kept
            summed += 1
    assert summed == 10
    assert values.worksheets[0].cell(row, 1).value == "Итого"


def test_a_total_that_no_formula_gives_is_a_value_and_says_why() -> None:
    report = registered()
    formulas, _ = opened(report)
    people = formulas.worksheets[0].cell(33, report.parts[0].column("people") + 1)
    assert people.value == 17
    assert "один ребёнок в двух строках — один" in people.comment.text


def test_a_sum_over_hidden_cells_is_never_a_formula() -> None:
    formulas, _ = opened(impairments())
    sheet = formulas["Группы"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1] == ("слух", 25, "скрыто: менее 10", 2, "скрыто")
    assert rows[2] == ("зрение", "скрыто: менее 10", "не менее 20", 0, "не применимо")
    assert rows[3] == ("не указано", 14, "нет данных", "не проводилось", "нет данных")
    assert rows[4] == ("Итого", 44, "не менее 20", "=SUM(D2:D4)", "не менее 45,5\xa0%")
    assert "скрытое" in sheet["B5"].comment.text
    assert sheet["B5"].comment.author == "Ориентир"


def test_a_share_that_excel_rounds_otherwise_is_a_value() -> None:
    columns = (
        Column("part", "Часть", summing=Summing.SUM),
        Column("whole", "Целое", summing=Summing.SUM),
        Column("share", "%", Kind.PERCENT, summing=Summing.RATIO, ratio=("part", "whole")),
    )
    cells = (counted(1), counted(16), Cell(State.VALUE, 6.2))
    part = Part("one", "Одна", columns, (Line(("a",), cells),), cells)
    formulas, _ = opened(replace(registered(1), parts=(part,)))
    assert [cell.value for cell in formulas["Одна"][3]] == ["=SUM(A2:A2)", "=SUM(B2:B2)", 6.2]


def test_no_text_becomes_a_formula_or_a_link_to_a_program() -> None:
    file = written(registered(), "xlsx")
    formulas = load_workbook(BytesIO(file.read()))
    sheet = formulas.worksheets[0]
    assert (sheet["B3"].value, sheet["B3"].data_type) == (FORMULA, "s")
    begun = [cell for row in sheet.iter_rows(max_row=32) for cell in row if cell.data_type == "f"]
    assert begun == []
    with zipfile.ZipFile(file) as archive:
        targets = archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<f>") == 10
    assert "https://school.example/a?b=1&amp;c=2" in targets
    assert "javascript" not in targets
    assert sheet["Q3"].hyperlink is not None
    assert sheet["Q4"].hyperlink is None


def test_it_tells_about_itself() -> None:
    _, values = opened(registered())
    told = {row[0]: row[1] for row in values["О выгрузке"].iter_rows(values_only=True) if row[0]}
    assert told["Данные на"] == "01.10.2019 00:00 (Europe/Moscow, UTC+03:00)"
    assert told["Когда"] == "02.10.2019 10:30 (Europe/Moscow, UTC+03:00)"
    assert told["Выгрузил"] == "coordinator-ta"
    assert told["Муниципалитет"] == "Казань"
    assert told["Версия программы"] == "0.1.0"
    assert (told["Версия"], told["Срок"], told["В срок"]) == ("2", "03.10.2019", "пока неизвестно")
    assert (told["План"], told["Изменение"]) == ("2\xa0000", "\N{MINUS SIGN}5")
    assert {"нет данных", "0", "не применимо", "не проводилось"} <= told.keys()


def test_a_report_of_nothing_says_so() -> None:
    _, values = opened(event())
    assert values["Мероприятия"]["A2"].value == "не проводилось"


def test_sheets_have_names_that_excel_takes() -> None:
    long = "Практикумы наставников региона за его пределами"
    names = list(sheet_names(["Группы", "группы", "о выгрузке", "а/б:[в]*?", "'", long, long]))
    assert names == [
        "Группы",
        "группы (2)",
        "о выгрузке (2)",
        "а б в",
        "Таблица",
        "Практикумы наставников региона…",
        "Практикумы наставников рег… (2)",
    ]
    assert max(map(len, names)) <= 31


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (Cell(State.VALUE, float("nan")), Kind.NUMBER, "нет данных"),
        (Cell(State.VALUE, float("inf")), Kind.PERCENT, "нет данных"),
        (Cell(State.VALUE, 2.25), Kind.NUMBER, 2.25),
        (Cell(State.VALUE, date(1066, 10, 14)), Kind.DATE, "14.10.1066"),
        (Cell(State.VALUE, "https://" + "a" * 3000), Kind.LINK, "https://" + "a" * 3000),
        (Cell(State.VALUE, "я" * 40_000), Kind.TEXT, "я" * 15_999 + "…"),
        (Cell(State.ZERO), Kind.NUMBER, 0),
        (Cell(State.VALUE, datetime(2019, 1, 1, 22, tzinfo=UTC)), Kind.DATE, datetime(2019, 1, 2)),  # noqa: DTZ001
    ],
)
def test_what_excel_can_not_hold_is_told(cell: Cell, kind: Kind, expected: object) -> None:
    part = Part("one", "Одна", (Column("a", "A", kind),), (Line(("a",), (cell,)),))
    _, values = opened(replace(registered(1), parts=(part,)))
    assert values["Одна"]["A2"].value == expected


def test_a_part_larger_than_a_sheet_is_refused() -> None:
    class Many(tuple[Line, ...]):
        __slots__ = ()

        def __len__(self) -> int:
            return MOST_LINES + 1

    part = replace(registered(1).parts[0], lines=Many())
    with pytest.raises(InputError, match="возьмите csv"):
        PartSheet(None, None, registered(1), part)  # type: ignore[arg-type]


_LARGE: Final = """
import resource, sys
from exports.xlsx import write_xlsx
from tests.exports.sample import MADE, registered

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

report = registered(40_000)
before = peak()
with open(sys.argv[1], "wb") as out:
    write_xlsx(report, MADE, out)
print(peak() - before)
"""


def test_forty_thousand_lines_take_little_memory_and_leave_nothing(tmp_path: Path) -> None:
    """A process of its own: its greatest size is what the machine has to bear."""
    done = subprocess.run(
        [sys.executable, "-c", _LARGE, str(tmp_path / "report.xlsx")],
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": "."},
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(done.stdout) < 60_000, "kilobytes"
    assert [file.name for file in tmp_path.iterdir()] == ["report.xlsx"]
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        sheet = archive.open("xl/worksheets/sheet1.xml")
        rows = sum(piece.count(b"<row ") for piece in iter(lambda: sheet.readline(), b""))
    assert rows == 40_000 + 3


def test_the_same_report_gives_the_same_cells() -> None:
    later = replace(MADE, made_at=MADE.made_at + timedelta(days=1))
    first, second = (
        zipfile.ZipFile(written(registered(), "xlsx", made)).read("xl/worksheets/sheet1.xml")
        for made in (MADE, later)
    )
    assert first == second
