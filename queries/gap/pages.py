"""Pages of gaps for the API: many parents at once, one statement.

The order is severity, due day, id, as one text, which is also the cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, LiteralString

from graph.session import Reader, Row
from queries.scope import Actor

# $pages: {number, parent, after}; after is the last key seen, or null.
REGION_PAGES: LiteralString = """
UNWIND $pages AS page
MATCH (r:Region {id: page.parent})
WHERE ($scope_all OR r.region IN $scope_regions)
CALL (r, page) {
  MATCH (g:Gap {region: r.region})
  WHERE ($state IS NULL OR g.state = $state) AND ($severity IS NULL OR g.severity = $severity)
  WITH g, page, g.severity + ' ' + toString(coalesce(g.due_on, date('9999-12-31'))) + ' ' + g.id
    AS key
  WHERE page.after IS NULL OR key > page.after
  WITH g, key ORDER BY key LIMIT $limit
  RETURN collect(g {.*, key: key}) AS gaps
}
RETURN page.number AS number, gaps
ORDER BY number
"""

SCHOOL_PAGES: LiteralString = """
UNWIND $pages AS page
MATCH (s:School {id: page.parent})
WHERE ($scope_all OR s.region IN $scope_regions)
CALL (s, page) {
  MATCH (s)<-[:AT]-(g:Gap)
  WHERE ($scope_all OR g.region IN $scope_regions)
    AND ($state IS NULL OR g.state = $state) AND ($severity IS NULL OR g.severity = $severity)
  WITH g, page, g.severity + ' ' + toString(coalesce(g.due_on, date('9999-12-31'))) + ' ' + g.id
    AS key
  WHERE page.after IS NULL OR key > page.after
  WITH g, key ORDER BY key LIMIT $limit
  RETURN collect(g {.*, key: key}) AS gaps
}
RETURN page.number AS number, gaps
ORDER BY number
"""

REGION_COUNTS: LiteralString = """
MATCH (r:Region) WHERE r.id IN $ids
  AND ($scope_all OR r.region IN $scope_regions)
RETURN r.id AS id, COUNT {
  MATCH (g:Gap {region: r.region})
  WHERE ($state IS NULL OR g.state = $state) AND ($severity IS NULL OR g.severity = $severity)
} AS total
ORDER BY id
"""

SCHOOL_COUNTS: LiteralString = """
MATCH (s:School) WHERE s.id IN $ids
  AND ($scope_all OR s.region IN $scope_regions)
RETURN s.id AS id, COUNT {
  MATCH (s)<-[:AT]-(g:Gap)
  WHERE ($scope_all OR g.region IN $scope_regions)
    AND ($state IS NULL OR g.state = $state) AND ($severity IS NULL OR g.severity = $severity)
} AS total
ORDER BY id
"""

BY_ID: LiteralString = """
MATCH (g:Gap) WHERE g.id IN $ids
  AND ($scope_all OR g.region IN $scope_regions)
RETURN properties(g) AS gap
ORDER BY g.id
"""

PAGES: dict[str, LiteralString] = {"Region": REGION_PAGES, "School": SCHOOL_PAGES}
COUNTS: dict[str, LiteralString] = {"Region": REGION_COUNTS, "School": SCHOOL_COUNTS}


async def gap_pages(
    reader: Reader,
    actor: Actor,
    parent: str,
    keys: Sequence[tuple[str, tuple[str, ...] | None]],
    limit: int,
    which: dict[str, Any],
) -> list[list[Row]]:
    """For each (parent's id, last key seen): its next gaps, properties and `key`.

    `parent` is a label of PAGES; `which` gives state and severity, None for any.
    """
    pages = [
        {"number": i, "parent": identity, "after": after[0] if after else None}
        for i, (identity, after) in enumerate(keys)
    ]
    rows = await reader.rows(PAGES[parent], actor.parameters(pages=pages, limit=limit, **which))
    found = {row["number"]: row["gaps"] for row in rows}
    return [found.get(i, []) for i in range(len(keys))]


async def count_gaps_of(
    reader: Reader, actor: Actor, parent: str, ids: Sequence[str], which: dict[str, Any]
) -> dict[str, int]:
    """How many gaps each parent has; parents out of scope are absent."""
    rows = await reader.rows(COUNTS[parent], actor.parameters(ids=list(ids), **which))
    return {row["id"]: row["total"] for row in rows}


async def gaps_by_id(reader: Reader, actor: Actor, ids: Sequence[str]) -> dict[str, Row]:
    """Properties of those of these gaps that are in scope."""
    rows = await reader.rows(BY_ID, actor.parameters(ids=list(ids)))
    return {row["gap"]["id"]: row["gap"] for row in rows}
