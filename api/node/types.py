"""The node types of the schema, their pages and groups: one class each, made of the declarations.

How a field is resolved one by one stands in api.node.resolving; whole operations don't come here,
they are compiled. Fields that are computed otherwise are added by the concepts' own mixins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import strawberry
from strawberry.types.private import StrawberryPrivate

from api.connection import DEFAULT_FIRST, After, First, PageInfo
from api.context import Info
from api.declared import field_type, many_of
from api.duty.fields import AppealFields, RequestFields
from api.gap.fields import GapFields
from api.node import resolving
from api.node.inputs import FILTERS, GROUPS, ORDERS
from api.node.naming import (
    connection_name,
    edge_name,
    edge_values,
    everything,
    node_groups,
    node_made,
    node_steps,
    node_values,
    union_name,
)
from api.node.record import CLASSES, Node
from graph.declaration import Property
from graph.model import MODEL
from queries.compiler.made import MadeValue
from queries.compiler.steps import LABELS, Step

MODULE: Final = "api.node.types"
_PRIVATE: Final[Any] = Annotated[Any, StrawberryPrivate()]
MIXINS: Final[Mapping[str, type]] = {
    "Appeal": AppealFields,
    "Gap": GapFields,
    "InformationRequest": RequestFields,
}


def _lazy(name: str) -> Any:
    return Annotated[name, strawberry.lazy(MODULE)]


def _resolver(value: Callable[[Any], Any], kind: Any) -> Any:
    def resolve(self: Any) -> Any:
        return value(self)

    resolve.__annotations__ = {"return": kind}
    return resolve


def _value_field(name: str, declared: Property, *, since: bool) -> Any:
    kind = field_type(declared)
    told = declared.required and not declared.personal_of_child and (since or not declared.happened)
    unit = f", {declared.unit}" if declared.unit else ""
    return strawberry.field(
        resolver=_resolver(
            lambda record: record.values.get(declared.name), kind if told else kind | None
        ),
        name=name,
        description=f"{declared.ru}{unit}",
    )


def _made_field(name: str, made: MadeValue) -> Any:
    def value(record: Any) -> Any:
        return made.make(*[record.values.get(part) for part in made.of])

    kind = str if made.required else str | None
    return strawberry.field(resolver=_resolver(value, kind), name=name, description=made.ru)


def _one_field(name: str, step: Step) -> Any:
    target = _lazy(step.target if len(step.targets) == 1 else union_name(step))

    async def resolve(self: Any, info: Info) -> Any:
        return await resolving.one(self, info, step)

    resolve.__annotations__ = {"info": Info, "return": target | None}
    return strawberry.field(resolver=resolve, name=name, description=step.ru)


def _many_field(name: str, step: Step) -> Any:
    target = step.target
    orders: Any = many_of(ORDERS[target])
    if step.interval and not step.history:

        async def lasting_too(
            self: Any,
            info: Info,
            first: First = DEFAULT_FIRST,
            after: After = None,
            filter: Any = strawberry.UNSET,
            order_by: Any = strawberry.UNSET,
            lasting: bool = True,
        ) -> Any:
            return await resolving.many(self, info, step)

        resolve: Any = lasting_too
        resolve.__annotations__["lasting"] = Annotated[
            bool, strawberry.argument(description="только те, что действуют в этот момент")
        ]
    else:

        async def plain(
            self: Any,
            info: Info,
            first: First = DEFAULT_FIRST,
            after: After = None,
            filter: Any = strawberry.UNSET,
            order_by: Any = strawberry.UNSET,
        ) -> Any:
            return await resolving.many(self, info, step)

        resolve = plain
    resolve.__annotations__ |= {
        "info": Info,
        "first": First,
        "after": After,
        "filter": FILTERS[target] | None,
        "order_by": orders | None,
        "return": _lazy(connection_name(step)),
    }
    return strawberry.field(resolver=resolve, name=name, description=step.ru)


def _node_type(label: str) -> Any:
    node = MODEL.nodes[label]
    bases = (MIXINS[label], Node) if label in MIXINS else (Node,)
    fields: dict[str, Any] = {}
    for name, declared in node_values(label).items():
        if name != "id":
            since = declared.name == node.since
            fields[f"{name}_"] = _value_field(name, declared, since=since)
    for name, made in node_made(label).items():
        fields[f"{name}_"] = _made_field(name, made)
    for name, step in node_steps(label).items():
        fields[f"{name}_"] = (_many_field if step.many else _one_field)(name, step)
    made_type = type(label, bases, fields | {"__module__": MODULE})
    return strawberry.type(made_type, name=label, description=f"{node.ru} (п. {node.clause})")


def _edge_type(name: str, step: Step) -> Any:
    fields: dict[str, Any] = {
        "__annotations__": {"cursor": str, "node": _lazy(step.target), "told": _PRIVATE},
        "__module__": MODULE,
    }
    for told, declared in edge_values(step).items():
        fields[f"{told}_"] = _edge_field(told, declared)
    return strawberry.type(type(name, (), fields), name=name, description="Один из списка")


def _edge_field(name: str, declared: Property) -> Any:
    kind = field_type(declared)
    whole = declared.required and not declared.happened
    return strawberry.field(
        resolver=_resolver(
            lambda edge: edge.told.get(declared.name), kind if whole else kind | None
        ),
        name=name,
        description=declared.ru,
    )


def _connection_type(name: str, edge: str) -> Any:
    async def total_count(self: Any) -> int:
        return int(await self.counter())

    total_count.__annotations__ = {"return": int}
    fields = {
        "__annotations__": {
            "edges": many_of(_lazy(edge)),
            "page_info": PageInfo,
            "counter": _PRIVATE,
        },
        "__module__": MODULE,
        "total_count": strawberry.field(
            resolver=total_count, description="сколько всего, а не на странице"
        ),
    }
    return strawberry.type(type(name, (), fields), name=name, description="Страница списка")


def _group_type(label: str) -> Any:
    fields: dict[str, Any] = {
        "__annotations__": {"count": int, "told": _PRIVATE},
        "__module__": MODULE,
        "count": strawberry.field(description="сколько их"),
    }
    for name, group in node_groups(label).items():
        kind: Any = field_type(group.declared) if group.declared else _lazy(group.target)
        fields[f"{name}_"] = _group_field(name, group.name, group.ru, kind | None)
    return strawberry.type(
        type(f"{label}Group", (), fields),
        name=f"{label}Group",
        description=f"Сколько записей «{MODEL.nodes[label].ru}» в одной группе",
    )


def _group_field(name: str, group: str, ru: str, kind: Any) -> Any:
    return strawberry.field(
        resolver=_resolver(lambda row: row.told.get(group), kind),
        name=name,
        description=f"{ru}; null, если группировали не по нему",
    )


def _pages() -> dict[str, Any]:
    """Connections and edges by their names: one pair a target, and one a step that tells more."""
    found: dict[str, Any] = {}
    for label in LABELS:
        for step in node_steps(label).values():
            if step.many:
                found.setdefault(edge_name(step), _edge_type(edge_name(step), step))
    for label in LABELS:
        step = everything(label)
        found.setdefault(edge_name(step), _edge_type(edge_name(step), step))
    return found | {
        f"{name.removesuffix('Edge')}Connection": _connection_type(
            f"{name.removesuffix('Edge')}Connection", name
        )
        for name in found
    }


def _unions() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for label in LABELS:
        for step in node_steps(label).values():
            if len(step.targets) > 1:
                members: Any = NODES[step.targets[0]]
                for target in step.targets[1:]:
                    members = members | NODES[target]
                found[union_name(step)] = Annotated[
                    members, strawberry.union(name=union_name(step), description=step.ru)
                ]
    return found


NODES: Final[Mapping[str, Any]] = {label: _node_type(label) for label in LABELS}
PAGES: Final[Mapping[str, Any]] = _pages()
GROUP_ROWS: Final[Mapping[str, Any]] = {label: _group_type(label) for label in GROUPS}
UNIONS: Final[Mapping[str, Any]] = _unions()

# Where lazy references look.
globals().update({**NODES, **PAGES, **UNIONS})
# The same under another name, for modules where the plain one is the reference itself.
globals().update({f"{label}Node": node for label, node in NODES.items()})
CLASSES.update({**NODES, **PAGES, **{f"{label}Group": row for label, row in GROUP_ROWS.items()}})
