"""A network that is put back is the one that was made: labels, links, values, types and zones."""

from __future__ import annotations

import pytest

from graph.model import MODEL
from graph.session import Graph
from tests import keeping
from tests.conftest import empty
from tests.graph.compiler.canaries import MOMENT, plant
from tests.keeping import once

pytestmark = pytest.mark.anyio

# Each item of a list by itself: a list as a whole is no text.
_NODES = """
MATCH (n)
RETURN labels(n) AS labels, COLLECT {
  UNWIND keys(n) AS key
  RETURN [key, valueType(n[key]),
    CASE WHEN valueType(n[key]) STARTS WITH 'LIST' THEN [one IN n[key] | toString(one)]
      ELSE [toString(n[key])] END]
  ORDER BY key
} AS told
"""
_LINKS = """
MATCH (a)-[r]->(b)
RETURN labels(a) + a.id AS source, type(r) AS type, labels(b) + b.id AS target, COLLECT {
  UNWIND keys(r) AS key
  RETURN [key, valueType(r[key]), toString(r[key])] ORDER BY key
} AS told
"""


async def test_what_is_put_back_is_what_was_made(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "KEPT", {})
    await once(graph, _make)
    made = await _told(graph)
    await empty(graph)
    assert len(await _told(graph)) == 1
    await once(graph, _make)
    assert await _told(graph) == made
    assert len(made) > len(MODEL.nodes)


async def _make(graph: Graph) -> None:
    """Every node type and every link, and a clock in the graph's own record."""
    await plant(graph)
    await graph.change("MATCH (r:GraphRecord) SET r.demo_moment = $at", {"at": MOMENT})


async def _told(graph: Graph) -> list[str]:
    return sorted([str(row) for query in (_NODES, _LINKS) for row in await graph.rows(query)])
