"""Files made to hurt: refused while they are looked into, with little memory taken."""

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from imports.reading import LIMITS, Refusal, RefusedFileError, read
from tests.unit.imports.reading.making import (
    Reader,
    members,
    ods,
    saved,
    with_part,
    xls,
    xlsx,
    zipped,
)

TABLE = {"Лист": [("Иванов", 1), ("Петров", 2)]}
XLSX, ODS = xlsx(TABLE), ods(TABLE)
SHEET = "xl/worksheets/sheet1.xml"
MEGABYTE = 1024 * 1024

# Reads the file of its argument and tells why not, and the most memory of the child and its own.
PROGRAM = """
import re, resource, sys
from pathlib import Path
from imports.reading import RefusedFileError, read
try:
    with read(Path(sys.argv[1]), sys.argv[2]) as reading:
        count = sum(1 for _ in reading.rows())
    print("read")
except RefusedFileError as error:
    print(error.reason)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
# not the rusage of the parent: it begins with what the process that started it took
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def measured(path: Path, name: str) -> tuple[str, int, int]:
    """What became of the file; the most memory, in MB, that the child and its parent took."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path, name], capture_output=True, text=True, check=True
    )
    what, child, parent = done.stdout.split()
    return what, int(child) // 1024, int(parent) // 1024


def grown(data: bytes, part: str, megabytes: int) -> bytes:
    """The archive with a part that unpacks to so much; packed, a megabyte is a kilobyte."""
    content = members(data).get(part, b"<a></a>")
    cut = content.rindex(b"</")
    return with_part(data, part, content[:cut] + b" " * (megabytes * MEGABYTE) + content[cut:])


def many_parts(megabytes: int) -> bytes:
    """The same in 900 parts."""
    piece = b"<a>" + b" " * (megabytes * MEGABYTE // 900) + b"</a>"
    return zipped(members(XLSX) | {f"xl/part{number}.xml": piece for number in range(900)})


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.xlsx", lambda: grown(XLSX, SHEET, 300)),
        ("a.xlsx", lambda: grown(XLSX, "xl/sharedStrings.xml", 300)),
        ("a.xlsx", lambda: grown(XLSX, "xl/workbook.xml", 300)),
        ("a.xlsx", lambda: grown(XLSX, "xl/media/image1.png", 300)),
        ("a.xlsx", lambda: many_parts(300)),
        ("a.ods", lambda: grown(ODS, "content.xml", 300)),
    ],
    ids=["sheet", "strings", "workbook", "picture", "parts", "ods"],
)
def test_300_kilobytes_that_unpack_to_300_megabytes_take_less_than_100(
    tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    data = made()
    assert len(data) < 500_000
    path = tmp_path / "bomb"
    path.write_bytes(data)

    what, child, parent = measured(path, name)

    assert what in {Refusal.RATIO, Refusal.DAMAGED}
    assert child < 100
    assert parent < 100


def test_the_bound_on_the_ratio_is_what_refuses_a_bomb(reader: Reader) -> None:
    bomb = grown(XLSX, SHEET, 12)

    assert reader.refusal("a.xlsx", bomb) == (
        Refusal.RATIO,
        "Файл «a.xlsx»: сжат больше чем в 100 раз, как вредоносный архив. Скопируйте таблицу в "
        "новую книгу и сохраните её.",
    )
    assert len(reader.rows("a.xlsx", bomb, limits=replace(LIMITS, ratio=2_000))) == 2


def test_the_bound_on_the_unpacked_size(reader: Reader) -> None:
    limits = replace(LIMITS, unpacked=12 * MEGABYTE)
    data = with_part(XLSX, "docProps/noise.bin", os.urandom(12 * MEGABYTE))

    assert reader.refusal("a.xlsx", data, limits) == (
        Refusal.UNPACKS_TOO_LARGE,
        "Файл «a.xlsx»: в распакованном виде больше 12 МБ. Разделите его на части: каждая со своей "
        "строкой заголовков.",
    )
    assert len(reader.rows("a.xlsx", data, limits=replace(limits, unpacked=14 * MEGABYTE))) == 2


def test_the_bound_on_parts(reader: Reader) -> None:
    parts = {f"xl/part{number}.xml": b"<a/>" for number in range(1_000)}
    data = zipped(members(XLSX) | parts)

    assert reader.refusal("a.xlsx", data)[0] is Refusal.TOO_MANY_PARTS
    assert len(reader.rows("a.xlsx", data, limits=replace(LIMITS, members=1_100))) == 2


def test_a_file_over_20_megabytes_is_not_even_handed_over(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(LIMITS.file + 1)

    with pytest.raises(RefusedFileError) as caught, read(path, "a.csv"):
        pass

    assert caught.value.reason is Refusal.TOO_LARGE
    assert caught.value.message == (
        "Файл «a.csv»: больше 20 МБ. Разделите его на части: каждая со своей строкой заголовков."
    )


def lying(data: bytes, offset: int, size: int) -> bytes:
    """The archive whose first directory entry says another number at an offset in it."""
    entry = data.index(b"PK\x01\x02")
    return data[: entry + offset] + struct.pack("<I", size) + data[entry + offset + 4 :]


def directory_first(data: bytes) -> bytes:
    """The archive with another directory before its own."""
    return data[: data.index(b"PK\x01\x02")] + b"PK\x05\x06" + bytes(18) + data[-200:]


LIES = {
    "unpacked size": lying(XLSX, 24, 10),
    "huge unpacked size": lying(XLSX, 24, 0xFFFFFFF0),
    "packed size": lying(XLSX, 20, 10),
    "packed size beyond the file": lying(XLSX, 20, 0x7FFFFFFF),
    "checksum": lying(XLSX, 16, 1),
    "offset": lying(XLSX, 42, 100),
    "offset beyond the file": lying(XLSX, 42, 0x7FFFFFFF),
    "something behind the directory": XLSX + b"more",
    "a comment longer than the file": XLSX[:-2] + b"\xff\xff",
    "no directory": XLSX[: XLSX.index(b"PK\x01\x02")],
    "two directories": directory_first(XLSX),
    "another way of packing": XLSX.replace(b"\x08\x00", b"\x0c\x00"),
}


@pytest.mark.parametrize("data", LIES.values(), ids=LIES)
def test_an_archive_that_lies_about_itself(reader: Reader, data: bytes) -> None:
    assert reader.refusal("a.xlsx", data)[0] is Refusal.DAMAGED


@pytest.mark.parametrize("name", ["../a.xml", "xl/../../a.xml", "/etc/a.xml", "..\\a.xml"])
def test_a_part_whose_name_leads_out_of_the_book(reader: Reader, name: str) -> None:
    assert reader.refusal("a.xlsx", with_part(XLSX, name, b"<a/>")) == (
        Refusal.DAMAGED,
        "Файл «a.xlsx»: повреждён: имя части ведёт за пределы книги. Откройте его в Excel и "
        "сохраните заново как «Книга Excel (xlsx)».",
    )


def test_two_parts_of_one_name(reader: Reader) -> None:
    data = zipped([*members(XLSX).items(), (SHEET.upper(), b"<a/>")])

    assert "две части с одним именем" in reader.refusal("a.xlsx", data)[1]


def test_parts_that_share_their_bytes(reader: Reader) -> None:
    # all entries of the directory lead to one local header, as in the bombs of overlapping parts
    data = bytearray(zipped([(f"part{n}.xml", b"<a>same</a>") for n in range(9)]))
    entry = data.index(b"PK\x01\x02")
    for number in range(9):
        struct.pack_into("<I", data, entry + 42, 0)
        entry = data.find(b"PK\x01\x02", entry + 4) if number < 8 else entry

    assert "части накладываются" in reader.refusal("a.xlsx", bytes(data))[1]


def test_a_part_that_does_not_unpack(reader: Reader) -> None:
    data = bytearray(with_part(XLSX, "xl/a.xml", b"<a/>"))
    start = data.index(b"xl/a.xml") + len("xl/a.xml")
    data[start : start + 2] = b"\xff\xff"

    assert "часть не распаковывается" in reader.refusal("a.xlsx", bytes(data))[1]


def far_cell(cell: str) -> bytes:
    book = Workbook()
    book.active["A1"], book.active[cell] = "a", "b"
    return saved(book)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", far_cell("A300001"), Refusal.TOO_MANY_ROWS),
        ("a.xlsx", far_cell("SG1"), Refusal.TOO_MANY_COLUMNS),
        ("a.xlsx", far_cell("XFD1048576"), Refusal.MEMORY),
        ("a.xls", xls({"Лист": [("a",) * 101]}), Refusal.TOO_MANY_COLUMNS),
        ("a.csv", b"a;b\n" * 300_001, Refusal.TOO_MANY_ROWS),
        ("a.csv", b";".join([b"a"] * 501), Refusal.TOO_MANY_COLUMNS),
        ("a.csv", b";".join([b'"a"'] * 501), Refusal.TOO_MANY_COLUMNS),
        ("a.csv", b"a;" + b"b" * 32_768, Refusal.CELL_TOO_LONG),
    ],
)
def test_sheets_that_are_too_large(reader: Reader, name: str, data: bytes, reason: Refusal) -> None:
    limits = replace(LIMITS, columns=100) if name == "a.xls" else LIMITS

    assert reader.refusal(name, data, limits)[0] is reason


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("a.xlsx", far_cell("A300000"), 2),
        ("a.xlsx", far_cell("SF1"), 1),
        ("a.csv", b"a;b\n" * 300_000, 300_000),
        ("a.csv", b"a;" + b"b" * 32_767, 1),
    ],
)
def test_sheets_that_are_just_small_enough(
    reader: Reader, name: str, data: bytes, count: int
) -> None:
    assert len(reader.rows(name, data)) == count


def repeated(rows: int, columns: int) -> bytes:
    """An ods with one cell that says it stands in so many rows and columns."""
    content = members(ODS)["content.xml"].decode()
    content = content.replace(
        "<table:table-row>", f'<table:table-row table:number-rows-repeated="{rows}">', 1
    ).replace(
        "<table:table-cell ", f'<table:table-cell table:number-columns-repeated="{columns}" ', 1
    )
    return with_part(ODS, "content.xml", content.encode())


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 16_384), (2**32, 2**32), (10**9, 1)])
def test_a_cell_that_repeats_itself_without_end(reader: Reader, rows: int, columns: int) -> None:
    limits = replace(LIMITS, cpu=5)
    data = repeated(rows, columns)

    assert reader.refusal("a.ods", data, limits)[0] in {
        Refusal.MEMORY,
        Refusal.TIME,
        Refusal.DAMAGED,
        Refusal.TOO_MANY_COLUMNS,
        Refusal.TOO_MANY_ROWS,
    }
