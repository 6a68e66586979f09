"""Asking for a region's numbers: plain resolvers over queries.region and queries.school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from api.moment import instant
from api.region.types import (
    Funnel,
    MunicipalityGaps,
    RegionNumbers,
    RegionsBy,
    SchoolNumbers,
    SchoolsBy,
    funnel_told,
    municipality_gaps,
    region_numbers,
    school_numbers,
)
from graph.policy.calendar import local_day
from graph.session import Reader, Row
from queries.region.funnel import funnel
from queries.region.municipalities import gaps_by_municipality
from queries.region.reads import RegionRow, get_region, list_regions
from queries.report.making import places
from queries.school.reads import SchoolRow, count_schools, list_schools

LONGEST_SEARCH = 100
Search = Annotated[
    str, strawberry.argument(description="часть названия или то, как регион называют в жизни")
]


@strawberry.type
class RegionQuery:
    @resolved("регионы в числах: все видимые, один, или те, чьё название содержит search")
    async def region_numbers(
        self,
        info: Info,
        region: strawberry.ID | None = None,
        search: Search = "",
        order: RegionsBy = RegionsBy.GAPS,
    ) -> list[RegionNumbers]:
        context, words = info.context, search[:LONGEST_SEARCH]

        async def read(reader: Reader) -> list[RegionRow]:
            if region is None:
                return await list_regions(reader, context.actor, context.now, words, order.value)
            found = await get_region(reader, context.actor, context.now, str(region))
            return [found] if found else []

        return [region_numbers(row) for row in await context.graph.read(read)]

    @resolved("школы региона в числах")
    async def school_numbers(
        self,
        info: Info,
        region: strawberry.ID,
        order: SchoolsBy = SchoolsBy.GAPS,
        with_gaps: bool = False,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[SchoolNumbers]:
        graph, actor, where = info.context.graph, info.context.actor, str(region)

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            behind = position[0] if position else ""

            async def read(reader: Reader) -> list[SchoolRow]:
                today = await _today(reader, info, where)
                if today is None:
                    return []
                return await list_schools(
                    reader, actor, where, today,
                    order=order.value, with_gaps=with_gaps, limit=limit, after=behind,
                )  # fmt: skip

            return [{"key": row.key, "row": row} for row in await graph.read(read)]

        async def count() -> int:
            return await graph.read(
                lambda reader: count_schools(reader, actor, where, with_gaps=with_gaps)
            )

        source = Source(fetch, count, _key, lambda row: school_numbers(row["row"]), 1)
        return await page(source, info.context.budget, first, after)

    @resolved("открытые пробелы региона по муниципалитетам, худшие первыми")
    async def gaps_by_municipality(
        self, info: Info, region: strawberry.ID
    ) -> list[MunicipalityGaps]:
        actor, where = info.context.actor, str(region)

        async def read(reader: Reader) -> list[MunicipalityGaps]:
            today = await _today(reader, info, where)
            if today is None:
                return []
            rows = await gaps_by_municipality(reader, actor, where, today)
            return [municipality_gaps(row) for row in rows]

        return await info.context.graph.read(read)

    @resolved("воронка региона; null, если его не видно или в нём нет кампании")
    async def funnel(
        self, info: Info, region: strawberry.ID, as_of: datetime | None = None
    ) -> Funnel | None:
        context = info.context
        at = instant(as_of) if as_of else context.now
        row = await funnel(context.graph, context.actor, str(region), at)
        return None if row is None else funnel_told(row)


async def _today(reader: Reader, info: Info, region: str) -> date | None:
    """The region's own date; None of a region that is not to be seen."""
    found = await places(reader, info.context.actor, region)
    return local_day(info.context.now, ZoneInfo(found[0].zone)) if found else None


def _key(row: Row) -> Key:
    return (row["key"],)
