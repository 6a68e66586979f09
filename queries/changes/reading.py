"""Records as a change sees them: within scope, locked, and all they hold at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from graph.declaration import Relationship
from graph.model import MODEL
from graph.session import Reader, Row, Statement, Writer
from queries.scope import Actor, predicate

# Not facts of the network: an audit of them would say only that there was a change.
_IMPLIED: Final = frozenset({"id", "version"})
# Text that its own `sha256` stands for; a merged record as a whole, told by its own entry.
_SEALED: Final = frozenset({"figures", "whole", "moved"})


@dataclass(frozen=True, slots=True)
class Known:
    """One record: its properties, and its links as lists of `{id, label, property: value}`."""

    label: str
    id: str
    region: str
    version: int
    fields: Mapping[str, Any] = field(default_factory=dict)

    def links(self, link: str) -> list[Row]:
        """What a link leads to, in a steady order."""
        return list(self.fields.get(link, ()))


@cache
def by_type(source: str, type_: str) -> Relationship:
    """The declaration of a relationship that leads from a label; KeyError if there is none."""
    for relationship in MODEL.links_of(source):
        if relationship.type == type_:
            return relationship
    raise KeyError(f"{source} has no relationship {type_}")


async def in_scope(
    writer: Writer, actor: Actor, label: str, ids: Sequence[str], *, locked: bool
) -> set[str]:
    """Which of these records the actor may see, locked until the end if asked for."""
    statement = _locking(label) if locked else _seeing(label)
    rows = await writer.values(statement, actor.parameters(ids=sorted(ids)))
    return {row[0] for row in rows}


async def lock(writer: Writer, label: str, ids: Sequence[str]) -> None:
    """Lock records, those that are missing passed over."""
    if ids:
        await writer.rows(_lock(label), {"ids": sorted(ids)})


async def snapshots(reader: Reader, label: str, ids: Sequence[str]) -> list[Known]:
    """Records as they are now, by id."""
    if not ids:
        return []
    rows = await reader.rows(_snapshot(label), {"ids": list(ids)})
    return [_known(label, row) for row in rows]


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Row, Row]:
    """Only what differs: as it was, and as it is. Of links, only those that differ."""
    was: Row = {}
    now: Row = {}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if _is_links(old) or _is_links(new):
            old, new = _only(old or [], new or []), _only(new or [], old or [])
        if old not in (None, []):
            was[name] = old
        if new not in (None, []):
            now[name] = new
    return was, now


def _is_links(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _only(these: list[Row], those: list[Row]) -> list[Row]:
    return [one for one in these if one not in those]


def _known(label: str, row: Row) -> Known:
    properties: Row = row["properties"]
    fields = {name: value for name, value in properties.items() if name not in _IMPLIED | _SEALED}
    links: dict[str, list[Row]] = {}
    for type_, target, id_, own in row["links"]:
        link = by_type(label, type_).link
        links.setdefault(link, []).append({"id": id_, "label": target, **own})
    for listed in links.values():
        listed.sort(key=lambda one: (one["id"], str(one.get("from", ""))))
    version = int(properties.get("version", 0))
    return Known(label, properties["id"], _region(label, properties), version, fields | links)


def _region(label: str, properties: Row) -> str:
    return str(properties.get("region", "")) if MODEL.nodes[label].has_region else ""


@cache
def _seeing(label: str) -> Statement:
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\nWHERE {predicate(label)}\n"
        "RETURN n.id AS id"
    )


@cache
def _locking(label: str) -> Statement:
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\nWHERE {predicate(label)}\n"
        "SET n.id = n.id\nRETURN n.id AS id"
    )


@cache
def _lock(label: str) -> Statement:
    return Statement(f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\nSET n.id = n.id")


@cache
def _snapshot(label: str) -> Statement:
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\n"
        "RETURN properties(n) AS properties,\n"
        "  [(n)-[r]->(t) | [type(r), labels(t)[0], t.id, properties(r)]] AS links\n"
        "ORDER BY id"
    )
