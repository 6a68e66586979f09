"""What a table must not carry, or isn't: refused by its name, with the place and the remedy."""

import re
import struct
from pathlib import Path

import pytest
import xlwt  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.table import Table, TableCell, TableRow  # type: ignore[import-untyped]
from openpyxl import Workbook  # type: ignore[import-untyped]

from imports.reading import Refusal, RefusedFileError, read
from tests.unit.imports.reading.making import (
    Reader,
    members,
    ods,
    saved,
    with_part,
    xls,
    xlsx,
)

TABLE = {"Лист": [("Иванов", 1), ("Петров", 2)]}
XLSX, XLS, ODS = xlsx(TABLE), xls(TABLE), ods(TABLE)
SHEET = "xl/worksheets/sheet1.xml"
COPY_VALUES = "Скопируйте таблицу в новую книгу («Специальная вставка → Значения») и сохраните её."


def ole_entry(data: bytes, name: str, kind: int) -> bytes:
    """The xls with one storage (1) or stream (2) more in its directory, beside the workbook."""
    workbook = data.index("Workbook".encode("utf-16-le"))
    entry = workbook + 128
    named = name.encode("utf-16-le")
    written = bytearray(data)
    written[entry : entry + 64] = named.ljust(64, b"\0")
    struct.pack_into("<HBB3I", written, entry + 64, len(named) + 2, kind, 1, *[0xFFFFFFFF] * 3)
    struct.pack_into("<I", written, workbook + 72, 2)
    return bytes(written)


def renamed_record(data: bytes, old: int, new: int) -> bytes:
    """The xls whose first record of one number bears another."""
    stream = data.index(struct.pack("<HH", 0x0809, 16))
    position = stream
    while struct.unpack_from("<H", data, position)[0] != old:
        position += 4 + int(struct.unpack_from("<H", data, position + 2)[0])
    return data[:position] + struct.pack("<H", new) + data[position + 2 :]


def test_a_formula_of_an_xlsx_is_told_with_its_sheet_and_cell(reader: Reader) -> None:
    book = Workbook()
    book.active.title = "Пустой"
    sheet = book.create_sheet("Ученики")
    sheet["A1"], sheet["B7"], sheet["C9"] = "Иванов", "=1+1", "=2+2"

    assert reader.refusal("a.xlsx", saved(book)) == (
        Refusal.FORMULAS,
        "Файл «a.xlsx»: есть формулы, первая: лист «Ученики», ячейка B7. Сохраните значения вместо "
        "формул: выделите лист, скопируйте и вставьте через «Специальная вставка → Значения».",
    )


@pytest.mark.parametrize(
    "written",
    [
        b"<f>1+1</f>",
        b"<f t='shared' si='0'/>",
        b"<f/>",
        b"<f\n>1+1</f>",
        b"<x:f xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>1</x:f>",
    ],
)
@pytest.mark.parametrize("before", [0, 1, 2, 3, 262_000, 262_120, 262_140, 262_144, 600_000])
def test_a_formula_is_found_however_it_is_written_and_wherever_pieces_part(
    reader: Reader, written: bytes, before: int
) -> None:
    content = members(XLSX)[SHEET]
    place = content.index(b"<v>", content.index(b'r="B2"'))
    # neither sizes of pieces nor how far apart a cell and its formula stand matter
    filled = b"<!--" + bytes(range(97, 123)) * (before // 26) + b"." * (before % 26) + b"-->"
    start = content.index(b"<sheetData")
    content = content[:start] + filled + content[start:place] + written + content[place:]

    reason, told = reader.refusal("a.xlsx", with_part(XLSX, SHEET, content))

    assert reason is Refusal.FORMULAS
    assert "лист «Лист», ячейка B2." in told


def test_words_that_only_look_like_formulas_are_text(reader: Reader) -> None:
    words = ["<f>1</f>", "см:f>1", ":f ", 't="e">#REF!<']

    assert reader.rows("a.xlsx", xlsx({"Лист": [words]}))[0].cells == tuple(words)


def test_a_formula_of_an_xls(reader: Reader) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Пустой")
    book.add_sheet("Ученики").write(4, 27, xlwt.Formula("1+1"))

    reason, told = reader.refusal("a.xls", saved(book))

    assert reason is Refusal.FORMULAS
    assert "лист «Ученики», ячейка AB5." in told


def test_a_formula_of_an_ods(reader: Reader) -> None:
    document = OpenDocumentSpreadsheet()
    for name, cell in {
        "Первый": TableCell(),
        "Ученики & «К°»": TableCell(formula="of:=1+1"),
    }.items():
        table, row = Table(name=name), TableRow()
        row.addElement(cell)
        table.addElement(row)
        document.spreadsheet.addElement(table)

    reason, told = reader.refusal("a.ods", saved(document))

    assert reason is Refusal.FORMULAS
    assert "лист «Ученики & «К°»»." in told


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("xl/vbaProject.bin", Refusal.MACROS),
        ("xl/macrosheets/sheet1.xml", Refusal.MACROS),
        ("xl/dialogsheets/sheet1.xml", Refusal.MACROS),
        ("xl/externalLinks/externalLink1.xml", Refusal.EXTERNAL_LINKS),
        ("xl/connections.xml", Refusal.EXTERNAL_LINKS),
        ("xl/queryTables/queryTable1.xml", Refusal.EXTERNAL_LINKS),
        ("xl/embeddings/oleObject1.bin", Refusal.EMBEDDED),
        ("xl/activeX/activeX1.bin", Refusal.EMBEDDED),
        ("XL\\VBAPROJECT.BIN", Refusal.MACROS),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm"])
def test_parts_that_no_table_needs(reader: Reader, part: str, reason: Refusal, name: str) -> None:
    found, told = reader.refusal(name, with_part(XLSX, part, b"1"))

    assert found is reason
    assert part.lower().replace("\\", "/") in told


@pytest.mark.parametrize(
    "hidden",
    [XLSX, XLS, b"MZ\x90\x00program", b"\x7fELFprogram", b"Rar!\x1a\x07\x00", b"%PDF-1.7"],
    ids=["xlsx", "ole", "exe", "elf", "rar", "pdf"],
)
@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.xlsx", XLSX, "xl/media/image1.png"),
        ("a.ods", ODS, "Pictures/1.png"),
    ],
)
def test_another_file_under_a_harmless_name(
    reader: Reader, hidden: bytes, name: str, data: bytes, part: str
) -> None:
    assert reader.refusal(name, with_part(data, part, hidden)) == (
        Refusal.EMBEDDED,
        f"Файл «{name}»: внутри вложен другой файл ({part.lower()}). {COPY_VALUES}",
    )


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("Basic/Standard/Module1.xml", b"<m/>", Refusal.MACROS),
        ("Scripts/python/a.py", b"1", Refusal.MACROS),
        ("content.xml", b"<a><table:table>", Refusal.DAMAGED),
        ("content.xml", b"<a><script:event-listener /></a>", Refusal.MACROS),
        ("content.xml", b"<a><table:dde-link /></a>", Refusal.EXTERNAL_LINKS),
        ("content.xml", b"<a><office:dde-source /></a>", Refusal.EXTERNAL_LINKS),
        ("content.xml", b"<a><table:table-source /></a>", Refusal.EXTERNAL_LINKS),
        ("content.xml", b"<a><table:cell-range-source /></a>", Refusal.EXTERNAL_LINKS),
        ("META-INF/manifest.xml", b"<a><manifest:encryption-data /></a>", Refusal.ENCRYPTED),
        ("encrypted-package", b"1", Refusal.ENCRYPTED),
    ],
)
def test_what_an_ods_must_not_carry(
    reader: Reader, part: str, content: bytes, reason: Refusal
) -> None:
    assert reader.refusal("a.ods", with_part(ODS, part, content))[0] is reason


def test_empty_libraries_of_macros_are_no_macros(reader: Reader) -> None:
    data = with_part(ODS, "Basic/Standard/script-lb.xml", b"<library/>")

    assert len(reader.rows("a.ods", data)) == 2


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("_VBA_PROJECT_CUR", 1, Refusal.MACROS),
        ("VBA", 1, Refusal.MACROS),
        ("MBD0018D4CE", 1, Refusal.EMBEDDED),
        ("ObjectPool", 1, Refusal.EMBEDDED),
        ("EncryptedPackage", 2, Refusal.ENCRYPTED),
        ("\x06DataSpaces", 1, Refusal.ENCRYPTED),
    ],
)
def test_what_stands_beside_the_workbook_of_an_xls(
    reader: Reader, name: str, kind: int, reason: Refusal
) -> None:
    assert reader.refusal("a.xls", ole_entry(XLS, name, kind))[0] is reason


@pytest.mark.parametrize(
    ("record", "reason"), [(0x002F, Refusal.ENCRYPTED), (0x01AE, Refusal.EXTERNAL_LINKS)]
)
def test_records_of_an_xls(reader: Reader, record: int, reason: Refusal) -> None:
    write_access = 0x005C

    assert reader.refusal("a.xls", renamed_record(XLS, write_access, record))[0] is reason


def test_a_sheet_of_macros_of_an_xls(reader: Reader) -> None:
    bound_sheet = XLS.index(struct.pack("<H", 0x0085), XLS.index(struct.pack("<HH", 0x0809, 16)))
    data = bytearray(XLS)
    data[bound_sheet + 9] = 1

    assert reader.refusal("a.xls", bytes(data)) == (
        Refusal.MACROS,
        "Файл «a.xls»: есть макросы (лист «Лист»). Сохраните его как «Книга Excel (xlsx)», без "
        "макросов.",
    )


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_a_book_under_a_password_is_told_so_whatever_its_name(reader: Reader, name: str) -> None:
    assert reader.refusal(name, ole_entry(XLS, "EncryptedPackage", 2)) == (
        Refusal.ENCRYPTED,
        f"Файл «{name}»: закрыт паролем. Снимите пароль в Excel («Сведения → Защита книги»).",
    )


def test_an_archive_under_a_password(reader: Reader) -> None:
    data = bytearray(XLSX)
    data[XLSX.index(b"PK\x01\x02") + 8] |= 1

    assert reader.refusal("a.xlsx", bytes(data))[0] is Refusal.ENCRYPTED


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.xlsx", XLSX, "xl/sharedStrings.xml"),
        ("a.xlsx", XLSX, "xl/workbook.xml"),
        ("a.xlsx", XLSX, SHEET),
        ("a.ods", ODS, "content.xml"),
        ("a.ods", ODS, "META-INF/manifest.xml"),
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        ENTITIES,
        b"<?xml version='1.0' encoding='windows-1251'?><a/>",
        ENTITIES.decode().encode("utf-16"),
        ENTITIES.decode().encode("utf-16-le"),
    ],
    ids=["dtd", "encoding", "utf-16", "utf-16 without a mark"],
)
def test_entities_and_other_encodings_are_refused_in_any_part(
    reader: Reader, name: str, data: bytes, part: str, content: bytes
) -> None:
    reason, told = reader.refusal(name, with_part(data, part, content))

    assert reason is Refusal.XML
    assert f"в части «{part.lower()}»" in told


@pytest.mark.parametrize("before", [262_100, 262_130, 262_141, 600_000])
def test_entities_are_found_wherever_pieces_part(reader: Reader, before: int) -> None:
    data = with_part(XLSX, "xl/sharedStrings.xml", b"<a>" + b" " * before + ENTITIES + b"</a>")

    assert reader.refusal("a.xlsx", data)[0] is Refusal.XML


def test_what_begins_like_xml_is_xml_whatever_its_name(reader: Reader) -> None:
    data = with_part(XLSX, "docProps/custom.bin", ENTITIES)

    assert reader.refusal("a.xlsx", data)[0] is Refusal.XML


def test_an_absent_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as caught, read(tmp_path / "0123", "a.xlsx"):
        pass

    assert caught.value.reason is Refusal.ABSENT
    assert caught.value.message == (
        "Файл «a.xlsx»: не прочитан. Проверьте, что он есть и открывается на чтение."
    )


def test_no_message_carries_a_value_of_a_cell(reader: Reader) -> None:
    book = Workbook()
    book.active["A1"], book.active["A2"] = "Иванов", '="Иванов"&"ович"'
    damaged: list[tuple[str, bytes]] = [
        ("a.xlsx", saved(book)),
        ("a.xlsx", XLSX[:-200]),
        ("a.csv", "Иванов;1\n".encode() + b"\x00"),
        ("a.csv", ("Иванов" * 6_000).encode()),
    ]

    for name, data in damaged:
        assert not re.search("Иванов|ович", reader.refusal(name, data)[1])
