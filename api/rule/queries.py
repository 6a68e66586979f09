"""The rules as a client may read them."""

from __future__ import annotations

import strawberry

from api.field import resolved
from graph.data.order import clause_text
from graph.model.gap import Severity
from queries.rules import CATALOGUE
from queries.rules.declaration import Case as CaseRow
from queries.rules.declaration import Rule as RuleRow


@strawberry.type(description="Один способ нарушить правило")
class RuleCase:
    id: str
    severity: Severity
    title: str
    advice: str
    due_source: str | None = strawberry.field(description="откуда срок")
    path: list[str] = strawberry.field(description="путь в графе, который это доказывает")


@strawberry.type(description="Чем вызваны случаи: случаями другого правила")
class RuleCause:
    effects: list[str]
    rule: str
    cases: list[str]


@strawberry.type(description="Пункт Порядка его словами")
class Clause:
    number: str
    text: str


@strawberry.type(description="Правило пробелов")
class Rule:
    id: str
    clause: str = strawberry.field(description="пункты Порядка, через запятую")
    clauses: list[Clause] = strawberry.field(description="они же с текстом")
    title: str
    cases: list[RuleCase]
    causes: list[RuleCause]
    reports: list[int] = strawberry.field(description="№ отчётов, числа которых оно искажает")


def _case(row: CaseRow) -> RuleCase:
    due = row.due_source or None
    return RuleCase(
        id=row.id,
        severity=row.severity,
        title=row.title,
        advice=row.advice,
        due_source=due,
        path=list(row.path),
    )


def _rule(row: RuleRow) -> Rule:
    causes = [
        RuleCause(effects=list(cause.effects), rule=cause.rule, cases=list(cause.cases))
        for cause in row.causes
    ]
    cases = [_case(case) for case in row.cases.values()]
    return Rule(
        id=row.id,
        clause=row.clause,
        clauses=[Clause(number=one, text=clause_text(one)) for one in row.clause_numbers],
        title=row.title,
        cases=cases,
        causes=causes,
        reports=list(row.reports),
    )


@strawberry.type
class RuleQuery:
    @resolved("все правила пробелов")
    def rules(self) -> list[Rule]:
        return [_rule(row) for row in CATALOGUE.values()]
