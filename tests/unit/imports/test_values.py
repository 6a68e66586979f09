"""Cells as people fill them become exact values, or problems that don't repeat the value."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.declaration import Personal
from graph.model.campaign import Format
from imports import values
from imports.cells import names, numbers, packed, texts, times
from imports.name import mended, normalised, title_key
from imports.sheet import Cell, CellError, Place, Presence, Read

PLACE = Place("RU-SAM", ZoneInfo("Europe/Samara"), date(2026, 11, 24))
NBSP, ZERO_WIDTH = "\u00a0", "\u200b"


def read(reader: Read, cell: Cell) -> Any:
    return reader(cell, PLACE)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Школа  №  5 ", "Школа № 5"),
        (f"Школа{NBSP}№{NBSP}5", "Школа № 5"),
        (f"Ива{ZERO_WIDTH}нов", "Иванов"),
        ("первая\nвторая", "первая вторая"),
        ("00123", "00123"),
        (123, "123"),
        (123.0, "123"),
        (12.5, "12,5"),
        (True, "да"),
        (date(2019, 9, 1), "01.09.2019"),
        (datetime(2019, 9, 1, 14, 30), "01.09.2019 14:30"),  # noqa: DTZ001 - as Excel has it
        ("=1+1", "=1+1"),
        ("+7 900 000-00-00", "+7 900 000-00-00"),
        ("@канал", "@канал"),
        ("-", "-"),
        ("й", "й"),
    ],
)
def test_text_is_exact_but_for_spaces(cell: Cell, text: str) -> None:
    assert read(texts.text_of(), cell) == text


@pytest.mark.parametrize("cell", [1.2345678901234568e19, 4e15, float("nan"), float("inf")])
def test_digits_that_a_spreadsheet_lost_are_refused(cell: Cell) -> None:
    with pytest.raises(CellError):
        read(texts.text_of(), cell)


@pytest.mark.parametrize("cell", ["Ива\x00нов", "a\x07", "\u202eабв", "\ud800"])
def test_control_characters_are_refused(cell: str) -> None:
    with pytest.raises(CellError, match="управляющие знаки"):
        read(texts.text_of(), cell)


def test_long_texts_are_refused() -> None:
    assert read(texts.text_of(), "я" * 2000)
    with pytest.raises(CellError, match="длиннее 2000"):
        read(texts.text_of(), "я" * 2001)


@pytest.mark.parametrize("cell", [None, "", "  ", NBSP, f" {ZERO_WIDTH}\n"])
def test_nothing_but_spaces_is_blank(cell: Cell) -> None:
    assert texts.blank(cell)


@pytest.mark.parametrize("cell", [0, False, "0", "-"])
def test_zero_and_no_are_something(cell: Cell) -> None:
    assert not texts.blank(cell)


def test_numbers_kept_as_text_keep_their_zeros() -> None:
    assert read(texts.digits_of(), "00123") == "00123"
    assert read(texts.digits_of(10, 12), 1655000001.0) == "1655000001"
    with pytest.raises(CellError, match="цифр 9"):
        read(texts.digits_of(10, 12), 655000001)
    for cell in ("8,67E+07", "12-34", "١٢٣"):
        with pytest.raises(CellError, match="из одних цифр"):
            read(texts.digits_of(), cell)


@pytest.mark.parametrize(
    "cell",
    [
        date(2019, 9, 1),
        datetime(2019, 9, 1, 23, 59),  # noqa: DTZ001 - as Excel has it
        43709,
        43709.75,
        "43709",
        "01.09.2019",
        "1.9.19",
        "1.09.2019 г.",
        "01/09/2019",
        "01-09-2019",
        "2019-09-01",
        "2019.09.01",
        "1 сентября 2019 г.",
        "1 Сентября 2019 года",
        "«1» сентября 2019",
        "1 сен. 2019",
        "01.09.2019 10:30",
        "2019-09-01T10:30:00",
        "2019-09-01T10:30:00+04:00",
        "2019-08-31T21:30:00Z",
        f"01.09.2019{NBSP}",
    ],
)
def test_days(cell: Cell) -> None:
    assert read(times.day, cell) == date(2019, 9, 1)


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1)), (40_000, None)],
)
def test_days_as_excel_counts_them(serial: int, day: date | None) -> None:
    assert read(times.day, serial) == (day or date(2009, 7, 6))


@pytest.mark.parametrize(
    ("cell", "year"), [("1.9.36", 2036), ("1.9.37", 1937), ("1.9.00", 2000), ("1.9.12", 2012)]
)
def test_two_digits_of_a_year(cell: str, year: int) -> None:
    assert read(times.day, cell) == date(year, 9, 1)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("31.02.2019", "такого дня"),
        ("29.02.2019", "такого дня"),
        ("01.13.2019", "такого дня"),
        ("01.09.2019 25:00", "такого дня или времени"),
        ("2019-02-30T10:00:00Z", "такого дня"),
        ("01.09", "не дата: по виду «99.99»"),
        ("завтра", "не дата: по виду «аааааа»"),
        ("1 мартобря 2019", "какой это месяц"),
        (60, "число, а не дата"),
        (0, "число, а не дата"),
        (-5, "число, а не дата"),
        (1e9, "число, а не дата"),
        (float("nan"), "число, а не дата"),
        (2019, "только год"),
        (True, "не дата"),
        ("01.09.1019", "год вне"),
        (date(3019, 9, 1), "год вне"),
    ],
)
def test_what_is_no_day_is_told_by_its_shape_alone(cell: Cell, told: str) -> None:
    with pytest.raises(CellError, match=told) as error:
        read(times.day, cell)
    assert not isinstance(cell, str) or cell not in str(error.value)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("01.09.2019", datetime(2019, 8, 31, 20, tzinfo=UTC)),
        (date(2019, 9, 1), datetime(2019, 8, 31, 20, tzinfo=UTC)),
        ("01.09.2019 14:30", datetime(2019, 9, 1, 10, 30, tzinfo=UTC)),
        ("01.09.2019, 14:30:15", datetime(2019, 9, 1, 10, 30, 15, tzinfo=UTC)),
        (43709.5, datetime(2019, 9, 1, 8, tzinfo=UTC)),
        ("2019-09-01T10:30:00+03:00", datetime(2019, 9, 1, 7, 30, tzinfo=UTC)),
    ],
)
def test_moments_are_of_the_regions_clock(cell: Cell, moment: datetime) -> None:
    assert read(times.moment, cell) == moment


@pytest.mark.parametrize("cell", ["14:30", "14.30", "14-30", "14:30:00", "14:30 ч.", 14.5 / 24])
def test_times_of_the_day(cell: Cell) -> None:
    assert read(times.clock, cell) == time(14, 30)


@pytest.mark.parametrize("cell", ["25:00", "половина третьего", ""])
def test_what_is_no_time_of_the_day(cell: Cell) -> None:
    with pytest.raises(CellError):
        read(times.clock, cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (f"1{NBSP}200,5", 1200.5),
        ("1 200,5", 1200.5),
        ("1200.5", 1200.5),
        ("−3", -3),
        (12, 12),
        (12.5, 12.5),
    ],
)
def test_numbers(cell: Cell, number: float) -> None:
    assert read(numbers.number_of(), cell) == number


@pytest.mark.parametrize("cell", ["1,200.5", "двенадцать", "1e5", True, date(2019, 9, 1), "∞"])
def test_what_is_no_number(cell: Cell) -> None:
    with pytest.raises(CellError, match="не число"):
        read(numbers.number_of(), cell)


def test_whole_numbers_have_bounds_and_no_fractions() -> None:
    assert read(numbers.whole_of(1, 3), 2.0) == 2
    for cell, told in ((2.5, "дробь"), (0, "меньше 1"), ("4", "больше 3")):
        with pytest.raises(CellError, match=told):
            read(numbers.whole_of(1, 3), cell)


@pytest.mark.parametrize("cell", ["да", "ДА", "1", 1, "+", "истина", "x", "х", "V", True, "есть"])
def test_yes(cell: Cell) -> None:
    assert read(numbers.yes_no, cell) is True


@pytest.mark.parametrize("cell", ["нет", "0", 0, "-", "–", "ложь", False, "не получено"])
def test_no(cell: Cell) -> None:
    assert read(numbers.yes_no, cell) is False


@pytest.mark.parametrize("cell", ["может быть", 2, "?"])
def test_neither_yes_nor_no(cell: Cell) -> None:
    with pytest.raises(CellError, match="да это или нет"):
        read(numbers.yes_no, cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Иванов Иван Петрович", ("Иванов", "Иван", "Петрович")),
        ("  Иванов   Иван ", ("Иванов", "Иван", None)),
        ("ИВАНОВ ИВАН ПЕТРОВИЧ", ("Иванов", "Иван", "Петрович")),
        ("Салтыков-Щедрин Михаил", ("Салтыков-Щедрин", "Михаил", None)),
        ("Мамедов Али Гасан оглы", ("Мамедов", "Али", "Гасан оглы")),
        ("Ивaнoв Ивaн", ("Иванов", "Иван", None)),
        ("Ли Ян Ма", ("Ли", "Ян", "Ма")),
        ("Smith John", ("Smith", "John", None)),
        ("Иванов, Иван Петрович", ("Иванов", "Иван", "Петрович")),
    ],
)
def test_full_names(cell: str, name: names.FullName) -> None:
    assert read(names.full_name, cell) == name


@pytest.mark.parametrize("cell", ["Иванов", "Иванов И.П.", "Иванов Иван П.", "Иванов 1", 12])
def test_names_that_are_not_full(cell: Cell) -> None:
    with pytest.raises(CellError):
        read(names.full_name, cell)


@pytest.mark.parametrize(
    "cell", ["7 Б", "7б", "7-Б", "7Б", "7 «Б»", '7 "Б" класс', "7 б класс", f"7{NBSP}Б", "7/Б"]
)
def test_classes_with_a_letter(cell: str) -> None:
    assert read(names.grade, cell) == (7, "Б")


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        (7, (7, None)),
        (7.0, (7, None)),
        ("11", (11, None)),
        ("7 класс", (7, None)),
        ("10A", (10, "А")),
        ("8 класс В", (8, "В")),
        ("7.1", (7, "1")),
        ("10 ИТ", (10, "ИТ")),
    ],
)
def test_classes(cell: Cell, grade: names.Grade) -> None:
    assert read(names.grade, cell) == grade


@pytest.mark.parametrize("cell", ["VII", "13", "0", 7.5, "седьмой", "71 школа", ""])
def test_what_is_no_class(cell: Cell) -> None:
    with pytest.raises(CellError):
        read(names.grade, cell)


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("Сварка; Робототехника", ("Сварка", "Робототехника")),
        ("Сварка, Робототехника,", ("Сварка", "Робототехника")),
        ("Сварка\nРобототехника", ("Сварка", "Робототехника")),
        ("Сварка, пайка; Робототехника", ("Сварка, пайка", "Робототехника")),
        ('"Сварка, пайка", Робототехника', ("Сварка, пайка", "Робототехника")),
        ("«Сварка, пайка», Робототехника", ("«Сварка, пайка»", "Робототехника")),
        ("Сварка (дуга, газ), Робототехника", ("Сварка (дуга, газ)", "Робототехника")),
        ("Сварка (дуга, Робототехника", ("Сварка (дуга", "Робототехника")),
        ("Сварка; Сварка", ("Сварка",)),
        (7, ("7",)),
    ],
)
def test_packed_lists(cell: Cell, items: tuple[str, ...]) -> None:
    assert read(packed.texts, cell) == items


def test_lists_whose_places_matter_keep_what_repeats() -> None:
    assert read(packed.packed(texts.text_of()), "А, А") == ("А", "А")
    assert read(packed.packed(times.day), date(2019, 9, 1)) == (date(2019, 9, 1),)


def test_latin_letters_are_mended_in_russian_words_only() -> None:
    assert mended("Ивaнoв") == "Иванов"
    assert mended("Школа CAMBRIDGE") == "Школа CAMBRIDGE"
    assert mended("ivanov@example.org") == "ivanov@example.org"
    assert mended("шкoла и Wоrd") == "школа и Wоrd"
    assert normalised(" Алёна  КOТОВА ") == normalised("Алена Котова")


def test_titles_are_equal_whatever_quotes_and_dashes() -> None:
    one = title_key("МБОУ «СОШ №5» – лицей")
    assert one == title_key('МБОУ "СОШ № 5" - лицей') == title_key("мбоу СОШ № 5—лицей")
    assert one != title_key("МБОУ «СОШ №6» – лицей")


def test_a_column_of_the_model_takes_all_from_there() -> None:
    column = values.of("Practicum", "format", "Формат", "Вид")
    assert column.presence is Presence.REQUIRED
    assert read(column.read, "Вовлеченный  выбор") == Format.ENGAGED.value
    assert "ознакомительный" in column.fix
    with pytest.raises(CellError, match="в справочнике"):
        read(column.read, "другой")
    grade = values.of("Student", "grade", "Класс")
    assert read(grade.read, "11") == 11
    with pytest.raises(CellError, match="больше 12"):
        read(grade.read, 13)
    assert values.of("Student", "birth_date", "Рождён").personal is Personal.CHILD
    email = values.of("Person", "email", "Почта")
    assert read(email.read, "a.b@школа.рф") == "a.b@школа.рф"
    with pytest.raises(CellError, match="не адрес"):
        read(email.read, "нет почты")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.from_regex(r"\A\d{1,2}[./-]\d{1,2}[./-]\d{1,4}( \d{1,2}:\d{2})?\Z"),
    st.from_regex(r"\A\d{1,2} ?[-\"«]?[А-яA-z]?[\"»]?( класс)?\Z"),
)
READERS = (
    texts.text_of(),
    texts.digits_of(),
    texts.email,
    times.day,
    times.moment,
    times.clock,
    numbers.number_of(),
    numbers.whole_of(0, 10),
    numbers.degrees_of((19, 180)),
    numbers.yes_no,
    names.name,
    names.full_name,
    names.grade,
    names.letter,
    packed.texts,
    packed.packed(times.moment),
)


@given(CELLS)
def test_any_cell_is_read_or_refused_without_its_value(cell: Cell) -> None:
    if texts.blank(cell):
        return
    for reader in READERS:
        try:
            read(reader, cell)
        except CellError as error:
            told = str(error)
            assert told
            assert not (isinstance(cell, str) and len(cell) > 6 and cell.isalpha() and cell in told)
