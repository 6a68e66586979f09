"""Finding: what is missing in a region at a moment, and who answers for it. Reads, never writes."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from graph.errors import InputError
from graph.session import Reader, Row
from queries.rules.catalogue import CATALOGUE
from queries.rules.compiling import answering, counting
from queries.rules.declaration import Case, Pattern, Rule
from queries.rules.found import Found
from queries.rules.terms import Moment, moment

Chosen = Collection[str] | None


# What people decided of gaps: who was given one, until when another may last.
DECIDED = """
MATCH (d:Extension|Assignment {region: $region})-[:EXTENDS|ASSIGNS]->(g:Gap {region: $region})
WHERE d.at <= $as_of AND g.rule IN $rules
OPTIONAL MATCH (d)-[:GIVEN_TO]->(p:Person)
WITH g, d, p ORDER BY d.at DESC, d.id
RETURN g.id AS id, max(d.until) AS until, head(collect(p.id)) AS person
"""


def chosen_rules(rules: Chosen) -> tuple[Rule, ...]:
    """The rules of these ids, or all; InputError naming those that there are not."""
    if rules is None:
        return tuple(CATALOGUE.values())
    unknown = sorted(set(rules) - CATALOGUE.keys())
    if unknown:
        raise InputError(f"Нет правил {', '.join(unknown)}. Есть R01–R31.")
    return tuple(CATALOGUE[rule] for rule in sorted(set(rules)))


async def find(
    reader: Reader, region: str, as_of: datetime, rules: Iterable[Rule]
) -> tuple[list[Found], dict[str, float]]:
    """All gaps of a region at a moment, and each rule's time in milliseconds.

    A pattern that several rules share is asked once; its time is told of each by its cases. The
    times name every rule that was asked, also where there was nothing to ask.
    """
    chosen = tuple(rules)
    spent = dict.fromkeys((rule.id for rule in chosen), 0.0)
    at = await moment(reader, region, as_of)
    if at is None:
        return [], spent
    found: list[Found] = []
    for pattern, asked in _by_pattern(chosen).items():
        begun = time.perf_counter()
        found += await _of_pattern(reader, pattern, asked, at)
        each = (time.perf_counter() - begun) * 1000 / len(asked)
        for rule, _ in asked:
            spent[rule.id] += each
    answered = await _with_persons(reader, at, found)
    decided = await _as_decided(reader, at, answered, spent)
    return decided, {rule: round(ms, 1) for rule, ms in spent.items()}


def _by_pattern(rules: Iterable[Rule]) -> dict[Pattern, list[tuple[Rule, Case]]]:
    """The cases of these rules by the pattern that counts them, each pattern once."""
    asked: dict[Pattern, list[tuple[Rule, Case]]] = {}
    for rule in rules:
        for case in rule.cases.values():
            asked.setdefault(case.pattern, []).append((rule, case))
    return asked


async def _of_pattern(
    reader: Reader, pattern: Pattern, asked: list[tuple[Rule, Case]], at: Moment
) -> list[Found]:
    statement = counting(pattern, tuple(case for _, case in asked))
    found: list[Found] = []
    for row in await reader.rows(statement, at.needed(statement.text)):
        counted = zip(asked, row["found"], strict=True)
        found += [
            Found(
                rule, case, row["unit"], row["label"], numbers[0], numbers[1],
                _due(at, case, numbers),
            )
            for (rule, case), numbers in counted
            if numbers[0]
        ]  # fmt: skip
    return found


def _due(at: Moment, case: Case, numbers: list[Any]) -> date | None:
    """The last day on time of the earliest record. A term grows with the day it is counted from."""
    earliest: date | None = numbers[2]
    if earliest is None or not case.since or case.term is None:
        return earliest
    return at.due(case.term, earliest)


async def _with_persons(reader: Reader, at: Moment, found: list[Found]) -> list[Found]:
    """The same gaps, each with who answers for it on that day."""
    answered: list[Found] = []
    for accountable in sorted({gap.rule.answering_for(gap.case) for gap in found}):
        mine = [gap for gap in found if gap.rule.answering_for(gap.case) is accountable]
        units = [
            {"id": u, "label": label} for u, label in sorted({(f.unit, f.label) for f in mine})
        ]
        asked = {"region": at.region, "day": at.day, "units": units}
        rows = await reader.rows(answering(accountable), asked)
        persons = {row["unit"]: row["person"] for row in rows}
        answered += [gap.answered_by(persons[gap.unit], at.campaign) for gap in mine]
    return answered


async def _as_decided(
    reader: Reader, at: Moment, found: list[Found], rules: Iterable[str]
) -> list[Found]:
    """A gap that was given to somebody is theirs; an extended one is due when the extension ends.

    Source: clauses 6.1, 6.2: the curator sets the dates.
    """
    asked = {"region": at.region, "as_of": at.as_of, "rules": list(rules)}
    decided = {row["id"]: row for row in await reader.rows(DECIDED, asked)}
    settled = (_with_decision(gap, decided.get(gap.id(at.region))) for gap in found)
    return [replace(gap, overdue=gap.due_on is not None and gap.due_on < at.day) for gap in settled]


def _with_decision(gap: Found, row: Row | None) -> Found:
    if row is None:
        return gap
    due_on = max(filter(None, (gap.due_on, row["until"])), default=None)
    return replace(gap, person=row["person"] or gap.person, due_on=due_on)
