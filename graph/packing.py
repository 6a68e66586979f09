"""Checked rows into the parameters that compiled write statements take. Pure; no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from graph.declaration import Kind, Property, Relationship
from graph.model import MODEL
from graph.session import Row


def packed_node(label: str, links: Sequence[Relationship], row: Row) -> Row:
    """`{id, properties, times, l0, l1, …}` of a node's row and its required links."""
    properties, times = _split(_own(label), row)
    packed: Row = {"id": row["id"], "properties": properties, "times": times}
    for i, link in enumerate(links):
        packed[f"l{i}"] = packed_link(link, link_row(row["id"], row[link.link]))
    return packed


def link_row(source: str, value: str | Row) -> Row:
    """The link's own row, of the value under which it stands in a node's row."""
    if isinstance(value, str):
        return {"source": source, "target": value}
    rest = {name: item for name, item in value.items() if name != "id"}
    return {"source": source, "target": value["id"], **rest}


def packed_link(link: Relationship, row: Row) -> Row:
    """`{source, target, properties, times, key}` of one relationship."""
    properties, times = _split(_own_of_link(link), row)
    packed: Row = {"source": row["source"], "target": row["target"]}
    packed |= {"properties": properties, "times": times}
    if link.interval:
        packed["key"] = times["from"]
    return packed


def times_of(packed: Iterable[Row]) -> frozenset[str]:
    """The names of all dates and instants that these rows hold."""
    return frozenset(name for row in packed for name in row["times"])


def _split(own: dict[str, bool], row: Row) -> tuple[Row, Row]:
    """Plain properties, and times as ISO text; a removed time (None) is a plain null."""
    plain: Row = {}
    times: Row = {}
    for name, value in row.items():
        is_time = own.get(name)
        if is_time is None:
            continue
        if is_time and value is not None:
            times[name] = value.isoformat()
        else:
            plain[name] = value
    return plain, times


@cache
def _own(label: str) -> dict[str, bool]:
    return _times(MODEL.nodes[label].properties)


@cache
def _own_of_link(link: Relationship) -> dict[str, bool]:
    return _times(link.all_properties)


def _times(properties: Sequence[Property]) -> dict[str, bool]:
    """Each own property, and whether it is a date or an instant."""
    return {p.name: p.kind in (Kind.DATE, Kind.INSTANT) for p in properties}
