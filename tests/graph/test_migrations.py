"""The graph's version, its constraints, and that coming up to date can be repeated."""

from __future__ import annotations

import pytest

from graph import schema
from graph.errors import GraphVersionError
from graph.migrations import GRAPH_VERSION, migrate, migrations, version
from graph.model import MODEL
from graph.session import Graph

pytestmark = pytest.mark.anyio


def test_the_version_is_the_last_migration_and_none_is_missing() -> None:
    numbers = [step.number for step in migrations()]
    assert numbers == list(range(1, GRAPH_VERSION + 1))


async def test_the_graph_has_exactly_the_declared_constraints_and_indexes(graph: Graph) -> None:
    constraints = await graph.rows("SHOW CONSTRAINTS YIELD name RETURN name")
    indexes = await graph.rows(
        "SHOW INDEXES YIELD name, type, owningConstraint "
        "WHERE type <> 'LOOKUP' AND owningConstraint IS NULL RETURN name"
    )
    assert {row["name"] for row in constraints + indexes} == schema.names(MODEL)


async def test_migrating_again_does_nothing(graph: Graph) -> None:
    assert await version(graph) == GRAPH_VERSION
    assert await migrate(graph) == []


async def test_a_migration_cut_off_before_its_record_is_repeated(graph: Graph) -> None:
    await graph.change("MATCH (r:GraphRecord {id: 'graph'}) SET r.version = 0")
    assert await migrate(graph) == [step.name for step in migrations()]
    assert await version(graph) == GRAPH_VERSION


async def test_a_newer_graph_is_refused(graph: Graph) -> None:
    newer = GRAPH_VERSION + 1
    await graph.change(
        "MATCH (r:GraphRecord {id: 'graph'}) SET r.version = $newer", {"newer": newer}
    )
    try:
        with pytest.raises(GraphVersionError, match="обновите программу"):
            await migrate(graph)
    finally:
        await graph.change(
            "MATCH (r:GraphRecord {id: 'graph'}) SET r.version = $version",
            {"version": GRAPH_VERSION},
        )
