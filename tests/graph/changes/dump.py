"""The whole graph as lines of text, so that what a change did is an exact set of lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from graph.session import Graph

NODES = """
MATCH (n) WHERE NOT n:GraphRecord
RETURN labels(n)[0] AS label, properties(n) AS properties
"""
LINKS = """
MATCH (n)-[r]->(t)
RETURN labels(n)[0] AS label, n.id AS source, type(r) AS type, t.id AS target,
  properties(r) AS properties
"""
RECORDS = frozenset({"AuditEntry", "AuditChain", "IdempotencyKey"})


async def dump(graph: Graph, *, records: bool = False) -> set[str]:
    """A line a node and a link with all they hold but versions; `records` shows the audit too."""
    lines = set()
    for row in await graph.rows(NODES):
        if records or row["label"] not in RECORDS:
            own = {k: v for k, v in row["properties"].items() if k not in ("id", "version")}
            lines.add(f"{row['label']} {row['properties']['id']} {_told(own)}")
    for row in await graph.rows(LINKS):
        if records or row["label"] not in RECORDS:
            what = f"{row['label']} {row['source']} {row['type']} {row['target']}"
            lines.add(f"{what} {_told(row['properties'])}")
    return lines


async def versions(graph: Graph) -> dict[tuple[str, str], int]:
    """(label, id) of what has a version, and which."""
    rows = await graph.rows(
        "MATCH (n) WHERE n.version IS NOT NULL AND NOT n:GraphRecord "
        "RETURN labels(n)[0] AS label, n.id AS id, n.version AS version"
    )
    return {(row["label"], row["id"]): row["version"] for row in rows}


def changed(before: set[str], after: set[str]) -> list[str]:
    """What went («-») and what came («+»)."""
    return sorted(
        [f"- {line}" for line in before - after] + [f"+ {line}" for line in after - before]
    )


def _told(properties: Mapping[str, Any]) -> str:
    told = (f"{name}={_value(value)}" for name, value in sorted(properties.items()))
    return "{" + ", ".join(told) + "}"


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return str(value)
