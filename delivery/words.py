"""Russian words of messages: days, numbers with their nouns, what a gap is about."""

from __future__ import annotations

from datetime import date
from typing import Final

from graph.model import MODEL
from queries.rules.catalogue import CATALOGUE

_MONTHS: Final = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
).split()

GAPS: Final = ("пробел", "пробела", "пробелов")


def day(value: date) -> str:
    """12 ноября; readers know the year."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def counted(count: int, one: str, few: str, many: str) -> str:
    """A number with its noun: 1 пробел, 2 пробела, 5 пробелов."""
    tens, units = count % 100, count % 10
    if units == 1 and tens != 11:
        return f"{count} {one}"
    return f"{count} {few if 2 <= units <= 4 and not 12 <= tens <= 14 else many}"


def title(rule: str, case: str) -> str:
    """What is wrong, in one line."""
    known = CATALOGUE.get(rule)
    found = known.cases.get(case) if known else None
    return found.title if found else f"{rule}: {case}"


def advice(rule: str, case: str) -> str:
    """What to do about it; "" for a case this version doesn't know."""
    known = CATALOGUE.get(rule)
    found = known.cases.get(case) if known else None
    return found.advice if found else ""


def source(rule: str) -> str:
    """The rule and its clause: «R24, п. 6.1»."""
    known = CATALOGUE.get(rule)
    if known is None:
        return rule
    return f"{rule}, {'пп.' if ',' in known.clause else 'п.'} {known.clause}"


def unit(label: str, id_: str, name: str | None, form: int | None = None) -> str:
    """At whom the gap is: a name if it is no person's, else what it is and its id."""
    if form is not None:
        return f"отчёт № {form}"
    node = MODEL.nodes.get(label)
    return name or f"{node.ru if node else label} {id_}"
