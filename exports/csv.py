"""A report as a text table for Russian Excel and for programs.

The first row is the first part's column names, so that programs read it as it is; further parts
and the tale of the file follow below. Text that a spreadsheet would run as a formula is defused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import BinaryIO, Final

from exports.about import about
from exports.format import Format
from exports.made import Made
from exports.sheet_totals import numeric
from exports.telling import TOTAL, nothing, shows_total, told, total_place, whole_title, zone_of
from queries.report.table import Cell, Column, Part, Report

# What a spreadsheet takes for the beginning of a formula, full-width forms included.
_DANGEROUS: Final = tuple("=+-@\t\r\n＝＋－＠")


def write_csv(report: Report, made: Made, out: BinaryIO) -> None:
    """Write UTF-8 with its mark, «;» between cells, «,» in decimals: as Russian Excel opens it."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="")
    try:
        rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
        rows.writerows(_rows(report, made))
    finally:
        # The stream is the caller's: not closed here.
        text.detach()


FORMAT: Final = Format("csv", "Текстовая таблица", "text/csv; charset=utf-8", write_csv)


def defused(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def written(number: float, decimals: int | None = None) -> str:
    """1234,5: no separators of thousands, at most two decimals, a hyphen for a minus."""
    digits = f"{number:.{2 if decimals is None else decimals}f}"
    if "." in digits and decimals is None:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", ",")


def _rows(report: Report, made: Made) -> Iterator[Iterable[str]]:
    for number, part in enumerate(report.parts):
        if number:
            yield ()
            yield (defused(part.title),)
        yield from _part_rows(report, part)
    for section in about(report, made):
        yield ()
        yield (defused(section.title),)
        for name, value in section.rows:
            yield (defused(name), defused(value))


def _part_rows(report: Report, part: Part) -> Iterator[Iterable[str]]:
    zone, columns = zone_of(report), part.columns
    yield [defused(whole_title(column)) for column in columns]
    for line in part.lines:
        yield [_text(cell, column, zone) for cell, column in zip(line.cells, columns, strict=True)]
    if not part.lines:
        yield (nothing(report),)
    if part.totals:
        yield _totals(part, zone)


def _totals(part: Part, zone: tzinfo) -> list[str]:
    word_place = total_place(part.columns, part.totals)
    return [
        _text(cell, column, zone)
        if shows_total(column, cell)
        else (TOTAL if place == word_place else "")
        for place, (column, cell) in enumerate(zip(part.columns, part.totals, strict=True))
    ]


def _text(cell: Cell, column: Column, zone: tzinfo) -> str:
    number = numeric(cell)
    if number is not None and column.kind == "percent":
        return written(number, 1)
    if number is not None and column.kind == "number":
        return written(number)
    return defused(told(cell, column, zone))
