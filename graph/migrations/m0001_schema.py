"""The first version: constraints and indexes of the whole model."""

from __future__ import annotations

from graph import schema
from graph.model import MODEL
from graph.session import Graph


async def upgrade(graph: Graph) -> None:
    await schema.apply(graph, MODEL)
