"""One part of a report as a sheet: headings that stay in sight, lines, and a row of totals.

Written from top to bottom and never back, which is what lets memory stay small.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from exports.about import heading
from exports.looks import Looks
from exports.sheet_totals import ALONE, APART, Sums, total_formula
from exports.telling import (
    TOTAL,
    is_numeric,
    local,
    moment_with_zone,
    nothing,
    plain,
    shows_total,
    state_words,
    told,
    total_place,
    usable,
    zone_of,
)
from exports.widths import widths
from graph.errors import InputError
from queries.report.table import Cell, Column, Kind, Part, Report, Summing

MOST_LINES: Final = 1_048_570
"""Excel's own limit, less the headings and the totals."""

# Excel takes 32,767 of UTF-16, where a letter may be two.
_LONGEST_TEXT: Final = 16_000
_LONGEST_LINK: Final = 2_000
_MOST_LINKS: Final = 65_000
_LONGEST_PAGE_HEADER: Final = 200
# Excel knows no day before 1900, and shows the first two months of that year wrong.
_FIRST_DAY: Final = date(1900, 3, 1)


def cut(text: str) -> str:
    """As much of the text as a cell of Excel holds."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


class PartSheet:
    """Writes one part on one sheet, once."""

    def __init__(self, sheet: Any, looks: Looks, report: Report, part: Part) -> None:
        if len(part.lines) > MOST_LINES:
            raise InputError(
                f"В отчёте {len(part.lines)} строк, а на листе Excel помещается {MOST_LINES}. "
                "Сузьте отбор или возьмите csv."
            )
        self._sheet, self._looks, self._report, self._part = sheet, looks, report, part
        self._zone = zone_of(report)
        self._heading_row = 1 if any(column.group for column in part.columns) else 0
        self._links = 0

    def write(self) -> None:
        """The whole sheet."""
        self._set_up()
        self._write_headings()
        row, sums = self._write_lines()
        if self._part.totals:
            self._write_totals(row, sums)

    def _set_up(self) -> None:
        sheet, heading_row = self._sheet, self._heading_row
        for place, width in enumerate(widths(self._part, self._zone)):
            # Room for the arrow of the filter.
            sheet.set_column(place, place, width + 3)
        sheet.freeze_panes(heading_row + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, heading_row)
        sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
        sheet.set_header(f"&L{_page_header(self._report)}")
        sheet.set_footer(f"&L{_in_header(moment_of(self._report))}&Rстр. &P из &N")

    def _write_headings(self) -> None:
        columns = self._part.columns
        if self._heading_row:
            for first, last, group in _groups(columns):
                self._write_group(first, last, group)
        for place, column in enumerate(columns):
            title = cut(plain(column.title))
            self._sheet.write_string(self._heading_row, place, title, self._looks.title())

    def _write_group(self, first: int, last: int, group: str) -> None:
        if not group:
            return
        if last > first:
            self._sheet.merge_range(0, first, 0, last, "", self._looks.group())
        self._sheet.write_string(0, first, cut(plain(group)), self._looks.group())

    def _write_lines(self) -> tuple[int, Sums]:
        """The row after the last line, and what the lines add up to."""
        part, first = self._part, self._heading_row + 1
        sums = Sums(len(part.columns))
        for number, line in enumerate(part.lines):
            for place, cell in enumerate(line.cells):
                self._write_cell(first + number, place, cell)
            sums.add(line.cells)
        if not part.lines:
            words = self._looks.words(right=False)
            self._sheet.write_string(first, 0, nothing(self._report), words)
        after = first + max(len(part.lines), 1)
        self._sheet.autofilter(self._heading_row, 0, after - 1, len(part.columns) - 1)
        return after, sums

    def _write_totals(self, row: int, sums: Sums) -> None:
        totals, columns = self._part.totals, self._part.columns
        word_place = total_place(columns, totals)
        for place, (column, cell) in enumerate(zip(columns, totals, strict=True)):
            if shows_total(column, cell):
                self._write_total(row, place, cell, sums)
                continue
            text = TOTAL if place == word_place else ""
            look = self._looks.value(Kind.TEXT, total=True)
            self._sheet.write(row, place, text, look)

    def _write_total(self, row: int, place: int, cell: Cell, sums: Sums) -> None:
        column, first = self._part.columns[place], self._heading_row + 1
        value = usable(cell)
        formula = total_formula(self._part, place, (first, row), sums)
        if formula is None or isinstance(value, str):
            self._write_cell(row, place, cell, total=True)
            self._explain(row, place, column)
            return
        look = self._looks.value(column.kind, broken=_is_broken(value), total=True)
        self._sheet.write_formula(row, place, formula, look, value)

    def _explain(self, row: int, place: int, column: Column) -> None:
        """Why a total isn't a formula: a formula would be wrong there."""
        text = {Summing.OWN: APART, Summing.SUM: ALONE}.get(column.summing)
        if text and self._part.lines:
            self._sheet.write_comment(row, place, text, {"author": "Ориентир", "x_scale": 1.6})

    def _write_cell(self, row: int, place: int, cell: Cell, *, total: bool = False) -> None:
        column = self._part.columns[place]
        value = usable(cell)
        if value is None:
            words = cut(state_words(cell, column.kind, self._zone))
            look = self._looks.words(right=is_numeric(column), total=total)
            self._sheet.write_string(row, place, words, look)
        elif isinstance(value, (int, float)) and is_numeric(column):
            look = self._looks.value(column.kind, broken=_is_broken(value), total=total)
            self._sheet.write_number(row, place, value, look)
        elif isinstance(value, date) and _is_countable(value):
            self._write_day(row, place, value, total=total)
        elif column.kind is Kind.LINK and self._is_link(value):
            self._sheet.write_url(row, place, value, self._looks.link(), value)
        else:
            look = self._looks.value(Kind.TEXT, total=total)
            self._sheet.write_string(row, place, cut(told(cell, column, self._zone)), look)

    def _write_day(self, row: int, place: int, value: date, *, total: bool) -> None:
        column = self._part.columns[place]
        if isinstance(value, datetime):
            value = local(value, self._zone).replace(tzinfo=None)
            if column.kind is Kind.DATE:
                value = value.date()
        kind = Kind.MOMENT if isinstance(value, datetime) else Kind.DATE
        self._sheet.write_datetime(row, place, value, self._looks.value(kind, total=total))

    def _is_link(self, value: object) -> bool:
        """Only what a browser opens; other schemes stay text, and so does what Excel won't take."""
        self._links += 1
        return (
            isinstance(value, str)
            and value.lower().startswith(("https://", "http://"))
            and len(value) <= _LONGEST_LINK
            and plain(value) == value
            and self._links <= _MOST_LINKS
        )


def moment_of(report: Report) -> str:
    """Данные на 01.10.2019 00:00 (Europe/Moscow, UTC+03:00)."""
    return f"Данные на {moment_with_zone(report.as_of, zone_of(report))}"


def _groups(columns: tuple[Column, ...]) -> Iterator[tuple[int, int, str]]:
    """First and last column of each run of the same group; "" for none."""
    for group, run in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        places = [place for place, _ in run]
        yield places[0], places[-1], group


def _page_header(report: Report) -> str:
    return _in_header(f"{heading(report)} — {plain(report.place.name)}")


def _in_header(text: str) -> str:
    """In a page's header & begins a command, and a digit after the size of type changes it."""
    return text[:_LONGEST_PAGE_HEADER].replace("&", "&&")


def _is_broken(value: object) -> bool:
    return isinstance(value, float) and value % 1 != 0


def _is_countable(value: date) -> bool:
    on = value.date() if isinstance(value, datetime) else value
    return on >= _FIRST_DAY
