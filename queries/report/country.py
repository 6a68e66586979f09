"""The country's report from those of its regions. Pure.

A line a region: its totals. Every record belongs to one region, so they all add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from queries.report.filling import sum_of, totals_of
from queries.report.forms import form_of
from queries.report.layout import Form, Shows
from queries.report.table import (
    COUNTRY,
    NOT_APPLICABLE,
    Column,
    Kind,
    Line,
    Part,
    Place,
    Report,
    Summary,
    Summing,
    counted,
    ratio,
    told,
)

CAPITAL: Final = "Europe/Moscow"


def of_country(form: Form, made: Sequence[Report]) -> Report:
    """A line a region: its totals. Every record belongs to one region, so they all add up."""
    parts = tuple(
        _join(place, made) if layout.same_everywhere else _fold(place, made)
        for place, layout in enumerate(form.parts)
    )
    first = made[0]
    fact = sum_of(_SUMMED, [one.summary.fact for one in made])
    plan = sum_of(_SUMMED, [one.summary.plan for one in made]) if form.plan else NOT_APPLICABLE
    return replace(
        first,
        place=Place(COUNTRY, "Российская Федерация", CAPITAL),
        period_from=min(one.period_from for one in made),
        period_to=max(one.period_to for one in made),
        summary=Summary(first.summary.title, fact, plan, ratio(fact, plan)),
        parts=parts,
    )


_SUMMED: Final = Column("", "", summing=Summing.SUM)
_REGION: Final = Column("region", "Регион", Kind.TEXT)
_LINES: Final = Column("lines", "Строк в отчёте региона", Kind.NUMBER, summing=Summing.SUM)


def totals_only(report: Report) -> Report:
    """All that `of_country` needs of a region's report: rows without cells where totals suffice."""
    pairs = zip(report.parts, form_of(report.form).parts, strict=True)
    parts = (
        part if layout.same_everywhere else replace(part, lines=(Line((), ()),) * len(part.lines))
        for part, layout in pairs
    )
    return replace(report, parts=tuple(parts))


def _fold(place: int, made: Sequence[Report]) -> Part:
    part = made[0].parts[place]
    kept = [n for n, column in enumerate(part.columns) if column.summing is not Summing.NONE]
    columns = [_alone(part.columns[n]) for n in kept]
    lines = []
    for report in made:
        own = report.parts[place]
        cells = (told(report.place.name), *(own.totals[n] for n in kept))
        lines.append(Line((report.place.id,), (*cells, counted(len(own.lines)))))
    every = (_REGION, *columns, _LINES)
    shows = tuple(Shows(column) for column in every)
    return Part(part.key, part.title, every, tuple(lines), totals_of(shows, lines, {}))


def _join(place: int, made: Sequence[Report]) -> Part:
    """The same rows as in every region, each with what all regions have of it."""
    first = made[0].parts[place]
    columns = tuple(_alone(column) for column in first.columns)
    same: dict[tuple[str, ...], list[Line]] = {}
    for report in made:
        for line in report.parts[place].lines:
            same.setdefault(line.key, []).append(line)
    lines = tuple(
        Line(
            key,
            tuple(
                # What doesn't add up over the rows of a region does over the regions of a row.
                sum_of(_SUMMED, [line.cells[n] for line in found])
                if column.kind is Kind.NUMBER
                else found[0].cells[n]
                for n, column in enumerate(first.columns)
            ),
        )
        for key, found in same.items()
    )
    totals = tuple(
        sum_of(column, [report.parts[place].totals[n] for report in made])
        for n, column in enumerate(columns)
    )
    return Part(first.key, first.title, columns, lines, totals)


def _alone(column: Column) -> Column:
    """A region's total of its own adds up with those of the others."""
    own = column.summing is Summing.OWN
    return replace(column, summing=Summing.SUM) if own else column
