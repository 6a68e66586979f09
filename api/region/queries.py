"""Asking for regions: one by id, pages of those in scope."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from api.region.types import Region
from api.school.queries import by_name
from graph.session import Row
from queries.region.reads import count_regions, region_page, regions_by_id


@strawberry.type
class RegionQuery:
    @resolved("свои регионы по названию")
    async def regions(
        self, info: Info, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[Region]:
        graph, actor = info.context.graph, info.context.actor

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            return await graph.read(lambda reader: region_page(reader, actor, limit, position))

        async def count() -> int:
            return await graph.read(lambda reader: count_regions(reader, actor))

        source = Source(fetch, count, by_name, lambda row: Region(properties=row), 2)
        return await page(source, info.context.budget, first, after)

    @resolved("регион по коду ISO 3166-2; null, если его нет среди видимых")
    async def region(self, info: Info, id: strawberry.ID) -> Region | None:
        row = await info.context.loaders.one("Region", regions_by_id, str(id))
        return None if row is None else Region(properties=row)
