"""Asking for root causes, for one trace, for what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import strawberry

from api.cause.types import Change, RootCause, Trace
from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from api.moment import instant
from graph.session import Row
from queries.compiler.plan import PageSizeError
from queries.gap.changes import count_changes, what_changed
from queries.gap.roots import count_root_causes, root_causes
from queries.gap.trace import trace

MOST_STEPS = 200


@strawberry.type
class CauseQuery:
    @resolved("корневые причины: сначала те, что держат больше всего")
    async def root_causes(
        self,
        info: Info,
        region: strawberry.ID | None = None,
        rule: str | None = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[RootCause]:
        graph, actor = info.context.graph, info.context.actor
        which = {"region": str(region or ""), "rule": rule or ""}

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            behind = position[0] if position else ""
            found = await graph.read(
                lambda reader: root_causes(reader, actor, **which, limit=limit, after=behind)
            )
            return [{"key": row.key, "row": row} for row in found]

        async def count() -> int:
            return await graph.read(lambda reader: count_root_causes(reader, actor, **which))

        source = Source(fetch, count, _key, lambda row: RootCause(row=row["row"]), 1)
        return await page(source, info.context.budget, first, after)

    @resolved("путь от пробела к причинам и к тому, что он держит; null, если его не видно")
    async def trace(self, info: Info, gap: strawberry.ID, first: int = 50) -> Trace | None:
        if not 1 <= first <= MOST_STEPS:
            raise PageSizeError(f"first должно быть от 1 до {MOST_STEPS}, а дано {first}.")
        graph, actor = info.context.graph, info.context.actor
        info.context.budget.spend(2 * first)
        found = await graph.read(lambda reader: trace(reader, actor, str(gap), first))
        return None if found is None else Trace(row=found)

    @resolved("что открылось, закрылось и снято после момента, последнее первым")
    async def what_changed(
        self,
        info: Info,
        since: datetime,
        region: strawberry.ID | None = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[Change]:
        graph, actor, until = info.context.graph, info.context.actor, info.context.now
        begun, where = instant(since), str(region or "")

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            behind = position[0] if position else ""
            found = await graph.read(
                lambda reader: what_changed(
                    reader, actor, begun, until, region=where, limit=limit, after=behind
                )
            )
            return [{"key": row.key, "row": row} for row in found]

        async def count() -> int:
            counts = await graph.read(
                lambda reader: count_changes(reader, actor, begun, until, region=where)
            )
            return sum(counts.values())

        source = Source(fetch, count, _key, lambda row: Change(row=row["row"]), 1)
        return await page(source, info.context.budget, first, after)


def _key(row: Row) -> Key:
    return (row["key"],)
