"""The audit's chains by region, keys of repeated requests, and whatever else was declared since."""

from __future__ import annotations

from graph import schema
from graph.model import MODEL
from graph.session import Graph

# Numbers were unique over the whole graph; each chain counts its own now.
NUMBERS = "DROP CONSTRAINT AuditEntry_number_unique IF EXISTS"


async def upgrade(graph: Graph) -> None:
    await graph.change(NUMBERS)
    await schema.apply(graph, MODEL)
