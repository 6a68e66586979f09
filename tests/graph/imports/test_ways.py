"""The ways to recognise a record, against two whole regions: of one region only, and by indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from graph.model import MODEL
from graph.session import Graph, Statement
from graph.settings import Settings
from imports.way import Way
from imports.ways import WAYS
from tests import demonstration

pytestmark = pytest.mark.anyio

# Shared by all regions, as the scope has it: no region's data.
SHARED = frozenset({"Campaign", "Competence", "ImpairmentGroup", "Organisation"})
# The demo has none of them, or has them without what the way compares.
OFTEN_ABSENT = frozenset({"consent.refused"})

NUMBERS = "MATCH (r:Region) RETURN r.id AS id ORDER BY id"
PEOPLE_ELSEWHERE = """
UNWIND $ids AS id
MATCH (n:Person {id: id})
WHERE NOT EXISTS {
    MATCH (n)-[:COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->(unit)
    WHERE unit.region = $region
  } AND NOT EXISTS {
    MATCH (n)<-[:IS_PERSON|NOMINATES]-(record) WHERE record.region = $region
  } AND NOT EXISTS { (n)-[:TOOK_PART]->(:TrainingEvent {region: $region}) }
RETURN n.id AS id
"""


async def test_a_way_finds_records_of_one_region_alone(graph: Graph) -> None:
    await demonstration.show(graph)
    here, there = [row["id"] for row in await graph.rows(NUMBERS)]
    empty = set()
    for name, way in WAYS.items():
        rows = await _rows(graph, way, here, None)
        own = {row[0] for row in rows}
        if not own:
            empty.add(name)
        await _of_region(graph, way, here, own)
        foreign = {row[0] for row in await _rows(graph, way, there, None)}
        asked = sorted({*sorted(own)[:20], *sorted(foreign)[:20]})
        found = await _rows(graph, way, here, asked)
        assert {row[0] for row in found} == own & set(asked), name
        assert _keys(way, found) == _keys(way, [row for row in rows if row[0] in asked]), name
    assert empty <= OFTEN_ABSENT


async def test_every_way_is_of_a_label_and_reads_by_indexes(
    graph: Graph, server_settings: Settings
) -> None:
    await demonstration.show(graph)
    for way, plan in _plans(server_settings):
        assert way.label in MODEL.nodes
        assert way.name.startswith(_snake(way.label)), way.name
        scans = {(one["operatorType"].split("@")[0], _label(one)) for one in _operators(plan)}
        allowed = {("NodeByLabelScan", way.label)} if way.label in SHARED else set()
        assert any("IndexSeek" in operator for operator, _ in scans), way.name
        wrong = {one for one in scans if one[0].endswith("Scan")} - allowed
        assert not wrong, (way.name, wrong)


async def _rows(graph: Graph, way: Way, region: str, ids: list[str] | None) -> list[list[Any]]:
    asked = {"region": region, "ids": ids}
    return await graph.read(lambda reader: reader.values(way.cypher, asked))


def _keys(way: Way, rows: list[list[Any]]) -> set[Any]:
    return {(row[0], way.key(*row[1:])) for row in rows}


async def _of_region(graph: Graph, way: Way, region: str, ids: set[str]) -> None:
    if way.label == "Person":
        foreign = await graph.rows(PEOPLE_ELSEWHERE, {"ids": sorted(ids), "region": region})
        assert not foreign, way.name
    elif way.label == "Region":
        assert ids == {region}
    elif way.label not in SHARED:
        of_region = Statement(f"MATCH (n:{way.label} {{region: $region}}) RETURN n.id AS id")
        own = {row["id"] for row in await graph.rows(of_region, {"region": region})}
        assert ids <= own, way.name


def _plans(settings: Settings) -> Iterator[tuple[Way, dict[str, Any]]]:
    assert settings.neo4j_uri is not None
    assert settings.neo4j_password is not None
    secret = (settings.neo4j_user, settings.neo4j_password.get_secret_value())
    with neo4j.GraphDatabase.driver(settings.neo4j_uri, auth=secret) as driver:
        for way in WAYS.values():
            told = driver.execute_query(
                "EXPLAIN " + way.cypher, {"region": "RU-TA", "ids": None}
            ).summary
            assert told.plan is not None
            yield way, told.plan


def _operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from _operators(child)


def _label(operator: dict[str, Any]) -> str:
    details = str(operator["args"].get("Details", ""))
    return details.partition(":")[2]


def _snake(label: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in label).lstrip("_")
