"""Text tables, read again by Python and by the eye of a Russian Excel."""

from __future__ import annotations

import csv
import io

import pytest

from exports.csv import defused
from tests.exports.sample import event, impairments, registered
from tests.exports.written import written


def rows_of(file: io.BytesIO) -> list[list[str]]:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    return list(csv.reader(text, delimiter=";", strict=True))


def test_it_begins_with_the_mark_and_the_names_of_columns() -> None:
    file = written(registered(), "csv")
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in file.getvalue()
    rows = rows_of(file)
    assert rows[0][:3] == ["Муниципалитет", "Школа", "Классы: 6 класс"]
    assert rows[2][8:14] == ["51", "41", "124,4", "1", "2", "02.09.2019"]
    assert rows[31][:9] == ["Итого", "", "538", "529", "520", "548", "539", "530", "3204"]


def test_states_are_words() -> None:
    rows = rows_of(written(impairments(), "csv"))
    assert rows[1] == ["слух", "25", "скрыто: менее 10", "2", "скрыто"]
    assert rows[3] == ["не указано", "14", "нет данных", "не проводилось", "нет данных"]
    assert rows[5:8] == [[], ["группы"], ["Нозологическая группа"]]
    assert rows_of(written(event(), "csv"))[1] == ["не проводилось"]


def test_the_tale_of_the_file_ends_it() -> None:
    rows = rows_of(written(registered(), "csv"))
    assert ["Выгрузил", "coordinator-ta"] in rows
    assert ["Данные на", "01.10.2019 00:00 (Europe/Moscow, UTC+03:00)"] in rows
    # The change is minus five, told with the sign that no spreadsheet runs.
    assert ["Изменение", "\N{MINUS SIGN}5"] in rows


def test_no_text_begins_a_formula() -> None:
    rows = rows_of(written(registered(), "csv"))
    names = [row[1] for row in rows[1:6]]
    assert names == [
        '\'=HYPERLINK("http://x")',
        "'+7 школа",
        "'-1 школа",
        "'@SUM(A1:A9)",
        "'\t=1+1",
    ]
    assert all(not cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\n=1", "  =1", "＝1"])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Школа", "1-я школа", "a=b", "№ 5"])
def test_other_text_is_left_alone(text: str) -> None:
    assert defused(text) == text
