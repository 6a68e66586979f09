"""What pages of reports call things: how far a report has come, whether in time, its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from api.web import form
from api.web.words import Mark
from exports.formats import FORMATS
from graph.model.duty import EmptyAnswer
from queries.report.forms import forms
from queries.report.moved import TOTALS

STEPS: Final = {
    "NOT_DUE": Mark("none", "–", "период идёт", "период ещё не кончился, версии нет"),
    "DUE": Mark("upcoming", "○", "не составлен", "период кончился, версии ещё нет"),
    "DRAFT": Mark("draft", "✎", "черновик", "составлен, но не представлен"),
    "SUBMITTED": Mark("submitted", "→", "представлен", "ждёт решения куратора"),
    "RETURNED": Mark("late", "↩", "возвращён", "с замечаниями: исправить и представить снова"),
    "ACCEPTED": Mark("closed", "✓", "принят", "куратор принял"),
}
"""How far a report has come, in the order of its way. The last four are states of a version too."""
OVERDUE: Final = Mark("late", "!", "просрочен")
LATE: Final = Mark("late", "!", "с опозданием")
IN_TIME: Final = Mark("closed", "✓", "в срок")

EMPTY_ANSWERS: Final = {
    EmptyAnswer.NOT_HELD.name: "не проводилось",
    EmptyAnswer.ZERO_CONFIRMED.name: "ноль подтверждён",
}
ROW_BETWEEN: Final = "|"
"""Between the parts of a row's key, where a comment or an address names it."""

Node = Mapping[str, Any]


def form_title(number: int) -> str:
    """What the form № `number` is called."""
    return forms()[number].title


def in_time(report: Node) -> Mark | None:
    """Whether a report came in time, or is overdue; None while its day is not over."""
    if report["onTime"] is None:
        return None
    if report["onTime"]:
        return IN_TIME
    came = report["step"] in ("SUBMITTED", "RETURNED", "ACCEPTED") or (report["number"] or 0) > 1
    return LATE if came else OVERDUE


def waits(report: Node) -> bool:
    """Whether nothing of it was submitted yet: its term still counts."""
    return bool(report["onTime"] is None or in_time(report) is OVERDUE)


def period(node: Node) -> str:
    """«01.10.2019–31.10.2019»."""
    return f"{form.day(node['periodFrom'])}–{form.day(node['periodTo'])}"


def row_name(key: Sequence[str]) -> str:
    """A row's key as a comment and an address name it."""
    return ROW_BETWEEN.join(key)


def key_of(row: str) -> list[str]:
    """The key that `row_name` was made of."""
    return row.split(ROW_BETWEEN)


def is_total(row: str) -> bool:
    """Whether a row's name stands for the totals of its table."""
    return key_of(row) == list(TOTALS)


def total_row() -> str:
    """The name of the row of totals."""
    return row_name(TOTALS)


def column_title(column: Node) -> str:
    """A column's title where it stands alone: «Классы: 6»."""
    return f"{column['group']}: {column['title']}" if column["group"] else str(column["title"])


def groups(columns: Sequence[Node]) -> list[tuple[str, int]]:
    """The upper heading row: (title, how many columns it is above)."""
    found: list[tuple[str, int]] = []
    for column in columns:
        if found and column["group"] and found[-1][0] == column["group"]:
            found[-1] = (column["group"], found[-1][1] + 1)
        else:
            found.append((column["group"], 1))
    return found


def pairs(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """(id, name) of each, to choose from."""
    return [(one["id"], one["name"]) for one in nodes]


def file_formats() -> list[tuple[str, str]]:
    """(name, word) of each format that a report goes out in."""
    return [(one.name, one.title) for one in FORMATS.values()]


def since(moment: datetime | str | None, zone: str) -> str:
    """The day of a moment in a zone, or a dash."""
    known = form.as_moment(moment)
    return form.day(form.local(known, zone).date() if known else None)
