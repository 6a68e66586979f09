"""The root fields about nodes: one by id, pages, counts by group, and any node by its id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry

from api.connection import DEFAULT_FIRST, After, First
from api.context import Info
from api.declared import many_of
from api.node import resolving
from api.node.inputs import FILTERS, GROUPS, ORDERS
from api.node.naming import ANY, ONE, connection_name, everything, root_names
from api.node.naming import GROUPS as BY_GROUPS
from api.node.record import Node
from api.node.types import GROUP_ROWS, NODES, PAGES
from graph.model import MODEL

AsOf = Annotated[
    datetime | None, strawberry.argument(description="как было в этот момент; пусто — сейчас")
]


def _any() -> Any:
    async def node(info: Info, id: strawberry.ID, as_of: AsOf = None) -> Node | None:
        found: Node | None = await resolving.any_by_id(info)
        return found

    return strawberry.field(
        resolver=node, description="запись любого типа; null, если её нет среди видимых"
    )


def _one(label: str) -> Any:
    async def resolve(info: Info, id: strawberry.ID, as_of: AsOf = None) -> Any:
        return await resolving.root_one(info, label)

    resolve.__annotations__["return"] = NODES[label] | None
    word = MODEL.nodes[label].ru
    return strawberry.field(
        resolver=resolve, description=f"{word} по идентификатору; null, если не видно"
    )


def _many(label: str) -> Any:
    async def resolve(
        info: Info,
        first: First = DEFAULT_FIRST,
        after: After = None,
        filter: Any = strawberry.UNSET,
        order_by: Any = strawberry.UNSET,
        as_of: AsOf = None,
    ) -> Any:
        return await resolving.root_many(info, label)

    orders: Any = many_of(ORDERS[label])
    resolve.__annotations__ |= {
        "filter": FILTERS[label] | None,
        "order_by": orders | None,
        "return": PAGES[connection_name(everything(label))],
    }
    return strawberry.field(resolver=resolve, description=f"{MODEL.nodes[label].ru}: все видимые")


def _groups(label: str) -> Any:
    async def resolve(
        info: Info, by: Any, filter: Any = strawberry.UNSET, as_of: AsOf = None
    ) -> Any:
        return await resolving.root_groups(info, label)

    resolve.__annotations__ |= {
        "by": many_of(GROUPS[label]),
        "filter": FILTERS[label] | None,
        "return": many_of(GROUP_ROWS[label]),
    }
    return strawberry.field(
        resolver=resolve,
        description=f"{MODEL.nodes[label].ru}: сколько в каждой группе, до 1000 наибольших",
    )


def _fields() -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name, root in root_names().items():
        if root.kind == ANY:
            found[name] = _any()
        elif root.kind == ONE:
            found[name] = _one(root.label)
        elif root.kind == BY_GROUPS:
            found[name] = _groups(root.label)
        else:
            found[name] = _many(root.label)
    return found


NodeQuery: Any = strawberry.type(type("NodeQuery", (), dict(_fields())))
