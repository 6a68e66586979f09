"""Relay connections: pages after a cursor, in a total order, with a count made by the database."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

import strawberry

from api.errors import TooLargeError
from api.field import resolved
from graph.session import Row
from queries.compiler.ordering import CursorError
from queries.compiler.plan import checked_first

T = TypeVar("T")

DEFAULT_FIRST = 20
# Nested pages multiply: 100 regions × 100 schools × 100 gaps would be a million.
MAX_NODES = 20_000

Key = tuple[str, ...]
First = Annotated[int, strawberry.argument(description="сколько, от 1 до 100")]
After = Annotated[str | None, strawberry.argument(description="курсор последнего из полученных")]


@strawberry.type(description="Где кончилась страница")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="Один из списка")
class Edge(Generic[T]):
    cursor: str
    node: T


@strawberry.type(description="Страница списка")
class Connection(Generic[T]):
    edges: list[Edge[T]]
    page_info: PageInfo
    counter: strawberry.Private[Callable[[], Awaitable[int]]]

    @resolved("сколько всего, а не на странице")
    async def total_count(self) -> int:
        return await self.counter()


@dataclass(slots=True)
class Budget:
    """How many nodes one request may still ask for; pages spend it before they are read."""

    left: int = field(default=MAX_NODES)

    def spend(self, nodes: int) -> None:
        """TooLargeError once more is asked for than is served."""
        self.left -= nodes
        if self.left < 0:
            raise TooLargeError(
                f"Запрос просит больше {MAX_NODES} записей: уменьшите first или число вложений."
            )


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """Where pages come from: `fetch(limit, after)`, `count()`, a row's order key and its type."""

    fetch: Callable[[int, Key | None], Awaitable[Sequence[Row]]]
    count: Callable[[], Awaitable[int]]
    key: Callable[[Row], Key]
    make: Callable[[Row], T]
    width: int


async def page(source: Source[T], budget: Budget, first: int, after: str | None) -> Connection[T]:
    """One page; PageSizeError, CursorError or TooLargeError before anything is read."""
    checked_first(first)
    position = None if after is None else decode(after, source.width)
    budget.spend(first)
    # One more than is shown tells whether there is a next page without counting.
    rows = await source.fetch(first + 1, position)
    edges = [Edge(cursor=encode(source.key(row)), node=source.make(row)) for row in rows[:first]]
    info = PageInfo(
        has_next_page=len(rows) > first,
        has_previous_page=position is not None,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    counter = source.count if after or info.has_next_page else _counted(len(edges))
    return Connection(edges=edges, page_info=info, counter=counter)


def _counted(rows: int) -> Callable[[], Awaitable[int]]:
    """Of a whole list on one page nothing more is asked to count it."""

    async def count() -> int:
        return rows

    return count


def encode(key: Key) -> str:
    """An opaque, stable cursor: base64 of the order key."""
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def decode(cursor: str, width: int) -> Key:
    """The order key of a cursor; CursorError if it isn't one of `width` texts."""
    try:
        key = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise CursorError from error
    if not isinstance(key, list) or len(key) != width or not all(isinstance(k, str) for k in key):
        raise CursorError
    return tuple(key)
