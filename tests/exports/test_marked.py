"""A sheet given back with its errors marked: the person's own columns, and what we add to them."""

from __future__ import annotations

import io
import tracemalloc
from typing import Any, Final

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from exports.marked import ADDED, Sheet, marked_book
from imports import sheet
from imports.batch import Candidate, Changed, Fate, RowProblem, RowView

HEADERS: Final = ("ФИО", "Класс", "")
TOLD: Final = Sheet(
    HEADERS,
    {"full_name": 0, "grade": 1},
    {"new": 1, "rejected": 1},
    (RowProblem("Школа", "school", "", "в файле нет колонки «Школа»", "Добавьте её."),),
    (("Вид листа", "Участники"),),
)
NEW: Final = RowView(2, Fate.NEW, ("=СУММ(A1)", "7"))
WRONG: Final = RowView(
    4,
    Fate.REJECTED,
    ("Иванова", "77\x07", "заметка"),
    (
        RowProblem("Класс", "grade", "77", "такого класса нет", "Впишите от 1 до 11."),
        RowProblem(None, None, "", "строка странная", ""),
    ),
)
ALIKE: Final = RowView(
    5,
    Fate.DUPLICATE,
    ("Иванова", "7"),
    changes=(Changed("Участник", "класс", "", "7"),),
    candidates=(Candidate("1", "Иванова А.", "совпадают имя и школа"),),
    why="решите, кто это",
)


def book(told: Sheet, *rows: RowView) -> Any:
    out = io.BytesIO()
    with marked_book(told, out) as marked:
        marked.add(rows[:1])
        marked.add(rows[1:])
        marked.finish()
    return load_workbook(out)


def test_columns_stand_in_order_beside_what_is_wrong() -> None:
    made = book(TOLD, NEW, WRONG, ALIKE)["Строки"]
    lines = list(made.iter_rows(values_only=True))
    assert lines[0] == (
        "Что будет", "Ошибка", "ФИО", "Класс", None,
        "Было → стало", "Кто это может быть", "Строка файла",
    )  # fmt: skip
    assert lines[1:] == [
        ("новая", None, "=СУММ(A1)", "7", None, None, None, 2),
        (
            "ошибка",
            "«Класс»: такого класса нет. Впишите от 1 до 11.\nстрока странная",
            "Иванова", "77", "заметка", None, None, 4,
        ),
        (
            "возможный повтор", "решите, кто это", "Иванова", "7", None,
            "Участник, класс: пусто → 7", "Иванова А.: совпадают имя и школа", 5,
        ),
    ]  # fmt: skip
    assert made.auto_filter.ref == "A1:H4"
    assert made.freeze_panes == "B2"


def test_a_wrong_cell_is_coloured_and_says_how_to_mend_it() -> None:
    made = book(TOLD, NEW, WRONG)["Строки"]
    assert made["D3"].comment.text == "такого класса нет. Впишите от 1 до 11."
    assert made["D3"].fill.fgColor.rgb == "FFF8CBAD"
    assert made["D2"].comment is None
    assert made["D2"].fill.fgColor.rgb == "00000000"


def test_text_is_never_a_formula() -> None:
    cell = book(TOLD, NEW)["Строки"]["C2"]
    assert (cell.value, cell.data_type) == ("=СУММ(A1)", "s")


def test_the_summary_counts_rows_and_tells_of_the_file() -> None:
    lines = list(book(TOLD, NEW)["Сводка"].iter_rows(values_only=True))
    assert lines[0] == ("Вид листа", "Участники")
    assert ("Строк: новая", "1") in lines
    assert ("Строк: ошибка", "1") in lines
    assert ("Строк: устарела", "0") in lines
    assert ("Ошибка", "«Школа»: в файле нет колонки «Школа». Добавьте её.") in lines


def test_a_file_that_was_marked_before_is_not_marked_twice() -> None:
    told = Sheet((*HEADERS[:2], *ADDED), {"grade": 1}, {})
    row = RowView(2, Fate.SAME, ("Иванова", "7", "новая", "старая ошибка"))
    lines = list(book(told, row)["Строки"].iter_rows(values_only=True))
    assert lines == [
        ("Что будет", "Ошибка", "ФИО", "Класс", *ADDED[2:]),
        ("без изменений", None, "Иванова", "7", None, None, 2),
    ]


def test_whoever_reads_it_again_passes_over_what_was_added() -> None:
    assert ADDED == sheet.ADDED


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_has_its_word(fate: Fate) -> None:
    assert book(TOLD, RowView(2, fate, ("Иванова",)))["Строки"]["A2"].value


def test_memory_does_not_grow_with_the_rows() -> None:
    problem = RowProblem("Класс", "grade", "77", "такого класса нет", "Впишите от 1 до 11.")

    def part(begin: int) -> list[RowView]:
        return [
            RowView(number, Fate.REJECTED, (f"Иванова {number}", "77"), (problem,))
            for number in range(begin, begin + 1_000)
        ]

    tracemalloc.start()
    try:
        with marked_book(TOLD, io.BytesIO()) as marked:
            marked.add(part(2))
            few, _ = tracemalloc.get_traced_memory()
            for begin in range(1_002, 6_002, 1_000):
                marked.add(part(begin))
            many, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert many < few * 1.5
