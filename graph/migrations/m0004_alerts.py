"""Indexes of what is waiting to be delivered; since when gaps and deliveries are facts."""

from __future__ import annotations

from graph import schema
from graph.model import MODEL
from graph.session import Graph

# Until now a gap was known once it was open, a delivery once it was sent.
GAPS = """
MATCH (g:Gap) WHERE g.known_from IS NULL AND g.opened_at IS NOT NULL
WITH g LIMIT 10000
SET g.known_from = g.opened_at
RETURN count(*) AS changed
"""
DELIVERIES = """
MATCH (d:Delivery) WHERE d.wanted_at IS NULL AND d.sent_at IS NOT NULL
WITH d LIMIT 10000
SET d.wanted_at = d.sent_at
RETURN count(*) AS changed
"""


async def upgrade(graph: Graph) -> None:
    await schema.apply(graph, MODEL)
    while (await graph.change(GAPS))[0]["changed"]:
        pass
    while (await graph.change(DELIVERIES))[0]["changed"]:
        pass
