"""A cell as the words that people read in Word, in print and in a text table.

One place for Russian numbers, days and words, so that no two formats tell a cell differently.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from queries.report.table import WORDS, Cell, Column, Kind, Report, State, Value

TOTAL: Final = "Итого"
NOTHING: Final = "строк нет"
_SPACE: Final = "\N{NO-BREAK SPACE}"
# What XML can't hold, and what turns the direction of the text around it.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def plain(text: str) -> str:
    """The text without what no file can hold or no reader should obey."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def zone_of(report: Report) -> tzinfo:
    """The zone whose clock the report tells; UTC if this machine doesn't know it."""
    try:
        return ZoneInfo(report.place.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def local(moment: datetime, zone: tzinfo) -> datetime:
    """The moment on the clock of a zone; one without a zone is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)


def day(value: date) -> str:
    """01.10.2019."""
    return f"{value.day:02}.{value.month:02}.{value.year:04}"


def clock(moment: datetime, zone: tzinfo) -> str:
    """01.10.2019 09:05 in this zone."""
    here = local(moment, zone)
    return f"{day(here)} {here.hour:02}:{here.minute:02}"


def moment_with_zone(moment: datetime, zone: tzinfo) -> str:
    """01.10.2019 09:05 (Europe/Moscow, UTC+03:00)."""
    offset = local(moment, zone).strftime("%z") or "+0000"
    return f"{clock(moment, zone)} ({zone}, UTC{offset[:3]}:{offset[3:5]})"


def number(value: float) -> str:
    """1 234; of a broken number at most two digits: 2,5."""
    digits = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return digits.replace(",", _SPACE).replace(".", ",").replace("-", "\N{MINUS SIGN}")


def percent(value: float) -> str:
    """12,5 %."""
    digits = f"{value:.1f}".replace(".", ",").replace("-", "\N{MINUS SIGN}")
    return f"{digits}{_SPACE}%"


def usable(cell: Cell) -> Value | None:
    """The value of a cell that has one; None of any other, and of what is no number at all."""
    if cell.state is State.ZERO:
        return 0 if cell.value is None else cell.value
    if cell.state is not State.VALUE:
        return None
    if isinstance(cell.value, float) and not math.isfinite(cell.value):
        return None
    return cell.value


def told(cell: Cell, column: Column, zone: tzinfo) -> str:
    """What the cell says: «1 234», «12,5 %», «нет данных», «не менее 20», «скрыто: менее 10»."""
    value = usable(cell)
    return (
        state_words(cell, column.kind, zone) if value is None else _told(value, column.kind, zone)
    )


def state_words(cell: Cell, kind: Kind, zone: tzinfo) -> str:
    """Why a cell has no value of its own."""
    if cell.state is State.VALUE:
        return WORDS[State.NO_DATA]
    if cell.value is None:
        return WORDS[cell.state]
    bound = _told(cell.value, kind, zone)
    if cell.state is State.HIDDEN:
        return f"{WORDS[State.HIDDEN]}: менее {bound}"
    return f"{WORDS[cell.state]} {bound}" if cell.state is State.AT_LEAST else WORDS[cell.state]


def _told(value: Value, kind: Kind, zone: tzinfo) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, datetime):
        return day(local(value, zone)) if kind is Kind.DATE else clock(value, zone)
    if isinstance(value, date):
        return day(value)
    if kind is Kind.YES_NO:
        return "да" if value else "нет"
    return percent(value) if kind is Kind.PERCENT else number(value)


def is_numeric(column: Column) -> bool:
    """Whether what stands in the column is set to the right."""
    return column.kind in (Kind.NUMBER, Kind.PERCENT)


def whole_title(column: Column) -> str:
    """The column's title where there is one heading row: «5–7 классы: всего»."""
    title = plain(column.title)
    return f"{plain(column.group)}: {title}" if column.group else title


def nothing(report: Report) -> str:
    """What a part without lines says: «не проводилось» where that is the answer."""
    answers = (State.NO_DATA, State.NOT_APPLICABLE, State.NOT_HELD)
    fact = report.summary.fact.state
    return WORDS[fact] if fact in answers else NOTHING


def total_place(columns: Sequence[Column], totals: Sequence[Cell]) -> int | None:
    """Where «Итого» stands: the first column that has no total; None if all have one."""
    for place, (column, cell) in enumerate(zip(columns, totals, strict=True)):
        if not shows_total(column, cell):
            return place
    return None


def shows_total(column: Column, cell: Cell) -> bool:
    """Whether there is a total to be told; a column that isn't summed tells one only if given."""
    return bool(column.summing != "none" or usable(cell) is not None)
