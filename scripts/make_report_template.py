"""Makes exports/templates/report.docx, the Word template of a report. Run it after changing it."""

from __future__ import annotations

import sys
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

TEMPLATE = Path(__file__).parent.parent / "exports" / "templates" / "report.docx"
_GREY = RGBColor(0x6B, 0x6B, 0x6B)
_FONT = "Times New Roman"


def template() -> Doc:
    """The template as a document."""
    document = Document()
    _set_up(document)
    document.add_paragraph("{{ заголовок }}", style="Heading 1")
    document.add_paragraph("{{ место }}").runs[0].bold = True
    document.add_paragraph(
        "{{ кампания }}, период {{ период }}. Данные на {{ данные_на }}. "
        "Состояние: {{ состояние }}. Порядок, п. {{ пункт }}."
    )
    document.add_paragraph("{%p for один in итог %}")
    document.add_paragraph("{{ один.имя }}: {{ один.значение }}").paragraph_format.space_after = Pt(
        0
    )
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for таблица in таблицы %}")
    document.add_paragraph("{{ таблица.название }}", style="Heading 2")
    _add_table(document)
    document.add_paragraph("{%p if таблица.пусто %}")
    document.add_paragraph("{{ таблица.пусто }}").runs[0].italic = True
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for примечание in примечания %}")
    document.add_paragraph("{{ примечание }}")
    document.add_paragraph("{%p endfor %}")
    _add_signature(document)
    _add_about(document)
    return document


def _add_pair(document: Doc) -> None:
    row = document.add_paragraph("{{ один.имя }}: {{ один.значение }}")
    row.paragraph_format.space_after = Pt(0)


def _set_up(document: Doc) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(16)
    _add_footer(section.footer.paragraphs[0])
    document.core_properties.author = "Ориентир"
    document.core_properties.comments = ""
    document.core_properties.language = "ru-RU"


def _add_footer(paragraph: Paragraph) -> None:
    paragraph.add_run("{{ заголовок }} — {{ место }}, данные на {{ данные_на }}. Стр. ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" из ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _add_table(document: Doc) -> None:
    """One table whose columns and rows are as many as the report has."""
    table = document.add_table(0, 3)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = True
    _fill_page(table)
    _add_command(table, "{%tr if таблица.группы %}")
    row = _add_looped(table, "группа in таблица.группы")
    _fill(row.cells[1], "{% colspan группа.столбцов %}{{ группа.название }}")
    _repeat(row)
    _add_command(table, "{%tr endif %}")
    row = _add_looped(table, "столбец in таблица.столбцы")
    _fill(row.cells[1], "{{ столбец.название }}")
    _repeat(row)
    _add_command(table, "{%tr for строка in таблица.строки %}")
    _add_values(table, "строка", bold=False)
    _add_command(table, "{%tr endfor %}")
    _add_command(table, "{%tr if таблица.итоги %}")
    _add_values(table, "таблица.итоги", bold=True)
    _add_command(table, "{%tr endif %}")


def _add_command(table: Table, command: str) -> None:
    _new_row(table).cells[0].text = command


def _new_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _add_looped(table: Table, loop: str) -> _Row:
    row = _new_row(table)
    row.cells[0].text = f"{{%tc for {loop} %}}"
    row.cells[2].text = "{%tc endfor %}"
    _keep_whole(row)
    return row


def _add_values(table: Table, values: str, *, bold: bool) -> None:
    """A row of cells, each told by one of three paragraphs: words, numbers, texts."""
    cell = _add_looped(table, f"ячейка in {values}").cells[1]
    cell.paragraphs[0].text = "{%p if ячейка.слово %}"
    word = _small(cell.add_paragraph("{{ ячейка.текст }}"), bold)
    word.runs[0].italic, word.runs[0].font.color.rgb = True, _GREY
    cell.add_paragraph("{%p elif ячейка.вправо %}")
    number = _small(cell.add_paragraph("{{ ячейка.текст }}"), bold)
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    cell.add_paragraph("{%p else %}")
    _small(cell.add_paragraph("{{ ячейка.текст }}"), bold)
    cell.add_paragraph("{%p endif %}")


def _fill(cell: _Cell, text: str) -> None:
    cell.text = text
    paragraph = _small(cell.paragraphs[0], bold=True)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "DCE6F1")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _small(paragraph: Paragraph, bold: bool) -> Paragraph:
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.runs[0].font.size = Pt(8)
    paragraph.runs[0].bold = bold
    return paragraph


def _fill_page(table: Table) -> None:
    """As wide as the page, whatever the number of columns; Word shares it out by their texts."""
    width = table._tblPr.find(qn("w:tblW"))
    if width is None:
        width = OxmlElement("w:tblW")
        table._tblPr.append(width)
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in row.cells:
        properties = cell._tc.get_or_add_tcPr()
        width = properties.find(qn("w:tcW"))
        # A width would stand behind the span that docxtpl puts first, out of the schema's order.
        if width is not None:
            properties.remove(width)


def _add_signature(document: Doc) -> None:
    line = "_" * 24
    document.add_paragraph()
    signature = document.add_paragraph(
        f"Составил: {{{{ составил or '{line}' }}}}   Должность: {line}   "
        f"Подпись: {'_' * 16}   Дата: {'_' * 14}"
    )
    signature.paragraph_format.keep_together = True


def _add_about(document: Doc) -> None:
    document.add_paragraph("О выгрузке", style="Heading 2")
    document.add_paragraph("{%p for раздел in разделы %}")
    document.add_paragraph("{{ раздел.название }}").runs[0].bold = True
    document.add_paragraph("{%p for один in раздел.строки %}")
    _add_pair(document)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    template().save(str(TEMPLATE))
    sys.stdout.write(f"{TEMPLATE}\n")
