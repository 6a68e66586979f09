"""Names of files, and the formats there are."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest

from exports import FORMATS, content_disposition, file_name, format_of
from exports.naming import clean_name, plain_name
from graph.errors import InputError
from queries.report.table import Place
from tests.exports.sample import registered


def test_a_name_tells_of_what_and_as_of_when_in_the_place_itself() -> None:
    report = replace(registered(1), place=Place("RU-TA", "Республика Татарстан", "Europe/Moscow"))
    assert file_name(report, FORMATS["xlsx"]) == (
        "Отчёт 01 Зарегистрированные участники — Республика Татарстан — на 01.10.2019.xlsx"
    )
    assert plain_name(report, FORMATS["xlsx"]) == "report-01-RU-TA-2019-10-01.xlsx"


def test_a_name_holds_nobody() -> None:
    report = registered(1)
    assert report.life.author not in file_name(report, FORMATS["pdf"])


def test_a_long_title_leaves_the_place_and_the_day_and_fits_every_system() -> None:
    name = file_name(replace(registered(1), title="Длинное название " * 30), FORMATS["docx"])
    assert name.endswith(" — Республика Татарстан (Татарстан) — на 01.10.2019.docx")
    assert len(name.encode()) <= 255


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('а<б>:"/\\|?*в', "а б в"),
        ("../../etc/passwd", "etc passwd"),
        ("имя. . ", "имя"),
        ("a\r\nSet-Cookie: b", "a Set-Cookie b"),
        ("\u202efdp.exe", "fdp.exe"),
        ("???", ""),
    ],
)
def test_what_systems_refuse_is_left_out(text: str, expected: str) -> None:
    assert clean_name(text) == expected


def test_a_browser_is_told_the_name_in_both_ways() -> None:
    header = content_disposition("Отчёт 01 «а».xlsx", 'report "01".xlsx\r\nX: y')
    assert header.isascii()
    assert header.startswith('attachment; filename="report_01_.xlsx_X_y"; filename*=UTF-8')
    assert unquote(header.rpartition("''")[2]) == "Отчёт 01 «а».xlsx"


def test_there_are_these_formats() -> None:
    assert [(one.name, one.suffix) for one in FORMATS.values()] == [
        ("xlsx", ".xlsx"),
        ("docx", ".docx"),
        ("pdf", ".pdf"),
        ("csv", ".csv"),
    ]
    assert format_of("PDF") is FORMATS["pdf"]
    with pytest.raises(InputError, match="xlsx, docx, pdf, csv"):
        format_of("exe")
