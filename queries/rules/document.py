"""`docs/rules.md`, made of the catalogue. Text out; nothing here reads or writes a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.document import markdown_table
from graph.model.campaign import DEFAULT_TERMS
from graph.model.gap import Severity
from queries.rules.catalogue import CATALOGUE
from queries.rules.declaration import Accountable, Case, Rule
from queries.rules.steps import EARLY, STEPS, Step, To

_HEAD = """\
# Правила пробелов

Этот файл пишет `orientir docs` по объявлениям в `queries/rules/`; правьте их, а не его.

Пробел — случай правила у одной записи (школы, площадки, практикума…): сколько её записей нарушают
правило и из скольких. Число и список за ним считает один и тот же образец. A — права ребёнка, закон
или деньги; B — сроки; C — качество. Срок кончается в 24:00 по часам региона; срок сегодня — ещё не
просрочка. Сроки — данные кампании, регион может иметь свои; в таблице — сроки новой кампании.
"""

_STEPS = """## Кому и когда сообщается

Ступени считаются в рабочих днях региона от последнего дня срока и одинаковы для всех правил, кроме
тех, где названы свои. Отвечает координатор, по правилам куратора ({rules}) — куратор.
Каждая ступень сообщается человеку один раз; если её день пропущен, сообщается только последняя
наступившая. Новый срок (продление, другой календарь) и новое открытие начинают ступени заново. До
срока пробела ещё нет: он показан как «скоро срок» и нигде не считается. О том, что кончается само
(согласия, лицензии, договоры, квалификации; в столбце срока — «заранее»), сообщается ещё за {early}
дней, календарных.
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
    return "\n".join([_HEAD, _contents(rules), _steps(rules), *(_rule(rule) for rule in rules)])


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


_TOLD = {
    To.ANSWERER: "тот, кто отвечает",
    To.CURATOR: "куратор региона",
    To.HEAD: "руководитель кураторов",
}


def _steps(rules: Iterable[Rule]) -> str:
    of_curator = [rule.id for rule in rules if rule.accountable is Accountable.CURATOR]
    heads = ("тяжесть", "кому", "когда", "если у пробела нет срока")
    rows = [
        (severity.value, _TOLD[step.to], step.ru, _undated(step))
        for severity in Severity
        for step in STEPS[severity]
    ]
    early = " и ".join(str(-step.after) for step in EARLY if step.after)
    told = _STEPS.format(rules=", ".join(of_curator), early=early)
    return told + "\n" + markdown_table(heads, rows)


def _undated(step: Step) -> str:
    if step.undated is None:
        return "—"
    return f"через {step.undated} раб. дн. после открытия" if step.undated else "в день открытия"


def _own_steps(steps: Sequence[Step]) -> Iterable[str]:
    yield "Свои ступени оповещений:"
    yield ""
    for step in steps:
        yield f"- {_TOLD[step.to]}: {step.ru}"
    yield ""


def _rule(rule: Rule) -> str:
    parts = [f"## {rule.id}", "", f"**{rule.title}.** Пункт {rule.clause}.", ""]
    heads = ("случай", "", "пробел", "срок", "отвечает", "что сделать", "путь")
    parts.append(markdown_table(heads, [_case(rule, case) for case in rule.cases.values()]))
    if rule.steps:
        parts += _own_steps(rule.steps)
    if rule.causes:
        parts += ["Чем бывает вызвано:", "", *_causes(rule), ""]
    return "\n".join(parts)


def _case(rule: Rule, case: Case) -> tuple[str, ...]:
    term = f" ({_TERMS[case.term]})" if case.term in _TERMS else ""
    return (
        f"`{case.id}`",
        case.severity.value,
        case.title,
        (case.due_source or "—") + term + (" · заранее" if case.early else ""),
        _ANSWERS[rule.answering_for(case)],
        case.advice,
        " → ".join(case.path),
    )


def _causes(rule: Rule) -> Iterable[str]:
    for cause in rule.causes:
        effects = ", ".join(f"`{case}`" for case in cause.effects)
        causes = ", ".join(f"`{case}`" for case in cause.cases)
        yield f"- {effects} ← [{cause.rule}](#{cause.rule.lower()}): {causes}"
