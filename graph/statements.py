"""Write statements, compiled from the model: text only, no I/O.

A node and its required links are one MERGE, so a node without them can't be written at all. Every
statement returns how many rows it wrote, and how many broke a link's cardinality; the caller
compares, and its transaction is undone if they differ.
"""

from __future__ import annotations

from graph.declaration import Cardinality, Model, Relationship
from graph.session import Statement

# Where an interval that lasts is taken to end.
_NO_END = "date('9999-12-31')"


def upsert(model: Model, label: str, targets: tuple[str, ...]) -> Statement:
    """MERGE of nodes with their required links.

    Parameter `rows`: `{id, properties, l0: {id, key, properties}, …}` in the order of
    `required_links`; `targets` gives the target label of each.
    """
    links = required_links(model, label)
    region = model.nodes[label].region_link
    lines = ["UNWIND $rows AS row"]
    lines += [f"MATCH (t{i}:{target} {{id: row.l{i}.id}})" for i, target in enumerate(targets)]
    lines += [f"MERGE (n:{label} {{id: row.id}})", "SET n += row.properties"]
    for i, link in enumerate(links):
        lines.append(f"MERGE (n)-[r{i}:{link.type}{_key(link, f'row.l{i}')}]->(t{i})")
        if link.all_properties:
            lines.append(f"SET r{i} += row.l{i}.properties")
        if link.link == region:
            lines.append(f"SET n.region = {_region_of(targets[i], f't{i}')}")
    if label == "Region":
        lines.append("SET n.region = n.id")
    broken = " + ".join(f"CASE WHEN {_broken(link)} THEN 1 ELSE 0 END" for link in links)
    lines.append(f"RETURN count(n) AS written, sum({broken or 0}) AS broken")
    return Statement("\n".join(lines))


def connect(model: Model, link: Relationship, target: str) -> Statement:
    """MERGE of relationships. Parameter `rows`: `{source, target, key, properties}`."""
    carries_region = model.nodes[link.source].region_link == link.link
    lines = [
        "UNWIND $rows AS row",
        f"MATCH (n:{link.source} {{id: row.source}})",
        f"MATCH (t:{target} {{id: row.target}})",
        f"MERGE (n)-[r:{link.type}{_key(link, 'row')}]->(t)",
        "SET r += row.properties",
    ]
    if carries_region:
        lines.append(f"SET n.region = {_region_of(target, 't')}")
    broken = (
        "0"
        if link.cardinality is Cardinality.MANY
        else f"CASE WHEN {_broken(link)} THEN 1 ELSE 0 END"
    )
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


def _key(link: Relationship, row: str) -> str:
    return f" {{from: {row}.key}}" if link.interval else ""


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
