"""Asking for records that may be of one person, and for what became of a merged one."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.duplicate.types import DuplicateOf, Merged, PossibleDuplicate, possible_duplicate
from api.field import resolved
from graph.session import Row
from imports.pairs import Pair, possible_pairs
from queries.merging.reads import merged_into


@strawberry.type
class DuplicateQuery:
    @resolved("записи региона, которые, возможно, об одном человеке: сначала самые похожие")
    async def possible_duplicates(
        self,
        info: Info,
        region: strawberry.ID,
        label: DuplicateOf,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[PossibleDuplicate]:
        context = info.context
        kept = ("possible_duplicates", str(region), label.value)

        async def pairs() -> list[Pair]:
            if kept not in context.kept:
                context.kept[kept] = await possible_pairs(
                    context.graph, context.actor, str(region), label.value, context.now
                )
            found: list[Pair] = context.kept[kept]
            return found

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            found = await pairs()
            if position is not None:
                found = [pair for pair in found if _key_of(pair) > position]
            return [{"pair": pair} for pair in found[:limit]]

        async def count() -> int:
            return len(await pairs())

        source = Source(fetch, count, _key, lambda row: possible_duplicate(row["pair"]), 3)
        return await page(source, context.budget, first, after)

    @resolved("запись, частью которой стала объединённая; null, если такой не видно")
    async def merged_into(self, info: Info, id: strawberry.ID) -> Merged | None:
        context = info.context
        found = await context.graph.read(lambda reader: merged_into(reader, context.actor, str(id)))
        if found is None:
            return None
        return Merged(
            id=strawberry.ID(found.id),
            label=found.label,
            into=strawberry.ID(found.into),
            merged_at=found.merged_at,
        )


def _key(row: Row) -> Key:
    return _key_of(row["pair"])


def _key_of(pair: Pair) -> Key:
    """In the order of pairs, as texts: the most alike first."""
    return (f"{100 - pair.score:03}", pair.one.id, pair.other.id)
