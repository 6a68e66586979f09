"""The official calendar as its acts made it, apart from the code and the packages it judges.

The acts stand in production_calendar_2018_2027.csv, written from their texts: which day off was
moved where by the government's resolution or by the Labour Code itself, and (without `moved_from`)
which days the President declared not to be worked.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("production_calendar_2018_2027.csv")

# Source: Labour Code, article 112, part 1: days and months of the holidays since 2013.
NEW_YEAR = {(1, day) for day in range(1, 9)}
HOLIDAYS = NEW_YEAR | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
SATURDAY = 5


class Act(NamedTuple):
    """One line: by which act, which day off was moved (if one was), and the days off it made."""

    name: str
    moved_from: date | None
    days: tuple[date, ...]


def acts() -> list[Act]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [
            Act(
                row["act"],
                date.fromisoformat(row["moved_from"]) if row["moved_from"] else None,
                tuple(span(row["moved_to"])),
            )
            for row in csv.DictReader(lines)
        ]


def span(text: str) -> Iterator[date]:
    """The days of «2020-03-30/2020-04-03» or of one day."""
    first, _, last = text.partition("/")
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last or first):
        yield day
        day += timedelta(days=1)


ACTS = acts()
OFF = {day for act in ACTS for day in act.days}
MOVED_FROM = {act.moved_from for act in ACTS if act.moved_from}


def is_holiday(day: date) -> bool:
    return (day.month, day.day) in HOLIDAYS


def officially_worked(day: date) -> bool:
    """A weekend day that is no holiday and was moved is worked in exchange for another."""
    if is_holiday(day) or day in OFF:
        return False
    return day.weekday() < SATURDAY or day in MOVED_FROM
