"""Words of an address: those that mean nothing are as if they were not there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

PAGE_SIZE: Final = 50
"""How many of a list stand on a page."""

S = TypeVar("S", bound=StrEnum)


def one_of(value: str, known: Iterable[str], otherwise: str) -> str:
    """The value if it is known."""
    return value if value in known else otherwise


def member_of(kind: type[S], value: str) -> S | None:
    """The member of an enumeration, or None."""
    return kind(value) if value in set(kind) else None


def day_of(value: str) -> date | None:
    """A day as forms send it, 2019-10-31, or None."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
