"""Any table written in any of the dialects comes back the same."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.dialect import Dialect, Quoting, sniff
from imports.grid import parse_grid

HEADER = ("Название", "Адрес", "Номер")
KNOWN = frozenset({"название", "адрес", "номер"})
# Tells the bare dialect from the escaped one, which can't read it.
GUARD = ('Школа "Гамма" № 1', "", '"А"')

Table = list[tuple[str, str, str]]

# What both encodings can carry, with all that is special to a dialect more often than the rest.
CHARS = st.sampled_from("\";,\t ' ") | st.characters(
    codec="cp1251", exclude_categories=["Cc", "Cs"]
)
CELLS = st.text(CHARS, max_size=12)


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


def read_back(text: str, encoding: str) -> Table:
    grid = parse_grid(text.encode(encoding), "table.csv", KNOWN)
    assert grid.header == HEADER
    return [record.cells for record in grid.records]  # type: ignore[misc]


encodings = pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
delimiters = pytest.mark.parametrize("delimiter", [";", ",", "\t"])
ends = pytest.mark.parametrize("end", ["\n", "\r\n"])


@encodings
@delimiters
@ends
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@settings(max_examples=40)
@given(table=tables(st.text(CHARS | st.just("\n"), max_size=12)), trailing=st.booleans())
def test_an_escaped_table_comes_back(
    encoding: str, delimiter: str, end: str, quoting: int, table: Table, trailing: bool
) -> None:
    rows = [(*row, "") if trailing else row for row in (HEADER, *table)]

    assert read_back(written(rows, delimiter, quoting, end), encoding) == table


@encodings
@delimiters
@ends
@settings(max_examples=40)
@given(data=st.data(), trailing=st.booleans())
def test_a_bare_table_comes_back(
    encoding: str, delimiter: str, end: str, data: st.DataObject, trailing: bool
) -> None:
    # The one thing the dialect can't carry is its own end of a cell inside a cell.
    cells = CELLS.filter(lambda cell: f'"{delimiter}' not in f"{cell}\0")
    table = [*data.draw(tables(cells)), GUARD]
    rows = [(*row, "") if trailing else row for row in (HEADER, *table)]

    assert read_back(written_bare(rows, delimiter, end), encoding) == table


def test_quotes_and_delimiters_inside_a_bare_cell_with_numbers_beside_it() -> None:
    text = f'{",".join(HEADER)}\n"Школа "Альфа", корпус "Б"","дом 1, "а"",37\n"В "Г"",,5\n'

    assert read_back(text, "utf-8") == [
        ('Школа "Альфа", корпус "Б"', 'дом 1, "а"', "37"),
        ('В "Г"', "", "5"),
    ]


def test_the_header_decides_the_delimiter_whatever_the_cells_hold() -> None:
    text = "Название;Адрес;Номер\nа,б,в;г,д,е;1,5\n"

    assert sniff(text, KNOWN) == Dialect(";", Quoting.ESCAPED, 1)


def test_old_line_ends_and_a_last_line_without_one() -> None:
    assert read_back("Название;Адрес;Номер\r1;2;3\r\r4;5;6", "utf-8") == [
        ("1", "2", "3"),
        ("4", "5", "6"),
    ]


def test_a_hostile_file_of_open_quotes_gives_up_line_by_line() -> None:
    # Read to its end from every line, this would take hours: 20,000 lines of 20,000 quotes.
    hostile = "Название;Адрес;Номер\n" + '";\n' * 20_000 + "1;2;3\n"

    grid = parse_grid(hostile.encode(), "table.csv", KNOWN)

    assert [record.row for record in grid.records] == list(range(2, 20_003))
    assert {record.cells for record in grid.records[:-1]} == {None}
    assert grid.records[-1].cells == ("1", "2", "3")
