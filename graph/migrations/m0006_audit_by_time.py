"""An index of the audit by time: it is read from its end."""

from __future__ import annotations

from graph import schema
from graph.model import MODEL
from graph.session import Graph


async def upgrade(graph: Graph) -> None:
    await schema.apply(graph, MODEL)
