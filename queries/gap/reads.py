"""Reading gaps: lists with filters and their facets, one gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph.model.gap import GapState, Severity
from graph.session import Reader
from queries.gap.details import COLUMNS, DETAILS, GapRow, gap_row
from queries.scope import Actor

OF_REGION: LiteralString = """
MATCH (g:Gap {region: $region})
WHERE ($scope_all OR g.region IN $scope_regions)
"""

OF_SCHOOL: LiteralString = """
MATCH (s:School {id: $school})<-[:AT]-(g:Gap {region: $region})
WHERE ($scope_all OR s.region IN $scope_regions)
  AND ($scope_all OR g.region IN $scope_regions)
"""

# An empty text means «any»; $today is the region's own date. What is foreseen is no gap: it is
# found by its state alone.
FILTER: LiteralString = """
  AND (g.state = $state OR ($state = '' AND NOT g.state IN ['upcoming', 'averted']))
  AND ($rule = '' OR g.rule = $rule)
  AND ($severity = '' OR g.severity = $severity)
  AND (NOT $overdue OR g.due_on < $today)
"""

BY_SEVERITY: LiteralString = """
ORDER BY g.severity, coalesce(g.due_on, date('9999-12-31')), g.id
"""
BY_DUE: LiteralString = """
ORDER BY coalesce(g.due_on, date('9999-12-31')), g.severity, g.id
"""
BY_COUNT: LiteralString = """
ORDER BY g.count DESC, g.severity, g.id
"""
BY_RULE: LiteralString = """
ORDER BY g.rule, g.case, g.severity, g.id
"""
ORDERS: dict[str, LiteralString] = {
    "severity": BY_SEVERITY,
    "due": BY_DUE,
    "count": BY_COUNT,
    "rule": BY_RULE,
}

PAGE: LiteralString = """
SKIP $skip LIMIT $limit
"""

FACETS: LiteralString = """
RETURN g.rule AS rule, g.severity AS severity, count(g) AS gaps,
  sum(CASE WHEN g.due_on < $today THEN 1 ELSE 0 END) AS overdue
ORDER BY rule, severity
"""

TOTAL: LiteralString = """
RETURN count(g) AS total
"""

ONE: LiteralString = (
    """
MATCH (g:Gap {id: $gap})
WHERE ($scope_all OR g.region IN $scope_regions)
"""
    + DETAILS
    + COLUMNS
)


MANY: LiteralString = (
    """
MATCH (g:Gap) WHERE g.id IN $ids
  AND ($scope_all OR g.region IN $scope_regions)
"""
    + DETAILS
    + COLUMNS
    + """
ORDER BY id
"""
)


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Which gaps; an empty text means any. `school` narrows a region to one school.

    Any `state` but those of what is only foreseen, which are found by name.
    """

    region: str
    today: date
    school: str = ""
    rule: str = ""
    severity: Severity | None = None
    state: GapState | None = GapState.OPEN
    overdue: bool = False

    def parameters(self) -> dict[str, Any]:
        return {
            "region": self.region,
            "today": self.today,
            "school": self.school,
            "rule": self.rule,
            "severity": str(self.severity or ""),
            "state": str(self.state or ""),
            "overdue": self.overdue,
        }


@dataclass(frozen=True, slots=True)
class Facet:
    """How many gaps of one rule and severity there are."""

    rule: str
    severity: Severity
    gaps: int
    overdue: int


async def list_gaps(
    reader: Reader,
    actor: Actor,
    which: GapFilter,
    *,
    order: str = "severity",
    skip: int = 0,
    limit: int = 50,
) -> list[GapRow]:
    """Gaps in scope; `order` is a key of ORDERS, each of which is total."""
    sorted_page = ORDERS[order]
    cypher = (
        _start(which) + FILTER + "WITH g" + sorted_page + PAGE + DETAILS + COLUMNS + sorted_page
    )
    asked = actor.parameters(**which.parameters(), skip=skip, limit=limit)
    return [gap_row(row) for row in await reader.rows(cypher, asked)]


async def count_gaps(reader: Reader, actor: Actor, which: GapFilter) -> int:
    """How many gaps `list_gaps` would list over all its pages."""
    asked = actor.parameters(**which.parameters())
    return int((await reader.single(_start(which) + FILTER + TOTAL, asked))["total"])


async def facets(reader: Reader, actor: Actor, which: GapFilter) -> list[Facet]:
    """Numbers of gaps by rule and severity for the filter's unit and state; the rest is ignored."""
    wide = GapFilter(which.region, which.today, which.school, state=which.state)
    asked = actor.parameters(**wide.parameters())
    rows = await reader.rows(_start(wide) + FILTER + FACETS, asked)
    return [Facet(**row | {"severity": Severity(row["severity"])}) for row in rows]


async def get_gap(reader: Reader, actor: Actor, gap: str) -> GapRow | None:
    """One gap; None if it doesn't exist or is out of scope, which nobody can tell apart."""
    rows = await reader.rows(ONE, actor.parameters(gap=gap))
    return gap_row(rows[0]) if rows else None


async def gaps_in_detail(reader: Reader, actor: Actor, ids: list[str]) -> dict[str, GapRow]:
    """Those of these gaps that are in scope, by id."""
    rows = await reader.rows(MANY, actor.parameters(ids=ids))
    return {row["id"]: gap_row(row) for row in rows}


def _start(which: GapFilter) -> LiteralString:
    return OF_SCHOOL if which.school else OF_REGION
