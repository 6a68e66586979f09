"""What is told of one gap `g` wherever it is listed: its unit, its place, who answers.

Text only; the statements that use it stand in reads.py and trace.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from graph.model.gap import GapState, Severity
from graph.session import Row
from queries.scope import PREDICATES, Rule

# Needs `g`, already within scope. The unit and the adults pass their own predicate.
DETAILS: LiteralString = (
    """
CALL (g) {
  OPTIONAL MATCH (g)-[:AT]->(u)
  WHERE u.region IS NULL OR $scope_all OR u.region IN $scope_regions
  OPTIONAL MATCH (u) (()-[:HELD_AT]->()){0,1} ()-[:LOCATED_IN]->(m:Municipality)
  WHERE ($scope_all OR m.region IN $scope_regions)
  WITH u, m ORDER BY m.id LIMIT 1
  RETURN labels(u)[0] AS unit_label, u.id AS unit, m.name AS municipality,
    coalesce(u.name, u.title, u.subject, u.topic, 'Отчёт № ' + toString(u.form), COLLECT {
      MATCH (u)-[:IS_PERSON]->{0,1}(n:Person)
      WHERE """
    + PREDICATES[Rule.PERSON]
    + """
      RETURN n.family_name + ' ' + n.given_name + coalesce(' ' + n.patronymic, '')
      ORDER BY n.id LIMIT 1
    }[0]) AS unit_name
}
CALL (g) {
  OPTIONAL MATCH (g)-[:ANSWERED_BY]->(n:Person)
  WHERE """
    + PREDICATES[Rule.PERSON]
    + """
  WITH g, n ORDER BY n.id LIMIT 1
  RETURN n.id AS person, n.email AS person_email, n.phone AS person_phone,
    n.family_name + ' ' + n.given_name + coalesce(' ' + n.patronymic, '') AS person_name
}
"""
)

COLUMNS: LiteralString = """
RETURN g.id AS id, g.rule AS rule, g.case AS case, g.severity AS severity, g.state AS state,
  g.count AS count, g.population AS population, g.due_on AS due_on, g.due_source AS due_source,
  g.opened_at AS opened_at, g.seen_at AS seen_at, g.region AS region,
  unit_label, unit, unit_name, municipality,
  person, person_name, person_email, person_phone
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers."""

    id: str
    name: str
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap as listed: `count` of `population` records; `due_on` is the last day on time.

    `opened_at` is None of what was only foreseen.
    """

    id: str
    rule: str
    case: str
    severity: Severity
    state: GapState
    count: int
    population: int
    due_on: date | None
    due_source: str | None
    opened_at: datetime | None
    seen_at: datetime
    region: str
    unit_label: str | None
    unit: str | None
    unit_name: str | None
    municipality: str | None
    person: Person | None


def gap_row(row: Row) -> GapRow:
    """A row of COLUMNS, typed; other columns are left out."""
    plain = {name: row[name] for name in _PLAIN}
    return GapRow(
        **plain,
        severity=Severity(row["severity"]),
        state=GapState(row["state"]),
        person=_person(row),
    )


_PLAIN = frozenset(GapRow.__dataclass_fields__) - {"severity", "state", "person"}


def _person(row: Row) -> Person | None:
    if row["person"] is None:
        return None
    return Person(
        row["person"],
        row["person_name"],
        row["person_email"],
        row["person_phone"],
    )
