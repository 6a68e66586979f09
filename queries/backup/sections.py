"""What a copy holds of each label, compiled from the model: text only, no I/O.

A row is a list: the node's own values in the order of `columns`, then one list for each of its
outgoing links. Dates and instants are ISO text made and read by Cypher, so that a named zone and
every fraction of a second come back as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph.declaration import Kind, Model, Property, Relationship
from graph.errors import GraphVersionError
from graph.session import Row, Statement

RECORD = "GraphRecord"
"""The graph's own record: put back last, for it says that all of it is there."""

_IMPLIED = (Property("id", Kind.TEXT, ""), Property("version", Kind.INTEGER, ""))
_REGION = (Property("region", Kind.TEXT, ""),)
_MAKERS = {Kind.DATE: "date", Kind.INSTANT: "datetime"}


@dataclass(frozen=True, slots=True)
class Section:
    """One label: its columns, and its links with theirs."""

    label: str
    columns: tuple[Property, ...]
    links: tuple[Relationship, ...]

    def described(self) -> Row:
        """As it stands in a file, so that another version of this code can tell what is what."""
        return {
            "columns": [column.name for column in self.columns],
            "links": [
                {"link": link.link, "columns": [p.name for p in link.all_properties]}
                for link in self.links
            ],
        }


def sections(model: Model) -> tuple[Section, ...]:
    """Every label by name, the graph's own record last."""
    found = [section(model, label) for label in sorted(model.nodes)]
    return tuple(sorted(found, key=lambda one: one.label == RECORD))


def section_of(model: Model, label: str, described: Row) -> Section:
    """The section that a file describes; GraphVersionError if the model has no such thing."""
    try:
        node = model.nodes[label]
        known = {p.name: p for p in _columns(model, label)}
        columns = tuple(known[name] for name in described["columns"])
        links = tuple(_link(model, node.label, one) for one in described["links"])
    except KeyError as error:
        raise GraphVersionError(
            f"В копии есть {label}, {error}: эта программа такого не знает. "
            "Восстановите копию программой той версии, которой она сделана."
        ) from None
    return Section(label, columns, links)


def section(model: Model, label: str) -> Section:
    """The section of one label."""
    return Section(label, _columns(model, label), model.links_of(label))


def _columns(model: Model, label: str) -> tuple[Property, ...]:
    """Each name once: a few labels declare what is implied elsewhere."""
    node = model.nodes[label]
    named = {p.name: p for p in (*_IMPLIED, *(_REGION if node.has_region else ()))}
    return tuple((named | {p.name: p for p in node.properties}).values())


def _link(model: Model, label: str, described: Row) -> Relationship:
    link = model.link(label, described["link"])
    if [p.name for p in link.all_properties] != described["columns"]:
        raise KeyError(described["link"])
    return link


@cache
def reading(section: Section) -> Statement:
    """The rows of `$limit` nodes after `$after` by id: values, number of properties, links."""
    values = ", ".join(told("n", column) for column in section.columns)
    links = ",\n    ".join(_links_told(link) for link in section.links)
    return Statement(
        f"MATCH (n:{section.label}) WHERE n.id > $after\n"
        "WITH n ORDER BY n.id LIMIT $limit\n"
        f"RETURN [{values}] AS own, size(keys(n)) AS held,\n  [{links}] AS links\n"
        "ORDER BY own[0]"
    )


@cache
def making(section: Section) -> Statement:
    """Nodes of `$rows` (lists of values), each as it was; what it had before is gone."""
    sets = ", ".join(
        f"n.{column.name} = {made(column, f'row[{place}]')}"
        for place, column in enumerate(section.columns)
        if column.name != "id"
    )
    key = [column.name for column in section.columns].index("id")
    return Statement(
        f"UNWIND $rows AS row\nMERGE (n:{section.label} {{id: row[{key}]}})\nSET {sets}\n"
        "RETURN count(n) AS made"
    )


@cache
def linking(section: Section, link: Relationship, target: str) -> Statement:
    """Relationships of `$rows`: `[source id, target id, values…]`; how many were made."""
    properties = link.all_properties
    values = {p.name: made(p, f"row[{place}]") for place, p in enumerate(properties, 2)}
    key = f" {{from: {values['from']}}}" if link.interval else ""
    sets = ", ".join(f"r.{name} = {text}" for name, text in values.items())
    return Statement(
        f"UNWIND $rows AS row\nMATCH (n:{section.label} {{id: row[0]}})\n"
        f"MATCH (t:{target} {{id: row[1]}})\nMERGE (n)-[r:{link.type}{key}]->(t)\n"
        + (f"SET {sets}\n" if sets else "")
        + "RETURN count(r) AS made"
    )


def held(values: Sequence[object]) -> int:
    """How many of these values a record has."""
    return sum(value is not None for value in values)


def _links_told(link: Relationship) -> str:
    values = "".join(f", {told('r', p)}" for p in link.all_properties)
    return (
        f"[(n)-[r:{link.type}]->(t:{'|'.join(link.targets)}) | "
        f"[labels(t)[0], t.id, size(keys(r)){values}]]"
    )


def told(variable: str, column: Property) -> str:
    """A value as a copy holds it."""
    value = f"{variable}.{column.name}"
    return f"toString({value})" if column.kind in _MAKERS else value


def made(column: Property, value: str) -> str:
    """A value as the graph holds it, of what a copy holds."""
    maker = _MAKERS.get(column.kind)
    return f"{maker}({value})" if maker else value
