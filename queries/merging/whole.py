"""A record as a whole: every property and every link from and to it, as they can be written again.

Values are as a copy holds them (queries.backup.sections), so that a zone and every fraction of a
second come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import orjson

from graph.declaration import Relationship
from graph.model import MODEL
from graph.session import Reader, Statement
from queries.backup.sections import section, told


class Edge(NamedTuple):
    """One link of a record. `label` and `id` are of its far end, `source` the label it leads from.

    `values` stand in the order of the declared properties.
    """

    source: str
    link: str
    outwards: bool
    label: str
    id: str
    values: tuple[Any, ...] = ()

    @property
    def declared(self) -> Relationship:
        return MODEL.link(self.source, self.link)

    def value(self, name: str) -> Any:
        """The value of one property of the link; None if it has none."""
        names = [p.name for p in self.declared.all_properties]
        return self.values[names.index(name)]

    def changed(self, **values: Any) -> Edge:
        """The same link with other values."""
        own = {
            p.name: value
            for p, value in zip(self.declared.all_properties, self.values, strict=True)
        }
        return self._replace(values=tuple((own | values).values()))

    @property
    def way(self) -> tuple[str, str, bool]:
        """Links of one way are of one kind, and lead from or to the record."""
        return (self.source, self.link, self.outwards)


@dataclass(frozen=True, slots=True)
class Whole:
    """A record with its properties by name (those it has) and its links in a steady order."""

    label: str
    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()

    def text(self) -> str:
        """As JSON, for `of_text`."""
        told = {"values": dict(self.values), "edges": [tuple(edge) for edge in self.edges]}
        return orjson.dumps(told).decode()


def of_text(label: str, id_: str, text: str) -> Whole:
    """A record that `Whole.text` told."""
    kept = orjson.loads(text)
    return Whole(label, id_, kept["values"], edges_of(kept["edges"]))


def edges_of(listed: Iterable[list[Any]]) -> tuple[Edge, ...]:
    """Links that JSON told."""
    return tuple(
        Edge(source, link, outwards, label, id_, tuple(_hashable(value) for value in values))
        for source, link, outwards, label, id_, values in listed
    )


async def read_whole(reader: Reader, label: str, id_: str) -> Whole | None:
    """A record as it is now; None if there is none."""
    rows = await reader.rows(_reading(label), {"id": id_})
    if not rows:
        return None
    names = [column.name for column in section(MODEL, label).columns]
    values = {n: v for n, v in zip(names, rows[0]["own"], strict=True) if v is not None}
    ways = [(link, True) for link in MODEL.links_of(label)]
    ways += [(link, False) for link in links_to(label)]
    edges = [
        Edge(link.source, link.link, outwards, far, far_id, tuple(map(_hashable, own)))
        for (link, outwards), found in zip(ways, rows[0]["links"], strict=True)
        for far, far_id, *own in found
    ]
    return Whole(label, id_, values, tuple(sorted(edges, key=_order)))


@cache
def links_to(label: str) -> tuple[Relationship, ...]:
    """The declared links that lead to a label."""
    return tuple(link for link in MODEL.relationships if label in link.targets)


def _order(edge: Edge) -> list[str]:
    return [str(value) for value in (*edge[:-1], *edge.values)]


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def _reading(label: str) -> Statement:
    own = ", ".join(told("n", column) for column in section(MODEL, label).columns)
    edges = [_told(link, f"-[r:{link.type}]->(t:{'|'.join(link.targets)})")
             for link in MODEL.links_of(label)]  # fmt: skip
    edges += [_told(link, f"<-[r:{link.type}]-(t:{link.source})") for link in links_to(label)]
    listed = ",\n  ".join(edges)
    return Statement(f"MATCH (n:{label} {{id: $id}})\nRETURN [{own}] AS own, [{listed}] AS links")


def _told(link: Relationship, way: str) -> str:
    values = "".join(f", {told('r', p)}" for p in link.all_properties)
    return f"[(n){way} | [labels(t)[0], t.id{values}]]"
