"""Operations are carried out in the caller's transaction: in bulk, label by label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from graph.declaration import Cardinality
from graph.model import MODEL
from graph.session import Row, Statement, Writer
from graph.writing import detach, write_links, write_nodes
from imports.comparing import Operation, settled
from queries.changes.making import present_row
from queries.changes.reading import Known, lock, snapshots

Key = tuple[str, str]


@dataclass
class Carrying:
    """The operations of some rows; `known` are all records that are there before them."""

    writer: Writer
    at: datetime
    today: date
    region: str
    known: dict[Key, Known] = field(default_factory=dict)
    made: dict[Key, Row] = field(default_factory=dict)
    """What was not there before, as it has been written: fields and links as of a `Known`."""

    async def look(self, operations: Iterable[Operation]) -> None:
        """Lock the records of these operations that are there, and know them as they are."""
        ids: defaultdict[str, set[str]] = defaultdict(set)
        new: defaultdict[str, set[str]] = defaultdict(set)
        for one in operations:
            (ids if one.version is not None else new)[one.label].add(one.id)
        # An earlier part may have made what several rows ask for.
        for label in sorted(new):
            there = await self.writer.values(_there(label), {"ids": sorted(new[label])})
            ids[label] |= {row[0] for row in there}
        for label in sorted(label for label in ids if ids[label]):
            await lock(self.writer, label, sorted(ids[label]))
            for found in await snapshots(self.writer, label, sorted(ids[label])):
                self.known[label, found.id] = found

    async def carry_out(self, operations: Sequence[Operation]) -> list[Key]:
        """Write them; the records that they are about. InvalidWriteError for one that can't be."""
        by_label: defaultdict[str, dict[str, Operation]] = defaultdict(dict)
        for one in operations:
            before = by_label[one.label].get(one.id)
            by_label[one.label][one.id] = one if before is None else _together(before, one)
        for label in in_order(by_label):
            await self._nodes(label, list(by_label[label].values()))
        for label in in_order(by_label):
            await self._links(label, list(by_label[label].values()))
        return [(label, id_) for label in in_order(by_label) for id_ in by_label[label]]

    async def _nodes(self, label: str, operations: Sequence[Operation]) -> None:
        rows: list[Row] = []
        for one in operations:
            known = self.known.get((label, one.id))
            fields = self._settled(one.fields)
            if known is None:
                required = {n: self._value(label, n, row) for n, row in one.required.items()}
                rows.append({"id": one.id} | fields | required)
                self.made[label, one.id] = self._whole(one, fields)
            elif one.version is not None and fields:
                rows.append(present_row(known) | fields)
        # A statement fits rows of one shape best, and rows of a sheet have few shapes.
        for alike in _by_shape(rows):
            await write_nodes(self.writer, label, alike)

    async def _links(self, label: str, operations: Sequence[Operation]) -> None:
        for name, ids in _detached(operations).items():
            await detach(self.writer, label, name, ids)
        for name, rows in _listed(operations, "dropped").items():
            await self.writer.rows(_drop(label, name), {"rows": [_dropped(row) for row in rows]})
        for field_name in ("ended", "links"):
            for name, rows in _listed(operations, field_name).items():
                several = len(MODEL.link(label, name).targets) > 1
                await write_links(
                    self.writer, label, name, [self._link(row, several) for row in rows]
                )

    def _whole(self, one: Operation, fields: Row) -> Row:
        """A new record as a snapshot would find it: reading back thousands takes half the time."""
        whole: Row = {name: value for name, value in fields.items() if value is not None}
        if MODEL.nodes[one.label].has_region:
            whole["region"] = self.region
        links: defaultdict[str, list[Row]] = defaultdict(list)
        for name, row in (*one.required.items(), *one.links):
            own = {k: v for k, v in self._settled(row["properties"]).items() if v is not None}
            links[name].append({"id": row["target"], "label": row["label"], **own})
        for listed in links.values():
            listed.sort(key=lambda link: (link["id"], str(link.get("from", ""))))
        return whole | links

    def _link(self, row: Row, several: bool) -> Row:
        own = {"source": row["source"], "target": row["target"]}
        own |= {"label": row["label"]} if several else {}
        return own | self._settled(row["properties"])

    def _value(self, label: str, link: str, row: Row) -> str | Row:
        relationship = MODEL.link(label, link)
        several = len(relationship.targets) > 1
        if not several and not relationship.all_properties:
            return str(row["target"])
        own = {"id": row["target"]} | ({"label": row["label"]} if several else {})
        return own | self._settled(row["properties"])

    def _settled(self, values: Mapping[str, Any]) -> Row:
        return {name: settled(value, self.at, self.today) for name, value in values.items()}


def in_order(labels: Collection[str]) -> list[str]:
    """Labels, each after those that its records must lead to."""
    ordered: list[str] = []

    def add(label: str, above: frozenset[str]) -> None:
        if label in ordered or label in above:
            return
        for link in MODEL.links_of(label):
            if link.cardinality is Cardinality.ONE:
                for target in link.targets:
                    if target in labels:
                        add(target, above | {label})
        ordered.append(label)

    for label in sorted(labels):
        add(label, frozenset())
    return ordered


def _together(first: Operation, second: Operation) -> Operation:
    """Two rows about one record: what the second adds."""
    fields = first.fields if first.version is None else first.fields | second.fields
    return replace(
        first,
        fields=fields,
        links=first.links + [one for one in second.links if one not in first.links],
        ended=first.ended + second.ended,
        dropped=first.dropped + second.dropped,
        detached=[*first.detached, *second.detached],
    )


def _by_shape(rows: Sequence[Row]) -> list[list[Row]]:
    shapes: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        shapes[tuple(sorted(row))].append(row)
    return list(shapes.values())


def _detached(operations: Sequence[Operation]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in operations:
        for name in one.detached:
            found[name].append(one.id)
    return dict(found)


def _listed(operations: Sequence[Operation], name: str) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for one in operations:
        for link, row in getattr(one, name):
            found[link].append(row | {"source": one.id})
    return dict(found)


def _dropped(row: Row) -> Row:
    return {"source": row["source"], "target": row["target"], "from": row["from"].isoformat()}


@cache
def _there(label: str) -> Statement:
    return Statement(f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\nRETURN n.id AS id")


@cache
def _drop(label: str, link: str) -> Statement:
    """Delete single links that began by mistake."""
    relationship = MODEL.link(label, link)
    return Statement(
        "UNWIND $rows AS row\n"
        f"MATCH (n:{label} {{id: row.source}})-[r:{relationship.type}]->(t {{id: row.target}})\n"
        "WHERE r.from = date(row.from)\nDELETE r"
    )
