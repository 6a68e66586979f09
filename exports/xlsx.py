"""A report as a workbook: a sheet for each part, and one that tells about the file.

Lines go through temporary files that nobody else may read, so memory doesn't grow with them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any, BinaryIO, Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from exports.about import about, heading
from exports.format import Format
from exports.looks import Looks
from exports.made import Made
from exports.sheet import PartSheet, cut
from exports.telling import local
from queries.report.table import Report

ABOUT: Final = "О выгрузке"
_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_xlsx(report: Report, made: Made, out: BinaryIO) -> None:
    """Write the workbook; InputError for a part of more lines than a sheet holds."""
    with tempfile.TemporaryDirectory(prefix="orientir-") as folder, _book(out, folder) as book:
        book.set_properties(_properties(report, made))
        looks = Looks(book)
        names = sheet_names(part.title for part in report.parts)
        for name, part in zip(names, report.parts, strict=True):
            PartSheet(book.add_worksheet(name), looks, report, part).write()
        _write_about(book.add_worksheet(ABOUT), looks, report, made)


FORMAT: Final = Format(
    "xlsx",
    "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write_xlsx,
)


def _book(out: BinaryIO, folder: str) -> Workbook:
    options = {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return Workbook(out, options)


def _properties(report: Report, made: Made) -> dict[str, object]:
    return {
        "title": heading(report),
        "subject": report.place.name,
        "author": "Ориентир",
        "created": local(made.made_at, UTC).replace(tzinfo=None),
    }


def sheet_names(titles: Iterable[str]) -> Iterator[str]:
    """A name for each sheet that Excel takes: at most 31 characters, no two alike in any case."""
    taken = {ABOUT.casefold()}
    for title in titles:
        base = " ".join(title.translate(_FORBIDDEN).split()).strip("'") or "Таблица"
        name, number = _short(base), 1
        while name.casefold() in taken:
            number += 1
            name = _short(base, f" ({number})")
        taken.add(name.casefold())
        yield name


def _short(base: str, ending: str = "") -> str:
    room = _LONGEST_NAME - len(ending)
    if len(base) > room:
        base = base[: room - 1].rstrip() + "…"
    return base + ending


def _write_about(sheet: Any, looks: Looks, report: Report, made: Made) -> None:
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 70)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row = 0
    for section in about(report, made):
        sheet.write_string(row, 0, section.title, looks.heading())
        for name, value in section.rows:
            row += 1
            sheet.write_string(row, 0, cut(name), looks.note())
            sheet.write_string(row, 1, cut(value), looks.note())
        row += 2
