"""Asking for gaps: one by id, pages of a region or a school."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from api.connection import Connection, Key, Source, page
from api.context import Context, Info
from api.field import resolved
from api.gap.loading import gap_by_id
from api.gap.types import Gap
from graph.model.gap import GapState, Severity
from graph.session import Reader, Row
from queries.gap.pages import count_gaps_of, gap_pages


async def gaps_of(
    context: Context,
    parent: tuple[str, str],
    first: int,
    after: str | None,
    state: GapState | None,
    severity: Severity | None,
) -> Connection[Gap]:
    """A page of the gaps of `parent`: (Region or School, its id)."""
    label, identity = parent
    which = (("state", state and state.value), ("severity", severity and severity.value))

    async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
        async def read(reader: Reader, keys: list[tuple[str, Key | None]]) -> list[list[Row]]:
            return await gap_pages(reader, context.actor, label, keys, limit, dict(which))

        name = ("gaps", label, limit, which)
        return await context.loaders.load(name, read, (identity, position))

    async def count() -> int:
        async def read(reader: Reader, ids: list[str]) -> list[int]:
            found = await count_gaps_of(reader, context.actor, label, ids, dict(which))
            return [found.get(id_, 0) for id_ in ids]

        return await context.loaders.load(("count gaps", label, which), read, identity)

    source = Source(fetch, count, lambda row: (row["key"],), lambda row: Gap(properties=row), 1)
    return await page(source, context.budget, first, after)


@strawberry.type
class GapQuery:
    @resolved("пробел по идентификатору; null, если его нет среди видимых")
    async def gap(self, info: Info, id: strawberry.ID) -> Gap | None:
        return await gap_by_id(info, str(id))
