"""Networks that are made once a session and put back, exactly as they were, where they are needed.

Putting back takes a fraction of a second; making one by the project's own writes and scans takes
seconds, of a server that has just started a minute.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.session import Graph, Reader, Writer

Make = Callable[[Graph], Awaitable[None]]

_NODES = """
MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties
"""
_LINKS = """
MATCH (a)-[r]->(b)
RETURN elementId(a) AS source, type(r) AS type, elementId(b) AS target, properties(r) AS properties
"""
_RECORD = "MATCH (r:GraphRecord) SET r = $properties"
_PUT_BACK = """
UNWIND $nodes AS node
CREATE (n:$(node.labels)) SET n = node.properties
WITH collect(n) AS made
UNWIND $links AS link
WITH link, made[link.source] AS source, made[link.target] AS target
CREATE (source)-[r:$(link.type)]->(target) SET r = link.properties
"""


@dataclass(frozen=True, slots=True)
class _Kept:
    """All of a graph; links name their nodes by place."""

    record: dict[str, Any]
    nodes: list[dict[str, Any]]
    links: list[dict[str, Any]]

    async def put_back(self, writer: Writer) -> None:
        await writer.rows(_RECORD, {"properties": self.record})
        await writer.rows(_PUT_BACK, {"nodes": self.nodes, "links": self.links})


KEPT: dict[Make, _Kept] = {}


async def once(graph: Graph, make: Make) -> None:
    """Into an empty graph: what `make` makes, or has made in this session."""
    if make in KEPT:
        await graph.write(KEPT[make].put_back)
    else:
        await make(graph)
        KEPT[make] = await graph.read(_seen)


async def _seen(reader: Reader) -> _Kept:
    places: dict[str, int] = {}
    record: dict[str, Any] = {}
    nodes: list[dict[str, Any]] = []
    for row in await reader.rows(_NODES):
        if row["labels"] == ["GraphRecord"]:
            record = _in_utc(row["properties"])
        else:
            places[row["id"]] = len(nodes)
            nodes.append({"labels": row["labels"], "properties": _in_utc(row["properties"])})
    links = [
        {
            "source": places[row["source"]],
            "type": row["type"],
            "target": places[row["target"]],
            "properties": _in_utc(row["properties"]),
        }
        for row in await reader.rows(_LINKS)
    ]
    return _Kept(record, nodes, links)


def _in_utc(properties: dict[str, Any]) -> dict[str, Any]:
    """The driver reads UTC as a zone of that name, which would be written as another zone."""
    return {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value
        for name, value in properties.items()
    }
