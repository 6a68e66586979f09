"""The demo network of two regions, loaded and scanned once a session."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.demo import load, make_plan
from graph.session import Graph
from queries.rules.scan import scan_all
from tests.keeping import once

PLAN = make_plan(2, 1600, 7)
LOADED = datetime(2026, 1, 15, tzinfo=UTC)


async def show(graph: Graph) -> None:
    """Into an empty graph: the network of PLAN with its gaps as of the plan's moment."""
    await once(graph, _scanned)


async def _scanned(graph: Graph) -> None:
    await load(graph, PLAN, LOADED)
    await scan_all(graph, PLAN.moment)
