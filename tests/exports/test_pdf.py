"""Pages, read again: their text, their fonts, their headings."""

from __future__ import annotations

import io
import re
from typing import Any, Final

import pymupdf

from queries.report.table import Report
from tests.exports.sample import event, impairments, registered
from tests.exports.written import written

# The library says that it is typed, and isn't.
_PDF: Final[Any] = pymupdf.Document


def opened(report: Report) -> Any:
    return _PDF(stream=written(report, "pdf").read(), filetype="pdf")


def pages_of(report: Report) -> list[Any]:
    return list(opened(report))


def text_of(pages: list[Any]) -> str:
    """All of the text, where lines and hyphens don't break what is looked for."""
    whole = "\n".join(page.get_text() for page in pages)
    return re.sub(r"\s+", " ", whole.replace("\N{SOFT HYPHEN}", ""))


def test_texts_stand_as_they_are_and_nothing_in_them_is_run() -> None:
    text = text_of(pages_of(registered()))
    assert "Зарегистрированные участники" in text
    assert "Әлмәт шәһәре җиде еллык Ңәни-Өлеш һәм Үсеш" in text
    assert '=HYPERLINK("http://x")' in text
    assert "<b>{{ 7*7 }}</b> #emph[x] $x$ \\ *жирно* _курсив_" in text
    assert "Составил: Ибраһимова Җәмилә" in text


def test_every_font_is_inside_and_is_ours() -> None:
    document = opened(registered())
    fonts = {font[0]: font[3] for page in document for font in page.get_fonts()}
    assert fonts
    assert all("LibertinusSerif" in name for name in fonts.values())
    # The second is the end of the file that the font would be: there is one if it is embedded.
    assert all(document.extract_font(xref)[1] in ("cff", "otf", "ttf", "cid") for xref in fonts)
    assert all(document.extract_font(xref)[3] for xref in fonts)


def test_a_wide_table_lies_and_its_headings_are_on_every_page() -> None:
    pages = pages_of(registered(80))
    assert pages[0].rect.width > pages[0].rect.height
    with_lines = [page.get_text() for page in pages if "Школа №" in page.get_text()]
    assert len(with_lines) > 1
    assert all("Классы" in text and "11" in text for text in with_lines)
    assert f"стр. 2 из {len(pages)}" in text_of(pages)
    assert "Отчёт № 1. Зарегистрированные участники — Республика" in text_of(pages[1:])


def test_a_narrow_table_stands_and_tells_states_in_words() -> None:
    pages = pages_of(impairments())
    assert pages[0].rect.width < pages[0].rect.height
    text = text_of(pages)
    assert "слух 25 скрыто: менее 10 2 скрыто" in text
    assert "зрение скрыто: менее 10 не менее 20 0 не применимо" in text
    assert "Итого 44 не менее 20 2 не менее 45,5 %" in text


def test_a_report_of_nothing_says_so_and_tells_about_itself() -> None:
    text = text_of(pages_of(event()))
    assert "Мероприятие Участников не проводилось" in text
    assert "Выгрузил coordinator-ta" in text
    assert "нет данных никто не сообщил; это не ноль" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = (written(event(), "pdf") for _ in range(2))
    assert isinstance(first, io.BytesIO)
    assert first.getvalue() == second.getvalue()
