"""Word documents, opened again; templates of users, right and wrong ones."""

from __future__ import annotations

import io
import runpy
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from exports.docx import OWN_TEMPLATE, template_of, write_docx
from exports.pages import MOST_CELLS
from graph.errors import ConfigurationError, InputError
from queries.report.table import Report
from tests.exports.sample import FORMULA, MADE, event, impairments, registered
from tests.exports.written import written


def own(folder: Path, text: str, name: str = "report.docx") -> Path:
    """A user's template of one paragraph."""
    document = Document()
    document.add_paragraph(text)
    document.save(str(folder / name))
    return folder


def made_of(report: Report, folder: Path) -> str:
    out = io.BytesIO()
    write_docx(report, MADE, out, folder)
    return "\n".join(paragraph.text for paragraph in Document(out).paragraphs)


def test_the_table_has_every_line_and_the_totals() -> None:
    report = registered()
    table = Document(written(report, "docx")).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert len(rows) == 2 + len(report.parts[0].lines) + 1
    assert rows[0][2:8] == ["Классы"] * 6
    properties = table.rows[0].cells[2]._tc.tcPr
    assert properties is not None
    assert [one.tag for one in properties] == [qn("w:gridSpan"), qn("w:shd")]
    assert rows[1][:2] == ["Муниципалитет", "Школа"]
    assert rows[2][1] == FORMULA
    assert rows[7][1] == "Школа & <b>{{ 7*7 }}</b> #emph[x] $x$ \\ *жирно* _курсив_"
    assert rows[8][1] == "«Әлмәт шәһәре җиде еллык Ңәни-Өлеш һәм Үсеш мәктәбе»"
    assert rows[10][1] == "Школа с\nпереносом и звонком"
    assert rows[-1][:9] == ["Итого", "", "538", "529", "520", "548", "539", "530", "3\xa0204"]


def test_headings_repeat_on_every_page_and_the_page_lies() -> None:
    document = Document(written(registered(), "docx"))
    repeated = [
        row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in document.tables[0].rows
    ]
    assert repeated == [True, True] + [False] * 31
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert "данные на 01.10.2019" in section.footer.paragraphs[0].text


def test_states_are_words_and_the_columns_as_many_as_the_part_has() -> None:
    document = Document(written(impairments(), "docx"))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1] == ["слух", "25", "скрыто: менее 10", "2", "скрыто"]
    assert rows[4] == ["Итого", "44", "не менее 20", "2", "не менее 45,5\xa0%"]
    assert [len(table.columns) for table in document.tables] == [5, 1]
    run = document.tables[0].rows[1].cells[2].paragraphs[0].runs[0]
    assert run.italic


def test_it_says_what_it_is_and_has_a_place_to_sign() -> None:
    document = Document(written(event(), "docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Отчёт № 12. Проведённое мероприятие" in text
    assert "\nне проводилось\n" in text
    assert "Составил: ____" in text
    assert "Должность: ____" in text
    assert "Дата: ____" in text
    assert "Выгрузил: coordinator-ta" in text
    assert document.core_properties.author == "Ориентир"


def test_our_template_is_what_its_program_makes() -> None:
    kept = Document(str(OWN_TEMPLATE))
    made = runpy.run_path("scripts/make_report_template.py")["template"]()
    assert kept.element.xml == made.element.xml
    assert kept.sections[0].footer._element.xml == made.sections[0].footer._element.xml


def test_a_users_template_comes_first(tmp_path: Path) -> None:
    own(tmp_path, "Общий: {{ место }}")
    own(tmp_path, "Первый: {{ место }}", "report-01.docx")
    assert made_of(registered(1), tmp_path) == "Первый: Республика Татарстан (Татарстан)"
    assert made_of(event(), tmp_path) == "Общий: Республика Татарстан (Татарстан)"


def test_without_a_users_template_ours_is_taken(tmp_path: Path) -> None:
    assert template_of(1, tmp_path) == OWN_TEMPLATE
    assert template_of(1, None) == OWN_TEMPLATE


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("{{ мечто }}", "такого имени нет: 'мечто' is undefined"),
        ("{{ таблицы[0].нету }}", "нету"),
        ("{%p for один in итог %}", "endfor"),
        ("{{ место", "ошибка в разметке"),
        ("{{ номер / 0 }}", "ZeroDivisionError"),
        ("{{ номер + место }}", "TypeError"),
    ],
)
def test_a_wrong_template_is_told_by_its_file_and_trouble(
    tmp_path: Path, text: str, seen: str
) -> None:
    own(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        made_of(registered(1), tmp_path)
    assert str(tmp_path / "report.docx") in caught.value.message
    assert seen in caught.value.message
    assert "Ибраһимова" not in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ место.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% for a in range(10000000) %}x{% endfor %}",
    ],
)
def test_a_template_can_not_leave_its_sandbox(tmp_path: Path, text: str) -> None:
    own(tmp_path, text)
    with pytest.raises(ConfigurationError):
        made_of(registered(1), tmp_path)


def test_a_file_that_is_no_document_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"not a document")
    with pytest.raises(ConfigurationError, match="не документ Word"):
        made_of(registered(1), tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ORIENTIR_TEMPLATES_FOLDER"):
        made_of(registered(1), tmp_path / "none")


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_more_cells_than_pages_hold_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=str(MOST_CELLS)):
        written(registered(4_000), name)
