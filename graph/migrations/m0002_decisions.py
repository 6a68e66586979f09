"""Assignments and comments of gaps; indexes of root causes and of events by time."""

from __future__ import annotations

from graph import schema
from graph.model import MODEL
from graph.session import Graph


async def upgrade(graph: Graph) -> None:
    await schema.apply(graph, MODEL)
