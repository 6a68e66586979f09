"""Reading gaps as they are listed: one, or several by their ids."""

from __future__ import annotations

from typing import LiteralString

from graph.session import Reader
from queries.gap.details import COLUMNS, DETAILS, GapRow, gap_row
from queries.scope import Actor

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


async def get_gap(reader: Reader, actor: Actor, gap: str) -> GapRow | None:
    """One gap; None if it doesn't exist or is out of scope, which nobody can tell apart."""
    rows = await reader.rows(ONE, actor.parameters(gap=gap))
    return gap_row(rows[0]) if rows else None


async def gaps_in_detail(reader: Reader, actor: Actor, ids: list[str]) -> dict[str, GapRow]:
    """Those of these gaps that are in scope, by id."""
    rows = await reader.rows(MANY, actor.parameters(ids=ids))
    return {row["id"]: gap_row(row) for row in rows}
