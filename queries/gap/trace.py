"""Why a gap is there and what it holds up: CAUSED_BY walked to both sides, within scope.

SHORTEST gives every cause once, at its least distance; a circle of causes ends by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

from graph.session import Reader
from queries.gap.details import COLUMNS, DETAILS, GapRow, gap_row
from queries.gap.reads import get_gap
from queries.scope import Actor

# A chain longer than this has never been seen; it keeps a broken graph from being walked for ever.
# Both statements walk at most 8 steps and list at most $limit gaps.

CAUSES: LiteralString = (
    """
MATCH (start:Gap {id: $gap})
WHERE ($scope_all OR start.region IN $scope_regions)
MATCH path = SHORTEST 1 (start)
  (()-[:CAUSED_BY]->(step:Gap WHERE $scope_all OR step.region IN $scope_regions)){1,8} (g:Gap)
WHERE g <> start
WITH g, length(path) AS distance, nodes(path)[-2].id AS via
ORDER BY distance, g.severity, g.id LIMIT $limit
"""
    + DETAILS
    + COLUMNS
    + """,
  distance, via,
  NOT EXISTS {
    MATCH (g)-[:CAUSED_BY]->(up:Gap) WHERE $scope_all OR up.region IN $scope_regions
  } AS last
ORDER BY distance, severity, id
"""
)

BLOCKED: LiteralString = (
    """
MATCH (start:Gap {id: $gap})
WHERE ($scope_all OR start.region IN $scope_regions)
MATCH path = SHORTEST 1 (start)
  (()<-[:CAUSED_BY]-(step:Gap WHERE $scope_all OR step.region IN $scope_regions)){1,8} (g:Gap)
WHERE g <> start
WITH g, length(path) AS distance, nodes(path)[-2].id AS via
ORDER BY distance, g.severity, g.id LIMIT $limit
"""
    + DETAILS
    + COLUMNS
    + """,
  distance, via,
  NOT EXISTS {
    MATCH (g)<-[:CAUSED_BY]-(down:Gap) WHERE $scope_all OR down.region IN $scope_regions
  } AS last
ORDER BY distance, severity, id
"""
)

BLOCKED_TOTAL: LiteralString = """
MATCH (start:Gap {id: $gap})
WHERE ($scope_all OR start.region IN $scope_regions)
MATCH path = SHORTEST 1 (start)
  (()<-[:CAUSED_BY]-(step:Gap WHERE $scope_all OR step.region IN $scope_regions)){1,8} (g:Gap)
WHERE g <> start
RETURN count(g) AS gaps, sum(g.count) AS records
"""


# Every CAUSED_BY between the gaps of a trace, not only those of the shortest ways.
EDGES: LiteralString = """
MATCH (effect:Gap)-[:CAUSED_BY]->(cause:Gap)
WHERE effect.id IN $ids AND cause.id IN $ids
  AND ($scope_all OR effect.region IN $scope_regions)
  AND ($scope_all OR cause.region IN $scope_regions)
RETURN effect.id AS effect, cause.id AS cause
ORDER BY effect, cause
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A gap `distance` steps away, reached over the gap `via`; `last` has nothing behind it."""

    gap: GapRow
    distance: int
    via: str
    last: bool


@dataclass(frozen=True, slots=True)
class Blocked:
    """How much a gap holds up: gaps, and the sum of their records (a record may stand in two)."""

    gaps: int
    records: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A gap with what causes it and what it holds up, as a graph.

    `edges` are pairs (effect, cause) of ids; `roots` are the causes with nothing behind them, or
    the gap itself; `truncated` says that there is more than was asked for.
    """

    gap: GapRow
    causes: tuple[Step, ...]
    blocked: tuple[Step, ...]
    edges: tuple[tuple[str, str], ...]
    held: Blocked
    truncated: bool

    @property
    def roots(self) -> tuple[GapRow, ...]:
        return tuple(step.gap for step in self.causes if step.last) or (self.gap,)


async def trace(reader: Reader, actor: Actor, gap: str, limit: int = 50) -> Trace | None:
    """The subgraph of a gap up to its roots and down to what it blocks; None out of scope.

    At most `limit` gaps each way, nearest first.
    """
    start = await get_gap(reader, actor, gap)
    if start is None:
        return None
    up = await causes(reader, actor, gap, limit + 1)
    down = await blocked(reader, actor, gap, limit + 1)
    shown = (tuple(up[:limit]), tuple(down[:limit]))
    ids = [gap, *(step.gap.id for side in shown for step in side)]
    edges = await reader.rows(EDGES, actor.parameters(ids=ids))
    return Trace(
        start,
        *shown,
        tuple((row["effect"], row["cause"]) for row in edges),
        await count_blocked(reader, actor, gap),
        truncated=max(len(up), len(down)) > limit,
    )


async def causes(reader: Reader, actor: Actor, gap: str, limit: int = 50) -> list[Step]:
    """Causes of a gap up to the roots, nearest first; empty for a gap out of scope."""
    return await _walk(reader, actor, CAUSES, gap, limit)


async def blocked(reader: Reader, actor: Actor, gap: str, limit: int = 50) -> list[Step]:
    """Gaps that come of this one, nearest first; empty for a gap out of scope."""
    return await _walk(reader, actor, BLOCKED, gap, limit)


async def count_blocked(reader: Reader, actor: Actor, gap: str) -> Blocked:
    """How much this gap holds up in scope, over all of `blocked`."""
    return Blocked(**await reader.single(BLOCKED_TOTAL, actor.parameters(gap=gap)))


async def _walk(
    reader: Reader, actor: Actor, cypher: LiteralString, gap: str, limit: int
) -> list[Step]:
    rows = await reader.rows(cypher, actor.parameters(gap=gap, limit=limit))
    return [Step(gap_row(row), row["distance"], row["via"], row["last"]) for row in rows]
