"""GraphQL types made of the model's declarations: a node's scalars, their names and descriptions.

A type is a class with `properties` (the node's own, as the graph gives them) and whatever fields
it adds by hand. Personal data is left out: a field that shows it is written on purpose.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, dataclass_transform

import strawberry

from graph.declaration import Kind, Personal, Property
from graph.model import MODEL

T = TypeVar("T")

_IDENTITY = Property("id", Kind.TEXT, "идентификатор", required=True)
_REGION = Property("region", Kind.TEXT, "регион (ISO 3166-2)", required=True)


@dataclass_transform()
def declared(label: str) -> Callable[[type[T]], type[T]]:
    """Make a class the GraphQL type of a node type of the model; KeyError for an unknown label."""
    node = MODEL.nodes[label]

    def decorate(cls: type[T]) -> type[T]:
        for declaration in fields_of(label):
            setattr(cls, _python_name(declaration), _field(declaration))
        return strawberry.type(cls, name=label, description=f"{node.ru} (п. {node.clause})")

    return decorate


def fields_of(label: str) -> tuple[Property, ...]:
    """The properties of a node type that are shown as they are."""
    node = MODEL.nodes[label]
    implied = (_IDENTITY, _REGION) if node.region_link else (_IDENTITY,)
    own = (p for p in node.properties if p.personal is Personal.NO)
    return (*implied, *own)


def _python_name(declaration: Property) -> str:
    # `region` stays free for the region itself, as an object.
    return "region_id" if declaration is _REGION else declaration.name


def _field(declaration: Property) -> Any:
    name, choices = declaration.name, declaration.choices

    def resolve(self: Any) -> Any:
        value = self.properties.get(name)
        return choices(value) if choices is not None and isinstance(value, str) else value

    shown = _type(declaration)
    resolve.__annotations__ = {"return": shown if declaration.required else shown | None}
    unit = f", {declaration.unit}" if declaration.unit else ""
    return strawberry.field(resolver=resolve, description=declaration.ru + unit)


def _type(declaration: Property) -> Any:
    if declaration is _IDENTITY or declaration is _REGION:
        return strawberry.ID
    if declaration.choices is None:
        return declaration.kind.python_type
    one = enumeration(declaration.choices)
    return list[one] if declaration.kind is Kind.TEXTS else one  # type: ignore[valid-type]


@cache
def enumeration(choices: type[StrEnum]) -> type[StrEnum]:
    """The GraphQL enumeration of a dictionary of the model, made once."""
    lines = (choices.__doc__ or "").strip().splitlines()
    return strawberry.enum(choices, description=lines[0] if lines else None)
