"""`docs/rules.md`, made of the catalogue. Text out; nothing here reads or writes a file."""

from __future__ import annotations

from collections.abc import Iterable

from graph.document import markdown_table
from graph.model.campaign import DEFAULT_TERMS
from queries.rules.catalogue import CATALOGUE
from queries.rules.declaration import Accountable, Case, Rule

_HEAD = """\
# Правила пробелов

Этот файл пишет `orientir docs` по объявлениям в `queries/rules/`; правьте их, а не его.

Пробел — случай правила у одной записи (школы, площадки, практикума…): сколько её записей нарушают
правило и из скольких. Число и список за ним считает один и тот же образец. A — права ребёнка, закон
или деньги; B — сроки; C — качество. Срок кончается в 24:00 по часам региона; срок сегодня — ещё не
просрочка. Сроки — данные кампании, регион может иметь свои; в таблице — сроки новой кампании.
"""

_ANSWERS = {
    Accountable.AUTHORITY: "контактное лицо ОИВ",
    Accountable.CURATOR: "куратор",
    Accountable.COORDINATOR: "координатор",
    Accountable.SCHOOL: "навигатор или представитель школы",
    Accountable.VENUE: "контактное лицо площадки",
    Accountable.PRACTICUM: "контактное лицо площадки практикума",
    Accountable.MENTOR: "наставник",
}
_UNITS = {
    "working_days": "раб. дн.",
    "days": "дн.",
    "people": "чел.",
    "times": "раз",
    "percent": "%",
}
_TERMS = {term.kind: f"{term.amount} {_UNITS[term.unit.value]}" for term in DEFAULT_TERMS}


def rules_document() -> str:
    """All of `docs/rules.md`."""
    rules = CATALOGUE.values()
    return "\n".join([_HEAD, _contents(rules), *(_rule(rule) for rule in rules)])


def _contents(rules: Iterable[Rule]) -> str:
    heads = ("правило", "пункт", "о чём", "случаев", "искажает отчёты")
    rows = [
        (
            f"[{rule.id}](#{rule.id.lower()})",
            rule.clause,
            rule.title,
            str(len(rule.cases)),
            ", ".join(f"№ {form}" for form in rule.reports),
        )
        for rule in rules
    ]
    return markdown_table(heads, rows)


def _rule(rule: Rule) -> str:
    parts = [f"## {rule.id}", "", f"**{rule.title}.** Пункт {rule.clause}.", ""]
    heads = ("случай", "", "пробел", "срок", "отвечает", "что сделать", "путь")
    parts.append(markdown_table(heads, [_case(rule, case) for case in rule.cases.values()]))
    if rule.causes:
        parts += ["Чем бывает вызвано:", "", *_causes(rule), ""]
    return "\n".join(parts)


def _case(rule: Rule, case: Case) -> tuple[str, ...]:
    term = f" ({_TERMS[case.term]})" if case.term in _TERMS else ""
    return (
        f"`{case.id}`",
        case.severity.value,
        case.title,
        (case.due_source or "—") + term,
        _ANSWERS[rule.answering_for(case)],
        case.advice,
        " → ".join(case.path),
    )


def _causes(rule: Rule) -> Iterable[str]:
    for cause in rule.causes:
        effects = ", ".join(f"`{case}`" for case in cause.effects)
        causes = ", ".join(f"`{case}`" for case in cause.cases)
        yield f"- {effects} ← [{cause.rule}](#{cause.rule.lower()}): {causes}"
