"""Nodes, links and pages one field at a time, in ordinary execution: batched, and cached a request.

The same patterns, scope and orders as compiled operations have: one level of them at a time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any

from graphql import FieldNode

from api.compiled.arguments import moment
from api.compiled.reading import Reading
from api.compiled.sharing import shared
from api.connection import PageInfo
from api.context import Context, Info
from api.node.naming import connection_name, edge_name, edge_values, everything, node_groups
from api.node.record import CLASSES, Node
from graph.session import Reader
from queries.compiler.building import Sight
from queries.compiler.plan import Plan, along_step, by_ids, compiled
from queries.compiler.selection import (
    EdgeField,
    EdgeKind,
    Field,
    Grouped,
    GroupField,
    Listed,
    Part,
    PartKind,
    TypeName,
    Value,
)
from queries.compiler.steps import LABELS, Step

_INFO = ("hasNextPage", "hasPreviousPage", "startCursor", "endCursor")
_FIELDS = ("has_next_page", "has_previous_page", "start_cursor", "end_cursor")
_LABEL = "__label"


def reading(info: Info) -> Reading:
    """A reader of the operation under way."""
    raw = info._raw_info
    kept = info.context.kept
    if "reading" not in kept:
        kept["reading"] = Reading(raw.schema, _Document(raw), _coerced(info))  # type: ignore[arg-type]
    found: Reading = kept["reading"]
    return found


class _Document:
    """The fragments of the operation under way, as a document has them."""

    def __init__(self, raw: Any) -> None:
        self.definitions = tuple(raw.fragments.values())


def _coerced(info: Info) -> Mapping[str, Any]:
    values: Any = info._raw_info.variable_values
    coerced: Mapping[str, Any] = getattr(values, "coerced", values)
    return coerced


def _nodes(info: Info) -> list[FieldNode]:
    return list(info._raw_info.field_nodes)


def _fields(needed: Iterable[str], label: str) -> tuple[Field, ...]:
    return (TypeName(_LABEL, label), *(Value(name, name) for name in sorted(needed)))


def _record(row: dict[str, Any] | None, at: datetime | None) -> Any:
    if row is None:
        return None
    return CLASSES[row[_LABEL]](values=row, at=at)


async def by_id(info: Info, label: str, identity: str, at: datetime | None = None) -> Any:
    """One node in scope, or None; all that are asked for at once are read at once."""
    needed = reading(info).needed(label, _nodes(info))
    name = ("by id", label, needed, at)

    def make() -> Plan:
        return by_ids(label, _fields(needed, label), _sight(info, at))

    return _record(await _loaded(info, name, make, at, identity), at)


async def any_by_id(info: Info) -> Any:
    """The node of any label with this id; the first label's, if several have it."""
    arguments = reading(info).arguments("Query", _nodes(info)[0])
    at = moment(arguments.as_of(), _coerced(info))
    identity = str(arguments.slot("id").read(_coerced(info)))
    for label in LABELS:
        found = await by_id(info, label, identity, at)
        if found is not None:
            return found
    return None


async def root_one(info: Info, label: str) -> Any:
    """The root field that gives one node."""
    arguments = reading(info).arguments("Query", _nodes(info)[0])
    at = moment(arguments.as_of(), _coerced(info))
    return await by_id(info, label, str(arguments.slot("id").read(_coerced(info))), at)


async def one(record: Node, info: Info, step: Step) -> Any:
    """The node at the end of a to-one step, or None."""
    needed = {t: reading(info).needed(t, _nodes(info)) for t in step.targets}
    name = ("one", step, tuple(needed.items()), record.at)

    def make() -> Plan:
        asked = {target: _fields(names, target) for target, names in needed.items()}
        return along_step(step, None, asked, _sight(info, record.at))

    return _record(await _loaded(info, name, make, record.at, record.values["id"]), record.at)


async def many(record: Node, info: Info, step: Step) -> Any:
    """The page at the end of a step."""
    nodes = _nodes(info)
    page = reading(info).arguments(step.source, nodes[0]).page(step.target, edged=step.interval)
    at, identity = record.at, record.values["id"]
    name = ("many", step, tuple(id(node) for node in nodes), at)

    def make(parts: tuple[Part, ...]) -> Plan:
        return along_step(step, page, parts, _sight(info, at))

    parts = _parts(info, step)
    row = await _loaded(info, name, lambda: make(parts), at, identity)

    async def count() -> int:
        counted = (Part("count", PartKind.COUNT),)
        found = await _loaded(info, ("count", *name), lambda: make(counted), at, identity)
        return int(found["count"])

    return _connection(step, row, at, count)


async def root_many(info: Info, label: str) -> Any:
    """The root field that gives a page of all nodes of a label."""
    arguments = reading(info).arguments("Query", _nodes(info)[0])
    at = moment(arguments.as_of(), _coerced(info))
    page = arguments.page(label, edged=False)
    step = everything(label)

    async def asked(parts: tuple[Part, ...]) -> Any:
        return await _root(info, Listed("it", label, page, parts), at)

    async def count() -> int:
        return int((await asked((Part("count", PartKind.COUNT),)))["count"])

    return _connection(step, await asked(_parts(info, step)), at, count)


async def root_groups(info: Info, label: str) -> Any:
    """The root field that counts nodes by groups."""
    arguments = reading(info).arguments("Query", _nodes(info)[0])
    at = moment(arguments.as_of(), _coerced(info))
    known = {group.name: (name, group) for name, group in node_groups(label).items()}
    groups = arguments.groups(label)
    rows = [GroupField("count", "count")]
    for group in groups:
        name, declared = known[group]
        if declared.steps:
            below = reading(info).below(f"{label}Group", name, _nodes(info))
            needed = reading(info).needed(declared.target, below)
            rows.append(GroupField(group, group, _fields(needed, declared.target)))
        else:
            rows.append(GroupField(group, group))
    found = await _root(
        info, Grouped("it", label, groups, arguments.filter(label), tuple(rows)), at
    )
    made = CLASSES[f"{label}Group"]
    return [
        made(
            count=row.pop("count"),
            told={
                group: _record(value, at) if known[group][1].steps else value
                for group, value in row.items()
            },
        )
        for row in found
    ]


async def _root(info: Info, root: Any, at: datetime | None) -> Any:
    plan = compiled(root, _sight(info, at))
    variables, context = _coerced(info), info.context
    firsts = plan.firsts(variables)
    context.budget.spend(plan.nodes(firsts))
    asked = plan.values(variables) | await shared(context, plan.shared, at)
    rows = await context.graph.read(lambda reader: reader.plain(plan.statement, asked))
    return plan.shape(rows[0] if rows else None, firsts)


def _sight(info: Info, at: datetime | None) -> Sight:
    return Sight(info.context.actor.everything, past=at is not None, native=True)


def _parts(info: Info, step: Step) -> tuple[Part, ...]:
    """Everything a connection may be asked for but its count; of nodes what is asked."""
    below = reading(info)
    nodes = below.below(edge_name(step), "node", below.below(
        connection_name(step), "edges", _nodes(info)))  # fmt: skip
    needed = below.needed(step.target, nodes)
    told = [EdgeField(p.name, EdgeKind.VALUE, p.name) for p in edge_values(step).values()]
    edges = (
        EdgeField("#cursor", EdgeKind.CURSOR),
        EdgeField("#node", EdgeKind.NODE, fields=_fields(needed, step.target)),
        *told,
    )
    return (
        Part("edges", PartKind.EDGES, edges=edges),
        Part("info", PartKind.INFO, info=tuple((name, name) for name in _INFO)),
    )


def _connection(step: Step, row: dict[str, Any], at: datetime | None, count: Any) -> Any:
    edge = CLASSES[edge_name(step)]
    edges = [
        edge(cursor=one["#cursor"], node=_record(one["#node"], at), told=one)
        for one in row["edges"]
    ]
    told = PageInfo(**dict(zip(_FIELDS, row["info"].values(), strict=True)))
    return CLASSES[connection_name(step)](edges=edges, page_info=told, counter=count)


async def _loaded(info: Info, name: Hashable, make: Any, at: datetime | None, identity: str) -> Any:
    """What a plan over many ids finds at this one; the plan is made once a request."""
    context: Context = info.context
    plan: Plan | None = context.kept.get(name)
    if plan is None:
        plan = context.kept[name] = make()
    firsts = plan.firsts(_coerced(info))
    context.budget.spend(plan.nodes(firsts))

    async def read(reader: Reader, ids: list[str]) -> list[Any]:
        asked = plan.values(_coerced(info)) | await shared(context, plan.shared, at)
        rows = await reader.plain(plan.statement, asked | {"ids": ids})
        found = {row[0]: plan.shape(row[1:], firsts) for row in rows}
        return [found.get(one) for one in ids]

    return await context.loaders.load(name, read, identity)
