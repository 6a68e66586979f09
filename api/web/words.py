"""What the codes of the model are called on a page, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.model import MODEL
from graph.model.account import Role
from graph.model.gap import FORESEEN, GapState, Severity
from queries.rules import CATALOGUE


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as it is shown: a class for its colour, an icon, a word; never colour alone."""

    style: str
    icon: str
    word: str
    meaning: str = ""


SEVERITIES: Final = {
    Severity.A: Mark("a", "▲", "A", "права ребёнка, закон или деньги"),
    Severity.B: Mark("b", "◆", "B", "сроки"),
    Severity.C: Mark("c", "●", "C", "качество"),
}

STATES: Final = {
    GapState.UPCOMING: Mark("upcoming", "◔", "скоро срок"),
    GapState.AVERTED: Mark("averted", "✓", "исполнено в срок"),
    GapState.OPEN: Mark("open", "○", "открыт"),
    GapState.CLOSED: Mark("closed", "✓", "закрыт"),
    GapState.WAIVED: Mark("waived", "–", "снят куратором"),
}

ROLES: Final = {
    Role.HEAD: "руководитель кураторов",
    Role.CURATOR: "куратор",
    Role.COORDINATOR: "региональный координатор",
    Role.AUTHORITY: "ОИВ",
    Role.AUTOMATION: "автоматика",
}

GAP_ORDERS: Final = {
    "severity": "сначала тяжёлые",
    "due": "сначала срочные",
    "count": "сначала большие",
    "rule": "по правилам",
}

SCHOOL_ORDERS: Final = {
    "gaps": "по пробелам",
    "students": "по участникам",
    "name": "по названию",
}


STATES_IN_ORDER: Final = (
    *(state for state in GapState if state not in FORESEEN),
    *(state for state in GapState if state in FORESEEN),
)
"""Gaps first, then what is none."""


def label_word(label: str | None) -> str:
    """What a node type is called, with a capital letter."""
    node = MODEL.nodes.get(label or "")
    return node.ru[:1].upper() + node.ru[1:] if node else "Запись"


def rule_title(rule: str) -> str:
    """The rule's own name."""
    known = CATALOGUE.get(rule)
    return known.title if known else rule


def unit_name(gap: Mapping[str, Any]) -> str:
    """At whom a gap of an answer is: its name, or what it is if it has none to be seen."""
    unit = gap["unit"] or {}
    return unit.get("name") or label_word(unit.get("label"))
