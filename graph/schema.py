"""Constraints and indexes, compiled from the model.

Correctness under retries rests on them: `id` is unique for every label, so MERGE on it is safe
from two writers at once.
"""

from __future__ import annotations

from graph.declaration import Model, Node
from graph.session import Graph, Statement


def statements(model: Model) -> tuple[Statement, ...]:
    """Every constraint and index of the model, each safe to run again."""
    return tuple(statement for node in model.nodes.values() for statement in _of_node(node))


def names(model: Model) -> frozenset[str]:
    """The names of everything that `statements` makes."""
    return frozenset(name for node in model.nodes.values() for name in _names_of(node))


async def apply(graph: Graph, model: Model) -> None:
    """Make what is missing and wait until it serves."""
    for statement in statements(model):
        await graph.change(statement)
    await graph.rows("CALL db.awaitIndexes(300)")


def _unique(node: Node) -> tuple[str, ...]:
    return ("id", *node.unique)


def _indexed(node: Node) -> tuple[str, ...]:
    region = ("region",) if node.region_link else ()
    return (*region, *(p.name for p in node.properties if p.indexed))


def _names_of(node: Node) -> list[str]:
    return [f"{node.label}_{p}_unique" for p in _unique(node)] + [
        f"{node.label}_{p}" for p in _indexed(node)
    ]


def _of_node(node: Node) -> list[Statement]:
    constraints = [
        Statement(
            f"CREATE CONSTRAINT {node.label}_{name}_unique IF NOT EXISTS "
            f"FOR (n:{node.label}) REQUIRE n.{name} IS UNIQUE"
        )
        for name in _unique(node)
    ]
    indexes = [
        Statement(
            f"CREATE INDEX {node.label}_{name} IF NOT EXISTS FOR (n:{node.label}) ON (n.{name})"
        )
        for name in _indexed(node)
    ]
    return constraints + indexes
