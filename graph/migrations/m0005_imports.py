"""Indexes of imports and of merged records; imports of before are all done."""

from __future__ import annotations

from graph import schema
from graph.model import MODEL
from graph.session import Graph

IMPORTS = """
MATCH (b:ImportBatch) WHERE b.state IS NULL
SET b.state = 'done'
"""


async def upgrade(graph: Graph) -> None:
    await schema.apply(graph, MODEL)
    await graph.change(IMPORTS)
