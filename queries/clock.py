"""The clock of the graph: the real one, or the demo network's own.

A demo network lives from its own moment on: time there goes as fast as here, so that its deadlines
come due. Everything below takes the moment as a parameter; only edges ask this clock.
"""

from __future__ import annotations

from datetime import UTC, datetime

from graph.session import Graph

DEMO = """
MATCH (r:GraphRecord {id: 'graph'})
RETURN r.demo_moment AS moment, r.demo_loaded_at AS loaded_at
"""


async def now(graph: Graph, real: datetime | None = None) -> datetime:
    """The present moment (UTC) of what this graph describes; `real` replaces the wall clock."""
    real = real or datetime.now(UTC)
    rows = await graph.rows(DEMO)
    if not rows or rows[0]["moment"] is None:
        return real
    moment: datetime = rows[0]["moment"]
    # A network whose load was cut off stands still: its clock starts when it is whole.
    loaded_at: datetime = rows[0]["loaded_at"] or real
    return moment.astimezone(UTC) + (real - loaded_at)
