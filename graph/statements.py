"""Write statements, compiled from the model: text only, no I/O.

A node and its required links are one MERGE, so a node without them can't be written at all. Every
statement returns how many rows it wrote, and how many broke a link's cardinality; the caller
compares, and its transaction is undone if they differ.

Dates and instants are sent as ISO text and made by Cypher: the driver takes 180 µs to pack one
instant, which was most of the time of a large load.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.declaration import Cardinality, Kind, Model, Property, Relationship
from graph.session import Statement

# Where an interval that lasts is taken to end.
_NO_END = "date('9999-12-31')"


def upsert(
    model: Model, label: str, targets: tuple[str, ...], times: tuple[frozenset[str], ...]
) -> Statement:
    """MERGE of nodes with their required links.

    Parameter `rows`: `{id, properties, times, l0: {target, key, properties, times}, …}` with the
    links in the order of `required_links`; `targets` gives the target label of each. `times` names
    the dates and instants that the rows hold: the node's, then each link's.
    """
    links = required_links(model, label)
    node_times, *link_times = times
    lines = ["UNWIND $rows AS row"]
    lines += [f"MATCH (t{i}:{target} {{id: row.l{i}.target}})" for i, target in enumerate(targets)]
    lines += [f"MERGE (n:{label} {{id: row.id}})", "SET n += row.properties"]
    lines += _set_times("n", "row", model.nodes[label].properties, node_times)
    for i, link in enumerate(links):
        lines.append(f"MERGE (n)-[r{i}:{link.type}{_key(link, f'row.l{i}')}]->(t{i})")
        if link.all_properties:
            lines.append(f"SET r{i} += row.l{i}.properties")
            lines += _set_times(f"r{i}", f"row.l{i}", link.all_properties, link_times[i])
        if link.link == model.nodes[label].region_link:
            lines.append(f"SET n.region = {_region_of(targets[i], f't{i}')}")
    if label == "Region":
        lines.append("SET n.region = n.id")
    broken = " + ".join(f"CASE WHEN {_broken(link)} THEN 1 ELSE 0 END" for link in links)
    lines.append(f"RETURN count(n) AS written, sum({broken or 0}) AS broken")
    return Statement("\n".join(lines))


def connect(model: Model, link: Relationship, target: str, times: frozenset[str]) -> Statement:
    """MERGE of relationships. Parameter `rows`: `{source, target, key, properties, times}`."""
    lines = [
        "UNWIND $rows AS row",
        f"MATCH (n:{link.source} {{id: row.source}})",
        f"MATCH (t:{target} {{id: row.target}})",
        f"MERGE (n)-[r:{link.type}{_key(link, 'row')}]->(t)",
        "SET r += row.properties",
        *_set_times("r", "row", link.all_properties, times),
    ]
    if model.nodes[link.source].region_link == link.link:
        lines.append(f"SET n.region = {_region_of(target, 't')}")
    counts = link.cardinality is not Cardinality.MANY
    broken = f"CASE WHEN {_broken(link)} THEN 1 ELSE 0 END" if counts else "0"
    lines.append(f"RETURN count(r) AS written, sum({broken}) AS broken")
    return Statement("\n".join(lines))


def disconnect(link: Relationship) -> Statement:
    """Delete the relationships of a link from the nodes `$ids`."""
    targets = "|".join(link.targets)
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{link.source} {{id: id}})-[r:{link.type}]->(:{targets})\n"
        "DELETE r"
    )


def missing(label: str) -> Statement:
    """Which of `$ids` no node of this label has, at most five, in order."""
    return Statement(
        "UNWIND $ids AS id\nWITH DISTINCT id\n"
        f"WHERE NOT EXISTS {{ MATCH (n:{label} {{id: id}}) }}\n"
        "RETURN id ORDER BY id LIMIT 5"
    )


def required_links(model: Model, label: str) -> tuple[Relationship, ...]:
    return tuple(r for r in model.links_of(label) if r.cardinality is Cardinality.ONE)


def optional_links(model: Model, label: str) -> tuple[Relationship, ...]:
    return tuple(r for r in model.links_of(label) if r.cardinality is Cardinality.OPTIONAL)


def _set_times(
    variable: str, row: str, properties: Iterable[Property], given: frozenset[str]
) -> list[str]:
    """Dates and instants come as ISO text; one that a row leaves out is kept."""
    functions = {Kind.DATE: "date", Kind.INSTANT: "datetime"}
    return [
        f"SET {variable}.{p.name} = "
        f"coalesce({functions[p.kind]}({row}.times.{p.name}), {variable}.{p.name})"
        for p in properties
        if p.name in given
    ]


def _key(link: Relationship, row: str) -> str:
    return f" {{from: date({row}.key)}}" if link.interval else ""


def _region_of(label: str, variable: str) -> str:
    return f"{variable}.id" if label == "Region" else f"{variable}.region"


def _broken(link: Relationship) -> str:
    """True where `n` has more targets of this link at one moment than its cardinality allows."""
    targets = "|".join(link.targets)
    many = f"COUNT {{ (n)-[:{link.type}]->(:{targets}) }} > 1"
    if not link.interval:
        return many
    overlap = (
        f"EXISTS {{ MATCH (n)-[a:{link.type}]->(:{targets}) "
        f"MATCH (n)-[b:{link.type}]->(:{targets}) "
        f"WHERE elementId(a) < elementId(b) AND a.from < coalesce(b.to, {_NO_END}) "
        f"AND b.from < coalesce(a.to, {_NO_END}) }}"
    )
    return f"{many} AND {overlap}"
