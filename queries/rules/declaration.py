"""The language of rules: a pattern, the cases that are gaps in it, who answers, what causes them.

A pattern is Cypher that binds `unit` (the accountable unit), `record` (one counted thing) and any
names its cases need, within `$region` at `$as_of`. Population, count and listing of a case all
come from that one pattern, so a rate can't exceed 100 % and a number always opens to its records.

Parameters of every pattern (only those that its text names are sent):

- `$region`, `$campaign` (ids), `$zone` (IANA), `$as_of` (instant), `$day` (the region's local
  date), `$starts_on`, `$ends_on` (the campaign's days);
- `$unit`: an id while one unit is listed, null while all are counted. A pattern narrows itself by
  it (`$unit IS NULL OR …`) before anything costly;
- `$amount` (term kind → number), `$due` (term kind → its last day, counted from the campaign's
  start);
- `$late` (term kind → instant) and `$late_day` (the same as a day): what happened before that
  instant, or on that day or earlier, is overdue by that term now;
- `$by` (term kind → ISO day → the last day of a term counted from that day);
- `$days_off` (ISO days of the campaign's time that nobody works on).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import LiteralString

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.steps import Step


class Accountable(StrEnum):
    """Whom to call about a gap of a unit; where nobody is found, the coordinator, the curator."""

    AUTHORITY = "authority"
    CURATOR = "curator"
    COORDINATOR = "coordinator"
    SCHOOL = "school"
    VENUE = "venue"
    PRACTICUM = "practicum"
    MENTOR = "mentor"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`cypher` binds unit and record; `evidence` makes of one record a list of {what, id, on}.

    `children` says that the counted things are students.
    """

    cypher: LiteralString
    evidence: LiteralString = "[]"
    children: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One way to break a rule.

    `population` and `gap` are predicates over what the pattern binds. The last day on time of one
    record is `due` (a day), or, where `since` is given instead (a day or an instant), the day
    `term` after it; the earliest of a unit's records is the gap's. `term` names the deadline of the
    campaign that is used. `accountable` replaces the rule's. What is `early` ends on its day by
    itself and is foreseen long before it (queries.rules.steps.EARLY).
    """

    id: str
    severity: Severity
    title: str
    advice: str
    pattern: Pattern
    gap: LiteralString
    population: LiteralString = "true"
    due: LiteralString = "null"
    since: LiteralString = ""
    term: TermKind | None = None
    due_source: str = ""
    path: tuple[str, ...] = ()
    accountable: Accountable | None = None
    early: bool = False

    @property
    def dated_by(self) -> LiteralString:
        """The expression whose least value dates a gap."""
        return self.since or self.due


@dataclass(frozen=True, slots=True)
class Cause:
    """Gaps of this rule in `effects` come of gaps of `rule` in `cases`.

    `path` joins the effect's unit `a` to the cause's unit `b`.
    """

    effects: tuple[str, ...]
    rule: str
    cases: tuple[str, ...]
    path: LiteralString = "WITH a AS b"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue; `id` is R01…R31, `clause` that of the Order.

    `personal` is the class of what the records behind a count show; `reports` are the forms of
    clause 6.2 whose numbers a gap of this rule makes wrong; `steps`, if given, replace those of a
    gap's severity (queries.rules.steps).
    """

    id: str
    clause: str
    title: str
    accountable: Accountable
    cases: dict[str, Case]
    causes: tuple[Cause, ...] = ()
    personal: Personal = Personal.NO
    reports: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def clause_numbers(self) -> tuple[str, ...]:
        """The clauses one by one."""
        return tuple(self.clause.split(", "))

    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns of the rule, each once, in the order of its cases."""
        return tuple(dict.fromkeys(case.pattern for case in self.cases.values()))

    def answering_for(self, case: Case) -> Accountable:
        return case.accountable or self.accountable


def cases(*declared: Case) -> dict[str, Case]:
    """Cases by their id; ValueError if two share one."""
    by_id = {case.id: case for case in declared}
    if len(by_id) != len(declared):
        raise ValueError("a case is declared twice")
    return by_id
