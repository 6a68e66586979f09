"""Asking for schools: one by id, pages of a region."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from api.connection import Connection, Key, Source, page
from api.context import Context, Info
from api.field import resolved
from api.school.types import School
from graph.session import Reader, Row
from queries.school.reads import count_schools, school_pages, schools_by_id


async def schools_of(
    context: Context, region: str, first: int, after: str | None
) -> Connection[School]:
    """A page of a region's schools by name."""

    async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
        async def read(reader: Reader, keys: list[tuple[str, Key | None]]) -> list[list[Row]]:
            return await school_pages(reader, context.actor, keys, limit)

        return await context.loaders.load(("schools", limit), read, (region, position))

    async def count() -> int:
        async def read(reader: Reader, ids: list[str]) -> list[int]:
            found = await count_schools(reader, context.actor, ids)
            return [found.get(id_, 0) for id_ in ids]

        return await context.loaders.load("count schools", read, region)

    source = Source(fetch, count, by_name, lambda row: School(properties=row), 2)
    return await page(source, context.budget, first, after)


def by_name(row: Row) -> Key:
    """The order key of what is listed by name."""
    return (str(row["name"]), str(row["id"]))


@strawberry.type
class SchoolQuery:
    @resolved("школа по идентификатору; null, если её нет среди видимых")
    async def school(self, info: Info, id: strawberry.ID) -> School | None:
        row = await info.context.loaders.one("School", schools_by_id, str(id))
        return None if row is None else School(properties=row)
