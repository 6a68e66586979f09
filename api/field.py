"""Strawberry's field decorator with a type that mypy can follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def resolved(description: str) -> Callable[[F], F]:
    """A field (or mutation) whose value the method gives."""
    return cast("Callable[[F], F]", strawberry.field(description=description))
