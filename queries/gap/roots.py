"""Root causes in scope, by how much each holds up: what a curator looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

from graph.session import Reader
from queries.gap.details import COLUMNS, DETAILS, GapRow, gap_row
from queries.scope import Actor

# The key is the order as one text: of each number what it lacks to a large one, so that all are of
# one width and the largest comes first.
FOUND: LiteralString = """
MATCH (g:Gap {root: true})
WHERE ($scope_all OR g.region IN $scope_regions)
  AND g.state = 'open'
  AND ($region = '' OR g.region = $region) AND ($rule = '' OR g.rule = $rule)
"""

_KEY: LiteralString = """toString(1999999999 - g.blocked_gaps)
    + ' ' + toString(1999999999 - g.blocked_children)
    + ' ' + toString(199 - size(g.blocked_reports)) + ' ' + g.severity + ' ' + g.id"""

ROOTS: LiteralString = (
    FOUND
    + "  AND ($after = '' OR "
    + _KEY
    + """ > $after)
// The order of the keys, without making one of each.
WITH g ORDER BY -g.blocked_gaps, -g.blocked_children, -size(g.blocked_reports), g.severity, g.id
LIMIT $limit
WITH g, """
    + _KEY
    + """ AS key
"""
    + DETAILS
    + COLUMNS
    + """,
  g.blocked_gaps AS blocked_gaps, g.blocked_children AS blocked_children,
  g.blocked_reports AS blocked_reports, key
ORDER BY key
"""
)

TOTAL: LiteralString = FOUND + "RETURN count(g) AS total"


@dataclass(frozen=True, slots=True)
class RootCause:
    """A gap that no open gap causes, and what hangs on it: gaps, students, numbers of reports.

    Students are those of the gap itself and of all it holds; one may be counted in several gaps.
    `reports` are forms of clause 6.2, sorted.
    """

    gap: GapRow
    blocked_gaps: int
    blocked_children: int
    reports: tuple[int, ...]
    key: str


async def root_causes(
    reader: Reader,
    actor: Actor,
    *,
    region: str = "",
    rule: str = "",
    limit: int = 50,
    after: str = "",
) -> list[RootCause]:
    """Root causes in scope behind the key `after`, those that hold up most first.

    An empty region or rule means any.
    """
    asked = actor.parameters(region=region, rule=rule, limit=limit, after=after)
    return [
        RootCause(
            gap_row(row),
            row["blocked_gaps"],
            row["blocked_children"],
            tuple(sorted(int(form) for form in row["blocked_reports"])),
            row["key"],
        )
        for row in await reader.rows(ROOTS, asked)
    ]


async def count_root_causes(
    reader: Reader, actor: Actor, *, region: str = "", rule: str = ""
) -> int:
    """How many root causes there are over all pages."""
    asked = actor.parameters(region=region, rule=rule)
    return int((await reader.single(TOTAL, asked))["total"])
