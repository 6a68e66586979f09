"""Headers are found, not assumed: wherever they stand, whatever they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from graph.errors import InputError
from imports import values
from imports.header import Header, find_header, with_choice
from imports.headings import similar
from imports.kinds import KINDS
from imports.sheet import Cell, SheetKind


@dataclass(frozen=True)
class Line:
    number: int
    cells: Sequence[Cell]


def lines(*rows: Sequence[Cell]) -> list[Line]:
    return [Line(number, cells) for number, cells in enumerate(rows, 1)]


def keys(header: Header) -> list[tuple[str | None, str]]:
    return [(one.key, one.how) for one in header.columns]


EVERY = list(KINDS.values())
STUDENTS = [KINDS["students"]]
EXPORT = (
    "Муниципалитет|ФИО|Дата рождения|Школа|Класс (номер)|Класс (буква)|Практикумы (название)"
    "|Практикумы (дата)|Диагностика (тема)|Диагностика (дата)|Ответственный навигатор"
)
ROW = ("Иванов Иван Петрович", "01.02.2012", "Школа № 5", "8 Б")


@pytest.mark.parametrize("kind", EVERY, ids=KINDS)
def test_a_kind_is_known_by_its_own_headers(kind: SheetKind) -> None:
    labels = [column.label for column in kind.columns if column.offered]
    header = find_header(lines(["№ п/п", *labels]), EVERY)
    assert header.kind is kind
    assert header.row_number == 1
    assert keys(header)[0] == (None, "ignored")
    offered = [column.key for column in kind.columns if column.offered]
    assert keys(header)[1:] == [(key, "exact") for key in offered]
    assert header.missing == ()


@pytest.mark.parametrize("kind", EVERY, ids=KINDS)
def test_every_synonym_names_its_column(kind: SheetKind) -> None:
    for column in kind.columns:
        other = next(one for one in kind.columns if one.key != column.key)
        for spelling in column.synonyms:
            header = find_header(lines([spelling.upper() + " *", other.label]), [kind])
            assert keys(header)[0] == (column.key, "exact"), spelling


def test_the_platforms_export_has_junk_above_its_header() -> None:
    header = find_header(
        lines(
            ("Билет в будущее",),
            ("Выгрузка от", "24.11.2026"),
            (None, None, "Всего", 2),
            EXPORT.split("|"),
            ("Казань", *ROW),
        ),
        EVERY,
    )
    assert header.kind.name == "platform_export"
    assert header.row_number == 4
    assert [key for key, _ in keys(header)] == [
        "municipality",
        "full_name",
        "birth_date",
        "school",
        "grade",
        "grade_letter",
        "practicums",
        "practicum_days",
        "topics",
        "topic_days",
        "navigator",
    ]
    assert header.missing == ()


def test_columns_in_any_order_with_marks_units_and_look_alikes() -> None:
    header = find_header(
        lines(
            ("Класс*", "Дата  рождения (дд.мм.гггг)", "ФИО обучающегося (обязательно)"),
        ),
        STUDENTS,
    )
    assert keys(header) == [("grade", "exact"), ("birth_date", "exact"), ("full_name", "exact")]
    latin = find_header(lines(("Клacс", "ФИO", "Школа:")), STUDENTS)
    assert keys(latin) == [("grade", "exact"), ("full_name", "exact"), ("school", "exact")]


def test_what_is_only_like_a_spelling_is_marked() -> None:
    header = find_header(lines(("ФИО", "Дата рожденья", "Школаа", "Цвет глаз")), STUDENTS)
    assert keys(header) == [
        ("full_name", "exact"),
        ("birth_date", "similar"),
        ("school", "similar"),
        (None, ""),
    ]


def test_numbers_tell_headers_apart() -> None:
    spellings = {"дата практикума 1": "first", "дата практикума 2": "second"}
    assert similar("Дата практикумa 2", spellings) == "second"
    assert similar("Дата практикума 3", spellings) is None
    assert similar("Дата практикума", spellings) is None


def test_of_two_headers_of_one_column_the_first_counts() -> None:
    header = find_header(lines(("ФИО", "Школа", "ОО", "Дата рождения")), STUDENTS)
    assert keys(header) == [
        ("full_name", "exact"),
        ("school", "exact"),
        (None, "repeated"),
        ("birth_date", "exact"),
    ]


def test_two_rows_of_headers_are_joined() -> None:
    header = find_header(
        lines(
            ("Список участников",),
            ("Участник", None, None, "Школа", None),
            ("Фамилия", "Имя", "Отчество", "Муниципалитет", "Наименование ОО"),
            ("Иванов", "Иван", None, "Казань", "Школа № 5"),
        ),
        STUDENTS,
    )
    assert header.row_number == 3
    assert [key for key, _ in keys(header)] == [
        "full_name_family_name",
        "full_name_given_name",
        "full_name_patronymic",
        "municipality",
        "school",
    ]
    under = find_header(
        lines(
            ("ФИО", "Дата рождения", "1 этап", "Прочее"),
            (None, None, "дата", "текст"),
            ("Иванов Иван", "01.02.2012", "20.09.2026", None),
        ),
        [KINDS["stage_results"]],
    )
    assert under.row_number == 1


def test_data_below_a_header_are_not_its_second_row() -> None:
    header = find_header(lines(("ФИО", "Дата рождения", "Школа", "Класс"), ROW, ROW), STUDENTS)
    assert header.row_number == 1


def test_missing_columns_are_told_with_what_to_do() -> None:
    header = find_header(lines(("ФИО", "Класс", "Телефон")), STUDENTS)
    (missing,) = header.missing
    assert missing.what == "в файле нет колонки «Дата рождения» или «Школа» или «Код школы»"
    assert missing.key == "birth_date"
    assert "Добавьте колонку" in missing.fix


@pytest.mark.parametrize(
    "rows",
    [[], [()], [("Цвет", "Вес")], [("ФИО",)], [("Привет",), (1, 2.5, None), ROW]],
)
def test_a_file_without_a_header_is_refused(rows: list[Sequence[Cell]]) -> None:
    with pytest.raises(InputError, match="не нашлось строки заголовков") as error:
        find_header(lines(*rows), STUDENTS)
    assert "«Участники»: «Номер участника», «ФИО»" in error.value.message


def test_a_header_that_fits_two_kinds_is_refused_by_name() -> None:
    def kind(name: str) -> SheetKind:
        columns = (values.text("one", "Первая"), values.text("two", "Вторая"))
        return SheetKind(name, f"Лист {name}", "5.2", columns, lambda *_: iter(()))

    with pytest.raises(InputError, match=r"«Лист a» \(a\) и «Лист b» \(b\).*--kind"):
        find_header(lines(("Первая", "Вторая")), [kind("a"), kind("b")])


def test_the_kind_that_recognises_more_wins() -> None:
    row = ("ФИО", "Дата рождения", "Школа", "1 этап", "2 этап", "3 этап")
    assert find_header(lines(row), EVERY).kind.name == "stage_results"
    assert find_header(lines(row[:3]), EVERY).kind.name == "students"


def test_what_a_person_says_wins() -> None:
    header = find_header(lines(("ФИО", "Школа", "Дата", "Класс")), STUDENTS)
    assert keys(header)[2] == (None, "")
    columns, missing = with_choice(STUDENTS[0], header.columns, {2: "birth_date", 1: None})
    assert [(one.key, one.how) for one in columns] == [
        ("full_name", "exact"),
        (None, "chosen"),
        ("birth_date", "chosen"),
        ("grade", "exact"),
    ]
    assert missing == ()
    moved, missing = with_choice(STUDENTS[0], header.columns, {2: "full_name"})
    assert [one.key for one in moved] == [None, "school", "full_name", "grade"]
    assert missing == ()
    _, missing = with_choice(STUDENTS[0], header.columns, {0: None})
    assert [one.key for one in missing] == ["full_name"]


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({9: "school"}, "Нет такой колонки: 10"),
        ({0: "цвет"}, "Нет такой колонки: цвет"),
        ({0: "school", 2: "school"}, "двум столбцам"),
    ],
)
def test_a_choice_that_cannot_be(choice: dict[int, str | None], told: str) -> None:
    header = find_header(lines(("ФИО", "Школа", "Дата", "Класс")), STUDENTS)
    with pytest.raises(InputError, match=told):
        with_choice(STUDENTS[0], header.columns, choice)


def test_an_ordinary_list_of_children_is_no_export_of_the_platform() -> None:
    for asked in (
        ("Фамилия", "Имя", "Отчество", "Дата рождения", "Класс", "Школа"),
        ("ФИО", "Дата рождения", "Класс", "Школа"),
    ):
        header = find_header(lines(asked), EVERY)
        assert header.kind.name == "students"
