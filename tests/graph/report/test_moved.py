"""Where two states of one report differ: exact sets of cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from queries.report.moved import SUMMARY, TOTALS, Difference, compare
from queries.report.table import (
    NO_DATA,
    NOT_HELD,
    Cell,
    Column,
    Life,
    Line,
    Part,
    Place,
    Report,
    State,
    Summary,
    counted,
    told,
)

NAME, TOTAL = Column("name", "Школа"), Column("total", "Всего")


def report(
    rows: dict[str, int | None],
    *,
    columns: tuple[Column, ...] = (NAME, TOTAL),
    key: str = "schools",
    summary: Summary | None = None,
    totals: bool = True,
) -> Report:
    lines = tuple(
        Line((name,), (told(name), counted(number))[: len(columns)])
        for name, number in rows.items()
    )
    total = sum(number or 0 for number in rows.values())
    last = (told("всего"), counted(total))[: len(columns)]
    return Report(
        form=1,
        title="Отчёт",
        clause="6.2.1",
        place=Place("RU-TA", "Татарстан", "Europe/Moscow"),
        campaign="c2019",
        campaign_name="2019",
        period_from=date(2019, 9, 2),
        period_to=date(2019, 9, 30),
        as_of=datetime(2019, 10, 1, tzinfo=UTC),
        summary=summary or Summary("Всего", counted(total)),
        parts=(Part(key, "По школам", columns, lines, last if totals else ()),),
    )


def test_the_same_report_differs_in_nothing_wherever_it_stands() -> None:
    old = report({"1": 3, "2": None})
    new = replace(report({"2": None, "1": 3}), life=Life(2, "принят"))
    summary = replace(new.summary, accepted=counted(7), change=counted(1))
    assert compare(old, replace(new, summary=summary)) == []


def test_a_changed_cell_its_total_and_the_main_number() -> None:
    found = compare(report({"1": 3, "2": 1}), report({"1": 4, "2": 1}))
    assert found == [
        Difference(SUMMARY, (), "fact", "Всего", counted(4), counted(5)),
        Difference("schools", ("1",), "total", "Всего", counted(3), counted(4)),
        Difference("schools", TOTALS, "total", "Всего", counted(4), counted(5)),
    ]


def test_rows_that_came_and_went_are_differences_of_each_of_their_cells() -> None:
    found = compare(report({"1": 3}, totals=False), report({"2": 3}, totals=False))
    assert found == [
        Difference("schools", ("2",), "name", "Школа", None, told("2")),
        Difference("schools", ("2",), "total", "Всего", None, counted(3)),
        Difference("schools", ("1",), "name", "Школа", told("1"), None),
        Difference("schools", ("1",), "total", "Всего", counted(3), None),
    ]


def test_zero_no_data_and_not_held_are_different() -> None:
    for was, now in ((0, None), (None, 0)):
        (found,) = compare(report({"1": was}), report({"1": now}))
        assert (found.then, found.now) == (counted(was), counted(now))
    old = report({}, summary=Summary("Всего", NO_DATA))
    new = report({}, summary=Summary("Всего", NOT_HELD))
    assert compare(old, new) == [Difference(SUMMARY, (), "fact", "Всего", NO_DATA, NOT_HELD)]


def test_columns_and_parts_that_came_and_went() -> None:
    old, new = report({"1": 3}, totals=False), report({"1": 3}, columns=(NAME,), totals=False)
    cell = Cell(State.VALUE, 3)
    assert compare(old, new) == [Difference("schools", ("1",), "total", "Всего", cell, None)]
    assert compare(new, old) == [Difference("schools", ("1",), "total", "Всего", None, cell)]
    other = report({"1": 3}, key="towns", columns=(NAME,), totals=False)
    assert [(one.part, one.row) for one in compare(new, other)] == [
        ("towns", ("1",)),
        ("schools", ("1",)),
    ]


def test_rows_of_one_key_are_all_compared() -> None:
    old = report({"1": 3}, totals=False)
    (line,) = old.parts[0].lines
    twice = replace(old, parts=(replace(old.parts[0], lines=(line, line)),))
    assert [one.row for one in compare(old, twice)] == [("1", "2"), ("1", "2")]
