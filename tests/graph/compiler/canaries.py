"""A network of every node type and every relationship, in two regions that touch everywhere.

Made of the model itself: a type or a link that is added to it is planted too. Every text of a
region's node is that region's canary; every relationship that may cross the border does.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from graph.declaration import Cardinality, Kind, Node, Property, Relationship
from graph.model import MODEL
from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes
from queries.compiler.steps import LABELS
from queries.scope import VISIBILITY, Rule
from tests.keeping import once

OWN, FOREIGN = "RU-TA", "RU-BA"
REGIONS = (OWN, FOREIGN)
MOMENT = datetime(2019, 10, 14, 9, 0, tzinfo=UTC)
START = date(2019, 9, 2)
_PUBLIC = frozenset(label for label, rule in VISIBILITY.items() if rule is Rule.DICTIONARY)


def canary(region: str) -> str:
    """The word that no viewer of another region may ever read."""
    return f"КАНАРЕЙКА-{region}"


def node_id(label: str, region: str, variant: int = 0) -> str:
    """The id of a planted node; dictionaries have one node for both regions."""
    if label == "Region":
        return region
    if label in _PUBLIC:
        return f"общий-{label}"
    return f"{label}-{canary(region)}-{variant}"


async def plant(graph: Graph) -> None:
    """Everything of both regions."""
    await once(graph, _plant)


async def _plant(graph: Graph) -> None:
    await graph.write(_everything)


async def _everything(writer: Writer) -> None:
    written: set[str] = set()
    later: list[tuple[str, Row]] = []
    for label in _ordered():
        for row in (one for region in REGIONS for one in _nodes(label, region)):
            if _targets(label, row) <= written:
                await write_nodes(writer, label, [row])
                written.add(row["id"])
            else:
                later.append((label, row))
    for label, row in later:
        await write_nodes(writer, label, [row])
    for link in MODEL.relationships:
        if link.cardinality is Cardinality.MANY and link.source in LABELS:
            await _links(writer, link)
    await _people_of_both(writer)


def _targets(label: str, row: Row) -> set[str]:
    given = [row[link.link] for link in MODEL.links_of(label) if link.link in row]
    return {one["id"] if isinstance(one, dict) else one for one in given}


def _ordered() -> list[str]:
    """Labels after those that every row of theirs links to."""
    done: list[str] = []
    left = list(LABELS)
    while left:
        ready = [label for label in left if _needs(label) <= {*done, label}]
        assert ready, left
        done += ready
        left = [label for label in left if label not in ready]
    return done


def _needs(label: str) -> set[str]:
    single = (r for r in MODEL.links_of(label) if r.cardinality is not Cardinality.MANY)
    return {link.targets[0] for link in single}


def _nodes(label: str, region: str) -> list[Row]:
    """A node for each target type of the links with several, and one that looks abroad."""
    node = MODEL.nodes[label]
    single = [r for r in MODEL.links_of(label) if r.cardinality is not Cardinality.MANY]
    variants = max([len(link.targets) for link in single], default=1)
    rows = [_row(node, region, single, i, abroad=False) for i in range(variants)]
    # A deadline is of the region it overrides in, and of no other.
    abroad = any(link.cardinality is Cardinality.OPTIONAL for link in single)
    if abroad and label not in {*_PUBLIC, "Deadline"}:
        rows.append(_row(node, region, single, variants, abroad=True))
    return rows


def _row(node: Node, region: str, single: list[Relationship], variant: int, *, abroad: bool) -> Row:
    identity = node_id(node.label, region, variant)
    # What is taken away is not there to be found.
    told = [p for p in node.properties if p.name != node.until]
    row: Row = {"id": identity, **{p.name: _value(p, region) for p in told}}
    if node.label in _PUBLIC:
        row |= {p.name: "общее" for p in node.properties if p.kind is Kind.TEXT and not p.choices}
    other = FOREIGN if region == OWN else OWN
    for link in single:
        target = link.targets[variant % len(link.targets)]
        crosses = abroad and link.cardinality is Cardinality.OPTIONAL
        given: Row = {"id": node_id(target, other if crosses else region)}
        if given["id"] == identity:
            continue
        if len(link.targets) > 1:
            given["label"] = target
        row[link.link] = given | _edge(link) if link.all_properties or "label" in given else (
            given["id"]
        )  # fmt: skip
    return row


def _edge(link: Relationship) -> Row:
    row: Row = {p.name: _value(p, OWN) for p in link.properties if p.kind is not Kind.TEXT}
    row |= {p.name: "общее" for p in link.properties if p.kind is Kind.TEXT and not p.choices}
    row |= {p.name: next(iter(p.choices)).value for p in link.properties if p.choices}
    return row | ({"from": START} if link.interval else {})


def _value(declared: Property, region: str) -> Any:
    if declared.name == "zone":
        return "Europe/Moscow"
    if declared.choices is not None:
        first = next(iter(declared.choices)).value
        return [first] if declared.kind is Kind.TEXTS else first
    plain: dict[Kind, Any] = {
        Kind.TEXT: canary(region),
        Kind.INTEGER: declared.minimum if declared.minimum is not None else 1,
        Kind.NUMBER: 1.5,
        Kind.BOOLEAN: True,
        Kind.DATE: START,
        Kind.INSTANT: datetime(2019, 9, 20, 8, 0, tzinfo=UTC),
        Kind.TEXTS: [canary(region)],
    }
    return plain[declared.kind]


async def _links(writer: Writer, link: Relationship) -> None:
    """From every region to every region; people stay at home, they would be of both otherwise."""
    for region in REGIONS:
        for abroad in REGIONS:
            if link.source == "Person" and region != abroad:
                continue
            for target in link.targets:
                source = node_id(link.source, region)
                row = {"source": source, "target": node_id(target, abroad), **_edge(link)}
                if row["source"] == row["target"]:
                    continue
                if len(link.targets) > 1:
                    row["label"] = target
                await write_links(writer, link.source, link.link, [row])


async def _people_of_both(writer: Writer) -> None:
    """One person who coordinates both regions is seen from both."""
    both = {"id": "лицо-обоих", "family_name": "Общая", "given_name": "Персона"}
    await write_nodes(writer, "Person", [both])
    rows = [{"source": both["id"], "target": region, "from": START} for region in REGIONS]
    await write_links(writer, "Person", "coordinates", rows)
