"""One field a saved question, made of its declaration: a type of its rows and a connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Context, Info
from api.moment import instant
from graph.session import Row
from queries.saved import QUESTIONS, Question
from queries.saved.reads import Asked, ask, count

_DAY = timedelta(days=1)


def _row_type(question: Question) -> type[Any]:
    """The GraphQL type of a question's rows; any cell may be empty."""
    name = "".join(part.title() for part in question.name.split("_")) + "Row"
    made = type(name, (), {"__annotations__": {}})
    for column in question.columns:
        made.__annotations__[column.name] = column.kind.python_type | None
        setattr(made, column.name, strawberry.field(description=column.ru))
    return strawberry.type(made, name=name, description=question.title)


def _field(question: Question) -> Any:
    row_type = _row_type(question)
    names = [column.name for column in question.columns]

    def make(row: Row) -> Any:
        return row_type(**{name: row[name] for name in names})

    async def resolve(
        info: Info,
        region: strawberry.ID | None = None,
        as_of: datetime | None = None,
        since: datetime | None = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Any:
        at = instant(as_of) if as_of else info.context.now
        begun = instant(since) if since else at - _DAY
        asked = Asked(at, begun, str(region or ""), past=as_of is not None)
        return await page(
            _source(info.context, question, asked, make), info.context.budget, first, after
        )

    resolve.__annotations__["return"] = Connection[row_type]  # type: ignore[valid-type]
    return strawberry.field(resolver=resolve, description=question.title)


def _source(
    context: Context, question: Question, asked: Asked, make: Callable[[Row], Any]
) -> Source[Any]:
    async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
        after = position[0] if position else ""
        return await context.graph.read(
            lambda reader: ask(reader, context.actor, question, asked, limit, after)
        )

    async def total() -> int:
        return await context.graph.read(
            lambda reader: count(reader, context.actor, question, asked)
        )

    return Source(fetch, total, lambda row: (row["key"],), make, 1)


SavedQuery: Any = strawberry.type(
    type("SavedQuery", (), {name: _field(question) for name, question in QUESTIONS.items()})
)
