"""A report as words on pages: what the templates of Word and of print are filled with.

The names are Russian because those who edit a template read them: docs/report-templates.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from itertools import groupby
from typing import Any, Final

from exports.about import about, heading, life_words, period
from exports.made import Made
from exports.telling import (
    TOTAL,
    is_numeric,
    moment_with_zone,
    nothing,
    plain,
    shows_total,
    told,
    total_place,
    usable,
    zone_of,
)
from exports.widths import widths
from graph.errors import InputError
from queries.report.table import Cell, Column, Line, Part, Report

MOST_CELLS: Final = 60_000
"""More of them nobody reads on pages, and a page costs far more memory than a sheet's row."""

Words = dict[str, Any]


def pages(report: Report, made: Made) -> Words:
    """Everything a template may name; only texts, numbers, lists. InputError for too many cells."""
    cells = sum(len(part.columns) * len(part.lines) for part in report.parts)
    if cells > MOST_CELLS:
        raise InputError(
            f"Для страниц в отчёте слишком много ячеек: {cells}, а помещается {MOST_CELLS}. "
            "Возьмите xlsx или csv, либо сузьте отбор."
        )
    zone = zone_of(report)
    return {
        "номер": report.form,
        "название": plain(report.title),
        "заголовок": heading(report),
        "пункт": plain(report.clause),
        "место": plain(report.place.name),
        "кампания": plain(report.campaign_name),
        "период": period(report),
        "данные_на": moment_with_zone(report.as_of, zone),
        "состояние": life_words(report.life),
        "составил": plain(report.life.author),
        "выгрузил": plain(made.user),
        "итог": _summary(report, made),
        "таблицы": [_table(report, part, zone) for part in report.parts],
        "примечания": [plain(note) for note in report.notes],
        "разделы": _sections(report, made),
    }


def _summary(report: Report, made: Made) -> list[Words]:
    """The main number, its plan and the rest, as they stand in «О выгрузке»."""
    for section in about(report, made):
        if section.title == "Главный показатель":
            return [{"имя": name, "значение": value} for name, value in section.rows]
    return []


def _sections(report: Report, made: Made) -> list[Words]:
    return [
        {
            "название": section.title,
            "строки": [{"имя": name, "значение": value} for name, value in section.rows],
        }
        for section in about(report, made)
        if section.title != "Примечания"
    ]


def _table(report: Report, part: Part, zone: tzinfo) -> Words:
    columns = part.columns
    return {
        "название": plain(part.title),
        "столбцы": [
            {"название": plain(column.title), "вправо": is_numeric(column), "ширина": width}
            for column, width in zip(columns, widths(part, zone), strict=True)
        ],
        "группы": _groups(columns),
        "строки": [_line(line, columns, zone) for line in part.lines],
        "пусто": "" if part.lines else nothing(report),
        "итоги": _totals(part, zone) if part.totals else [],
    }


def _groups(columns: Sequence[Column]) -> list[Words]:
    """The upper row of headings; empty if there is none."""
    if not any(column.group for column in columns):
        return []
    return [
        {"название": plain(group), "столбцов": len(list(run))}
        for group, run in groupby(columns, key=lambda column: column.group)
    ]


def _line(line: Line, columns: Sequence[Column], zone: tzinfo) -> list[Words]:
    return [_cell(cell, column, zone) for cell, column in zip(line.cells, columns, strict=True)]


def _cell(cell: Cell, column: Column, zone: tzinfo) -> Words:
    return {
        "текст": told(cell, column, zone),
        "вправо": is_numeric(column),
        "слово": usable(cell) is None,
    }


def _totals(part: Part, zone: tzinfo) -> list[Words]:
    word_place = total_place(part.columns, part.totals)
    return [
        _cell(cell, column, zone)
        if shows_total(column, cell)
        else {"текст": TOTAL if place == word_place else "", "вправо": False, "слово": False}
        for place, (column, cell) in enumerate(zip(part.columns, part.totals, strict=True))
    ]
