"""Words of an address: those that mean nothing are as if they were not there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from starlette.datastructures import QueryParams
from starlette.requests import Request

PAGE_SIZE: Final = 50
"""How many of a list stand on a page."""

LONGEST_SEARCH: Final = 100
"""How many characters of an address are searched for."""
Condition = dict[str, Any]
"""A filter of the API, as a variable of a document."""

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


def cursor(request: Request) -> str | None:
    """The cursor that an address goes on from."""
    return request.query_params.get("after") or None


def searched(query: QueryParams, name: str = "q") -> str:
    """A text that an address searches for, stripped and not too long."""
    return query.get(name, "").strip()[:LONGEST_SEARCH]


def every(*conditions: Condition | None) -> Condition:
    """The filter of what meets all of these; an empty one lets everything through."""
    given = [one for one in conditions if one]
    return given[0] if len(given) == 1 else {"and": given} if given else {}
