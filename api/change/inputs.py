"""The input types of changes, made of their declarations, and their values for queries.changes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import strawberry

from api.declared import field_type, many_of
from api.node.naming import camel, pascal
from queries.changes import Change, Field

_RESERVED: Final = {"from": "from_"}


def input_type(change: Change) -> Any:
    """The GraphQL input of a change."""
    made = type(change.name, (), {"__annotations__": {}})
    for one in change.fields:
        name = _python_name(one)
        made.__annotations__[name] = _type(one)
        default = {} if one.required else {"default": strawberry.UNSET}
        described = strawberry.field(name=camel(one.name), description=_description(one), **default)
        setattr(made, name, described)
    return strawberry.input(made, name=f"{pascal(change.name)}Input", description=change.title)


def values_of(change: Change, given: Any) -> dict[str, Any]:
    """What a client gave, by the names of the declaration; what it left out is left out."""
    found = {one.name: getattr(given, _python_name(one)) for one in change.fields}
    return {name: _plain(v) for name, v in found.items() if v is not strawberry.UNSET}


def _python_name(one: Field) -> str:
    return _RESERVED.get(one.name, one.name)


def _type(one: Field) -> Any:
    if one.many:
        kind: Any = many_of(strawberry.ID)
    else:
        kind = strawberry.ID if one.refers else field_type(one.declared)
    return kind if one.required else kind | None


def _description(one: Field) -> str:
    unit = f", {one.declared.unit}" if one.declared.unit else ""
    return f"{one.ru}{unit}"


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value
