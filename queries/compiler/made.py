"""Values that a node tells without keeping them: made of its own by a pure function.

Personal data may be made only of what the same viewer may see anyway: `of` names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from graph.declaration import Personal
from graph.model.gap import GapChange
from queries.gap.history import words_of
from queries.rules.catalogue import CATALOGUE
from queries.rules.declaration import Case


@dataclass(frozen=True, slots=True)
class MadeValue:
    """A text made by `make` of the values named by `of`, in that order."""

    name: str
    of: tuple[str, ...]
    make: Callable[..., str | None]
    ru: str
    required: bool = False
    personal: Personal = Personal.NO


def _case(rule: str, case: str) -> Case | None:
    found = CATALOGUE.get(rule)
    return found.cases.get(case) if found else None


def _title(rule: str, case: str) -> str:
    found = _case(rule, case)
    return found.title if found else case


def _advice(rule: str, case: str) -> str | None:
    found = _case(rule, case)
    return found.advice if found else None


def _clause(rule: str, _: str) -> str | None:
    found = CATALOGUE.get(rule)
    return found.clause if found else None


def _full_name(*names: str | None) -> str | None:
    return " ".join(name for name in names if name) or None


def _happened(change: str, before: object, after: object) -> str:
    days = (date.fromisoformat(str(day)) if day else None for day in (before, after))
    return words_of(GapChange(change), *days)


_NAME = ("family_name", "given_name", "patronymic")
_OF_GAP = (
    MadeValue("title", ("rule", "case"), _title, "что не так", required=True),
    MadeValue("advice", ("rule", "case"), _advice, "что сделать"),
    MadeValue("clause", ("rule", "case"), _clause, "пункт Порядка"),
)
_FULL = "фамилия, имя, отчество"
_EVENT = ("change", "due_before", "due_on")

MADE: dict[str, dict[str, MadeValue]] = {
    "Gap": {one.name: one for one in _OF_GAP},
    "GapEvent": {
        "title": MadeValue("title", _EVENT, _happened, "что произошло, словами", required=True)
    },
    "Guardian": {
        "full_name": MadeValue("full_name", _NAME, _full_name, _FULL, personal=Personal.ADULT)
    },
    "Person": {
        "full_name": MadeValue("full_name", _NAME, _full_name, _FULL, personal=Personal.ADULT)
    },
    "Student": {
        "full_name": MadeValue("full_name", _NAME, _full_name, _FULL, personal=Personal.CHILD)
    },
}


def made_of(label: str) -> dict[str, MadeValue]:
    """The made values of a node type, by name."""
    return MADE.get(label, {})
