"""GraphQL types of the model's kinds and dictionaries."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

import strawberry

from graph.declaration import Kind, Property


def field_type(declared: Property) -> Any:
    """The GraphQL type of a property's value, for one that is never absent."""
    if declared.name in ("id", "region"):
        return strawberry.ID
    if declared.choices is None:
        return declared.kind.python_type
    one = enumeration(declared.choices)
    return many_of(one) if declared.kind is Kind.TEXTS else one


def many_of(kind: Any) -> Any:
    """A list of a type that is made while running, which a type checker can't follow."""
    return list[kind]


@cache
def enumeration(choices: type[StrEnum]) -> type[StrEnum]:
    """The GraphQL enumeration of a dictionary of the model, made once."""
    lines = (choices.__doc__ or "").strip().splitlines()
    return strawberry.enum(choices, description=lines[0] if lines else None)
