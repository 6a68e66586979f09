"""The language of rules: a pattern, the cases that are gaps in it, who answers, what causes them.

A pattern is Cypher that binds `unit` (the accountable unit), `record` (one counted thing) and any
names its cases need, within `$region` at `$as_of`. Population, count and listing of a case all
come from that one pattern, so a rate can't exceed 100 % and a number always opens to its records.

Parameters of every pattern: `$region`, `$campaign` (ids), `$as_of` (instant), `$day` (the region's
local date), `$zone` (IANA), `$due` (term kind → the last day of the term, counted from the
campaign's start) and `$amount` (term kind → number).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import LiteralString

from graph.model.campaign import TermKind
from graph.model.gap import Severity


class Accountable(StrEnum):
    """Whom to call about a gap of a unit."""

    COORDINATOR = "coordinator"
    SCHOOL = "school"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`cypher` binds unit and record; `evidence` makes of one record a list of {what, id, on}."""

    cypher: LiteralString
    evidence: LiteralString = "[]"


@dataclass(frozen=True, slots=True)
class Case:
    """One way to break a rule.

    `population` and `gap` are predicates over what the pattern binds; `due` is an expression for
    the last day on time of one record (the earliest of a unit's is the gap's). `term` names the
    deadline of the campaign that `due` uses.
    """

    id: str
    severity: Severity
    title: str
    advice: str
    pattern: Pattern
    gap: LiteralString
    population: LiteralString = "true"
    due: LiteralString = "null"
    term: TermKind | None = None
    due_source: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """Gaps of this rule in `effects` come of gaps of `rule` in `cases`.

    `path` joins the effect's unit `a` to the cause's unit `b`.
    """

    effects: tuple[str, ...]
    rule: str
    cases: tuple[str, ...]
    path: LiteralString = "MATCH (b) WHERE b = a"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue; `id` is R01…R31, `clause` that of the Order."""

    id: str
    clause: str
    title: str
    accountable: Accountable
    cases: dict[str, Case]
    causes: tuple[Cause, ...] = ()

    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns of the rule, each once, in the order of its cases."""
        return tuple(dict.fromkeys(case.pattern for case in self.cases.values()))


def cases(*declared: Case) -> dict[str, Case]:
    """Cases by their id; ValueError if two share one."""
    by_id = {case.id: case for case in declared}
    if len(by_id) != len(declared):
        raise ValueError("a case is declared twice")
    return by_id
