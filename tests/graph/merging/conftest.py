"""Two records of one person in a network of every kind of link, made at random from a seed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final

import pytest

from graph.declaration import Cardinality, Kind, Property, Relationship
from graph.model import MODEL
from graph.model.account import Role
from graph.session import Graph, Row, Statement
from queries.backup.reading import read_all
from queries.backup.sections import linking, section
from queries.changes import CATALOGUE, Outcome, run
from queries.merging.whole import links_to
from tests.graph.changes.planted import FOREIGN, MINE, MOMENT, ROLES, plant

KEPT, OTHER = "kept", "other"
# What keeps a person from being merged, and what is no link of the network.
_LEFT_OUT: Final = frozenset({"CURATES", "WORKS_FOR", "ACCOUNT_OF", "MERGED_INTO"})
_NO_END: Final = date(9999, 12, 31)

_POOL = """
MATCH (n) WHERE coalesce(n.region, $region) = $region AND NOT n.id IN $pair
RETURN labels(n)[0] AS label, n.id AS id ORDER BY label, id
"""
_FORGET_RECORDS = """
MATCH (n) WHERE n:AuditEntry OR n:AuditChain OR n:IdempotencyKey
DETACH DELETE n
"""
_NO_VERSIONS = "MATCH (n) WHERE NOT n:GraphRecord AND n.version IS NOT NULL REMOVE n.version"


async def make(graph: Graph, name: str, *, key: str | None = None, **given: Any) -> Outcome:
    """A change by the coordinator of the region."""
    who = ROLES[Role.COORDINATOR]
    return await run(graph, who, CATALOGUE[name], given, MOMENT, key=key)


async def content(graph: Graph) -> list[bytes]:
    """Every node and link but versions and the audit, byte for byte as a copy would hold them."""
    await graph.change(_FORGET_RECORDS)
    await graph.change(_NO_VERSIONS)
    lines: list[bytes] = []
    await graph.read(lambda reader: read_all(reader, lines.append))
    return lines


@pytest.fixture
async def planted(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def pair(graph: Graph, label: str, seed: int) -> None:
    """Records `kept` and `other` of a label, with random fields and every kind of link."""
    rng = Random(f"{label}{seed}")
    pool: dict[str, list[str]] = {}
    for row in await graph.rows(_POOL, {"region": MINE, "pair": [KEPT, OTHER]}):
        pool.setdefault(row["label"], []).append(row["id"])
    for id_ in (KEPT, OTHER):
        values = _values(rng, MODEL.nodes[label].properties) | {"id": id_}
        values |= {"processing_stopped_at": None} if label == "Student" else {}
        values |= {"region": MINE} if MODEL.nodes[label].has_region else {}
        await graph.change(Statement(f"CREATE (n:{label}) SET n = $values"), {"values": values})
        for link in MODEL.links_of(label):
            if link.type not in _LEFT_OUT and link.source not in link.targets:
                await _outwards(graph, rng, link, id_, pool)
    for link in links_to(label):
        if link.type not in _LEFT_OUT and link.source != label:
            await _inwards(graph, rng, link, label, pool)


async def _outwards(
    graph: Graph, rng: Random, link: Relationship, source: str, pool: dict[str, list[str]]
) -> None:
    if link.link == MODEL.nodes[link.source].region_link:
        await _make(graph, link, "Region", [(source, MINE, {})])
        return
    target = rng.choice([one for one in link.targets if one in pool])
    single = link.cardinality is not Cardinality.MANY
    count = 1 if link.cardinality is Cardinality.ONE else rng.randrange(3)
    ends = rng.choices(pool[target], k=count if not single or link.interval else min(count, 1))
    rows, day = [], date(2019, 1, 1)
    for end in ends if link.interval else sorted(set(ends)):
        own = _values(rng, link.all_properties)
        if link.interval:
            own["from"] = day = day + timedelta(days=rng.randrange(1, 200))
            day += timedelta(days=rng.randrange(1, 200))
            own["to"] = day
        rows.append((source, end, own))
    if rows and link.interval and rng.random() < 0.5:
        rows[-1][2]["to"] = None
    await _make(graph, link, target, rows)


async def _inwards(
    graph: Graph, rng: Random, link: Relationship, label: str, pool: dict[str, list[str]]
) -> None:
    """Links from others: those that may have one target lead from now on to one of the pair."""
    for source in pool.get(link.source, []):
        if rng.random() < 0.4:
            continue
        targets = [KEPT, OTHER]
        if link.cardinality is not Cardinality.MANY:
            targets = [rng.choice(targets)]
            await graph.change(
                Statement(f"MATCH (:{link.source} {{id: $id}})-[r:{link.type}]->() DELETE r"),
                {"id": source},
            )
        rows = [(source, target, _values(rng, link.all_properties)) for target in targets]
        await _make(graph, link, label, rows)


async def _make(
    graph: Graph, link: Relationship, target: str, rows: list[tuple[str, str, Row]]
) -> None:
    names = [p.name for p in link.all_properties]
    told = [[source, end, *(_told(own.get(name)) for name in names)] for source, end, own in rows]
    await graph.change(linking(section(MODEL, link.source), link, target), {"rows": told})


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _values(rng: Random, properties: tuple[Property, ...]) -> Row:
    """Values of properties; of those that are not required about half."""
    return {p.name: _value(rng, p) for p in properties if p.required or rng.random() < 0.5}


def _value(rng: Random, declared: Property) -> Any:
    if declared.choices is not None:
        word = str(rng.choice(list(declared.choices)))
        return [word] if declared.kind is Kind.TEXTS else word
    match declared.kind:
        case Kind.DATE:
            return date(2019, 1, 1) + timedelta(days=rng.randrange(300))
        case Kind.INSTANT:
            return datetime(2019, 1, 1, tzinfo=UTC) + timedelta(
                minutes=rng.randrange(400_000), microseconds=rng.randrange(10**6)
            )
        case Kind.BOOLEAN:
            return rng.random() < 0.5
        case Kind.INTEGER:
            return rng.randrange(declared.minimum or 0, (declared.maximum or 9) + 1)
        case Kind.NUMBER:
            return rng.random()
        case Kind.TEXTS:
            return [f"слово {rng.randrange(9)}"]
        case _:
            return f"слово {rng.randrange(9)}"


async def broken(graph: Graph) -> list[str]:
    """Links of which some record has more at one moment than the model allows."""
    found = []
    for link in MODEL.relationships:
        if link.cardinality is Cardinality.MANY:
            continue
        apart = "AND a.from < coalesce(b.to, $end) AND b.from < coalesce(a.to, $end)"
        asked = Statement(
            f"MATCH (n:{link.source})-[a:{link.type}]->(x), (n)-[b:{link.type}]->(y) "
            "WHERE elementId(a) < elementId(b) "
            f"AND any(l IN labels(x) WHERE l IN $targets) {apart if link.interval else ''} "
            "RETURN DISTINCT n.id AS id"
        )
        rows = await graph.rows(asked, {"end": _NO_END, "targets": list(link.targets)})
        found += [f"{link.source} {row['id']} {link.type}" for row in rows]
    return found


__all__ = ["FOREIGN", "KEPT", "MINE", "OTHER", "broken", "content", "make", "pair"]
