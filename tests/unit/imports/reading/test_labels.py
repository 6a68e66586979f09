"""Files that are something else than their names say, or nothing that is read, or empty."""

import pytest
from odf.opendocument import OpenDocumentText  # type: ignore[import-untyped]

from imports.reading import Refusal
from tests.unit.imports.reading.making import Reader, ods, saved, xls, xlsx, zipped

TABLE = {"Лист": [("Иванов", 1), ("Петров", 2)]}
XLSX, XLS, ODS = xlsx(TABLE), xls(TABLE), ods(TABLE)

HTML = "<html><table><tr><td>Иванов</td></tr></table></html>".encode("cp1251")
XML_2003 = b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>'
SAVE_AS = "Откройте его в Excel и сохраните как «Книга Excel (xlsx)»."


HTML_INSIDE = f"веб-страница (HTML). {SAVE_AS}"
TEXT_INSIDE = f"текст. {SAVE_AS} Или дайте файлу имя с окончанием «.csv»."


@pytest.mark.parametrize(
    ("name", "data", "inside"),
    [
        ("a.xls", HTML, HTML_INSIDE),
        ("a.xls", b"\xef\xbb\xbf \n<HTML>", HTML_INSIDE),
        ("a.csv", b"<!DOCTYPE html><html>", HTML_INSIDE),
        ("a.xls", b"MIME-Version: 1.0\n", HTML_INSIDE),
        ("a.xls", XML_2003, f"таблица XML 2003. {SAVE_AS}"),
        ("a.csv", b"<?xml version='1.0'?><a/>", f"файл XML. {SAVE_AS}"),
        ("a.xls", b"a;b\n1;2\n", TEXT_INSIDE),
        ("a.xlsx", "a\tb".encode("utf-16"), TEXT_INSIDE),
        ("a.xls", XLSX, "книга Excel (xlsx). Дайте файлу имя с окончанием «.xlsx»."),
        ("a.csv", XLSX, "книга Excel (xlsx). Дайте файлу имя с окончанием «.xlsx»."),
        ("a.xlsx", XLS, "книга Excel 97–2003 (xls). Дайте файлу имя с окончанием «.xls»."),
        ("a.xlsx", ODS, "таблица OpenDocument (ods). Дайте файлу имя с окончанием «.ods»."),
        ("a.xls", b"\x09\x04\x06\x00\x00", f"книга Excel старше 1997 года. {SAVE_AS}"),
        ("a.xlsx", b"%PDF-1.7", "документ PDF. Загрузите таблицу, из которой он сделан."),
    ],
)
def test_a_name_that_promises_something_else(
    reader: Reader, name: str, data: bytes, inside: str
) -> None:
    told = f"Файл «{name}»: назван как «{name.partition('.')[2]}», а внутри — {inside}"

    assert reader.refusal(name, data) == (Refusal.MISLABELLED, told)


XLSB = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"1"})
DOCUMENT = "текстовый документ (Word или OpenDocument)"


@pytest.mark.parametrize(
    ("name", "data", "what", "remedy"),
    [
        ("a.xlsb", XLSB, "двоичная книга Excel (xlsb)", SAVE_AS),
        (
            "a.numbers",
            zipped({"Index/Document.iwa": b"1"}),
            "таблица Apple Numbers",
            "Экспортируйте его из Numbers в Excel (xlsx).",
        ),
        ("a.docx", zipped({"word/document.xml": b"<a/>"}), DOCUMENT, SAVE_AS),
        ("a.odt", saved(OpenDocumentText()), DOCUMENT, SAVE_AS),
        (
            "a.zip",
            zipped({"a.csv": b"a;b"}),
            "архив",
            "Распакуйте архив и загрузите таблицу из него.",
        ),
        ("a.pdf", b"%PDF-1", "документ PDF", "Загрузите таблицу, из которой он сделан."),
        ("a", b"\x89PNG\r\n", "картинка", "Загрузите таблицу, с которой она снята."),
    ],
)
def test_what_is_no_table_is_named(
    reader: Reader, name: str, data: bytes, what: str, remedy: str
) -> None:
    assert reader.refusal(name, data) == (
        Refusal.NOT_A_TABLE,
        f"Файл «{name}»: {what}, а нужна таблица: xlsx, xls, ods или csv. {remedy}",
    )


@pytest.mark.parametrize("data", [XLSX, XLS, ODS, b"a;b\n1;2\n"], ids=["xlsx", "xls", "ods", "csv"])
def test_a_name_that_promises_nothing_is_no_hindrance(reader: Reader, data: bytes) -> None:
    assert len(reader.rows("выгрузка", data)) == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b" \r\n\n"),
        ("a.csv", b";;\n;;\n"),
        ("a.csv", "\ufeff".encode()),
        ("a.xlsx", xlsx({"Лист": []})),
        ("a.xlsx", xlsx({"Справочники": [("a",)]})),
        ("a.xlsx", b""),
    ],
)
def test_nothing_in_it(reader: Reader, name: str, data: bytes) -> None:
    assert reader.refusal(name, data) == (
        Refusal.EMPTY,
        f"Файл «{name}»: пуст. Выгрузите таблицу заново, с заголовками.",
    )
