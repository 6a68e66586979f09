"""Texts of cells: any table in any dialect and encoding comes back; what isn't text is refused."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.data
from imports.name import normalised
from imports.reading import LIMITS, Refusal, Row, read
from imports.reading.delimited import open_text
from tests.unit.imports.reading.making import Reader

HEADER = ("Название", "Адрес", "Номер")
KNOWN = frozenset(map(normalised, HEADER))
# Tells the bare dialect from the escaped one, which can't read it.
GUARD = ('Школа "Гамма" № 1', "", '"А"')

Cells = tuple[str | None, ...]
Table = list[tuple[str, str, str]]

# What all the encodings can carry, with all that is special to a dialect more often than the rest.
LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
ASCII = st.characters(codec="ascii", exclude_categories=["Cc"])
CHARS = (
    st.sampled_from("\";,\t|' ")
    | st.sampled_from(LETTERS)
    | st.characters(codec="ascii", exclude_categories=["Cc"])
)
CELLS = st.text(CHARS, max_size=12)

encodings = pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
delimiters = pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
ends = pytest.mark.parametrize("end", ["\n", "\r\n"])


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[Table]:
    # A record of nothing but empty cells is a blank line, which is left out on purpose.
    filled = st.tuples(cells, cells, cells).filter(lambda row: any(c.strip() for c in row))
    return st.lists(filled, max_size=8)


def written(rows: Sequence[Sequence[str]], delimiter: str, quoting: int, end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


def written_bare(rows: Sequence[Sequence[str]], delimiter: str, end: str) -> str:
    """As the portal writes: everything quoted but empty cells, nothing escaped."""
    lines = (delimiter.join(f'"{cell}"' if cell else "" for cell in row) for row in rows)
    return "".join(f"{line}{end}" for line in lines)


def kept(cells: Sequence[str]) -> Cells:
    """What a row keeps of the cells: nothing for empty ones, none at its end."""
    row = [cell or None for cell in cells]
    while row and not (row[-1] or "").strip():
        row.pop()
    return tuple(row)


def read_back(text: str, encoding: str, known: frozenset[str] = KNOWN) -> list[Cells]:
    rows = open_text(text.encode(encoding), known, LIMITS).rows
    found = [(tuple(cells), problem) for _, cells, problem in rows]
    assert {problem for _, problem in found} == {""}
    return [cells for cells, _ in found]


@encodings
@delimiters
@ends
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@settings(max_examples=15, deadline=None)
@given(table=tables(st.text(CHARS | st.just("\n"), max_size=12)), trailing=st.booleans())
def test_an_escaped_table_comes_back(
    encoding: str, delimiter: str, end: str, quoting: int, table: Table, trailing: bool
) -> None:
    rows = [(*row, "") if trailing else row for row in (HEADER, *table)]

    assert read_back(written(rows, delimiter, quoting, end), encoding) == list(map(kept, rows))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
@delimiters
@ends
@settings(max_examples=30, deadline=None)
@given(data=st.data(), trailing=st.booleans())
def test_a_bare_table_comes_back(
    encoding: str, delimiter: str, end: str, data: st.DataObject, trailing: bool
) -> None:
    # The one thing the dialect can't carry is its own end of a cell inside a cell.
    cells = CELLS.filter(lambda cell: f'"{delimiter}' not in f"{cell}\0")
    rows: list[Sequence[str]] = [HEADER, *data.draw(tables(cells)), GUARD]
    rows = [(*row, "") if trailing else row for row in rows]

    assert read_back(written_bare(rows, delimiter, end), encoding) == list(map(kept, rows))


NAMES = st.text(st.sampled_from(LETTERS + "-,. "), min_size=1, max_size=12).filter(str.strip)


@delimiters
@settings(max_examples=60, deadline=None)
@given(table=st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, max_size=8))
def test_a_delimiter_is_found_without_known_headers(delimiter: str, table: Table) -> None:
    rows = [HEADER, *table]
    text = written(rows, delimiter, csv.QUOTE_MINIMAL, "\n")

    assert read_back(text, "utf-8", frozenset()) == list(map(kept, rows))


def opened(text: str, known: frozenset[str] = frozenset()) -> tuple[str | None, list[Row]]:
    book = open_text(text.encode(), known, LIMITS)
    return book.delimiter, [Row(n, tuple(cells), problem) for n, cells, problem in book.rows]


def test_decimal_commas_are_no_delimiters() -> None:
    delimiter, rows = opened("Долгота;Широта\n37,5;55,5\n37,6;55,6\n")

    assert delimiter == ";"
    assert rows[1].cells == ("37,5", "55,5")


def test_known_headers_decide_whatever_the_cells_hold() -> None:
    text = "Название;Адрес;Номер\n" + "а,б,в\n" * 9

    assert opened(text)[0] == ","
    assert opened(text, KNOWN)[0] == ";"


def test_the_line_of_excel_that_names_the_delimiter_is_no_row() -> None:
    delimiter, rows = opened("sep=|\na;b|c;d\n")

    assert delimiter == "|"
    assert rows == [Row(2, ("a;b", "c;d"))]


def test_titles_above_the_header_are_rows_like_all_others() -> None:
    text = 'Выгрузка\n"на 24.11.2026,\nпредварительно"\n;;\nа;б;в\n1;2;3\n'

    assert opened(text)[1] == [
        Row(1, ("Выгрузка",)),
        Row(2, ("на 24.11.2026,\nпредварительно",)),
        Row(5, ("а", "б", "в")),
        Row(6, ("1", "2", "3")),
    ]


def test_rows_are_numbered_by_the_lines_they_begin_on() -> None:
    assert opened('а;б\r\n"1\r\n2";3\r\n\r\n4;5')[1] == [
        Row(1, ("а", "б")),
        Row(2, ("1\r\n2", "3")),
        Row(5, ("4", "5")),
    ]


def test_old_line_ends_and_a_last_line_without_one() -> None:
    assert [row.number for row in opened("а;б\r1;2\r\r4;5")[1]] == [1, 2, 4]


def test_a_quote_never_closed_swallows_no_other_row() -> None:
    text = 'а;б;в\n"Школа;2;3\n4;5;6\n"7 ""а""";8;9\n'

    assert opened(text)[1] == [
        Row(1, ("а", "б", "в")),
        Row(2, (), "кавычки не закрыты или стоят не на месте, строка не разобрана на ячейки"),
        Row(3, ("4", "5", "6")),
        Row(4, ('7 "а"', "8", "9")),
    ]


def test_cells_beyond_the_header_stay() -> None:
    assert opened("а;б\n1;2\n3;4;5\n6\n")[1][2:] == [Row(3, ("3", "4", "5")), Row(4, ("6",))]


def test_one_column_is_a_table_too() -> None:
    assert [row.cells for row in opened('Название\nа\n"б ""в"""\n')[1]] == [
        ("Название",),
        ("а",),
        ('б "в"',),
    ]


def test_a_hostile_file_of_open_quotes_gives_up_line_by_line() -> None:
    # Read to its end from every line, this would take hours: lines of as many quotes as lines.
    text = "Название;Адрес;Номер\n" + '";\n' * 5_000 + "1;2;3\n"

    _, rows = opened(text, KNOWN)

    assert [row.number for row in rows] == list(range(1, 5_003))
    assert {row.cells for row in rows[1:-1]} == {()}
    assert rows[-1].cells == ("1", "2", "3")


FOLDER = Path(graph.data.__file__).parent


@pytest.mark.parametrize(
    ("kind", "delimiter", "count", "known"),
    [
        ("sosh", ";", 1231, frozenset[str]()),
        ("gimnazii", ",", 170, frozenset[str]()),
        ("licei", ",", 92, frozenset[str]()),
        ("licei", ",", 92, frozenset({"name", "adress"})),
    ],
)
def test_the_real_lists_of_schools(
    kind: str, delimiter: str, count: int, known: frozenset[str]
) -> None:
    path = FOLDER / f"moscow_schools_2013_{kind}.csv"

    with read(path, path.name, known=known) as reading:
        rows = list(reading.rows())

    assert (reading.format, reading.delimiter, reading.sheets) == ("csv", delimiter, ())
    assert [row.number for row in rows] == list(range(1, count + 1))
    assert {len(row.cells) for row in rows} == {12}
    assert {row.problem for row in rows} == {""}


WORDS = "Фамилия;Имя;Отчество;Дата рождения\nАлексеева;Мария;Николаевна;01.02.2010\n" * 3


@pytest.mark.parametrize("text", [WORDS, WORDS.upper(), WORDS.lower(), "имя;фамилия\n"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r"]
)
def test_encodings_are_told_apart(reader: Reader, text: str, encoding: str) -> None:
    if len(text) < 20 and encoding in ("cp866", "koi8-r"):
        return  # too few letters to leave the usual encoding for

    lines = text.strip().split("\n")
    assert [row.cells for row in reader.rows("a.csv", text.encode(encoding))] == [
        tuple(line.split(";")) for line in lines
    ]


SAVE_AGAIN = "Откройте исходную таблицу в Excel и сохраните как «CSV UTF-8»."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a;b\n1;\x002\n", "строка 2: двоичные данные, а не текст. "),
        (b"a;b\n1;2\x07\n", "строка 2: двоичные данные, а не текст. "),
        ("a;b\n1;2\x01\n".encode("utf-16"), "строка 2: двоичные данные, а не текст. "),
        (
            "a;b\nФамилия;Имя\n".encode().decode("cp1251", "replace").encode(),
            "строка 2: буквы испорчены: текст был сохранён в чужой кодировке. ",
        ),
        (
            "a;b\nф\ufffd\ufffd\ufffd;1\n".encode(),
            "строка 2: буквы испорчены: текст был сохранён в чужой кодировке. ",
        ),
    ],
)
def test_what_is_no_text_is_told_with_its_line(reader: Reader, data: bytes, told: str) -> None:
    assert reader.refusal("a.csv", data) == (
        Refusal.NOT_A_TABLE,
        f"Файл «a.csv»: {told}{SAVE_AGAIN}",
    )


@pytest.mark.parametrize(
    "text", ["РСФСР;СССР\nР.;С.\n", "Саша;Рита\nСергей;Роман\n", "«Ромашка» — № 5;°C\n"]
)
def test_good_words_are_not_taken_for_ruined_ones(reader: Reader, text: str) -> None:
    lines = text.strip().split("\n")

    assert [row.cells for row in reader.rows("a.csv", text.encode())] == [
        tuple(line.split(";")) for line in lines
    ]
