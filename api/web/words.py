"""What the codes of the model are called on a page, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.model import MODEL
from graph.model.account import Role
from graph.model.gap import FORESEEN, GapState, Severity
from queries.gap.details import GapRow
from queries.rules import CATALOGUE, Case


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


def case_of(gap: GapRow) -> Case | None:
    """The case of the rule this gap is of; None for a rule this version doesn't know."""
    rule = CATALOGUE.get(gap.rule)
    return rule.cases.get(gap.case) if rule else None


def title_of(gap: GapRow) -> str:
    """What is wrong, in one line."""
    case = case_of(gap)
    return case.title if case else f"{gap.rule}: {gap.case}"


def clause_of(gap: GapRow) -> str:
    """The clause of the Order, or nothing."""
    rule = CATALOGUE.get(gap.rule)
    return rule.clause if rule else ""


def rule_title(rule: str) -> str:
    """The rule's own name."""
    known = CATALOGUE.get(rule)
    return known.title if known else rule


def unit_of(gap: GapRow) -> str:
    """At whom the gap is: the name, or what it is if it has none to be seen."""
    return gap.unit_name or label_word(gap.unit_label)
