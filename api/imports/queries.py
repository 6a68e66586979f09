"""What can be asked of imports: kinds of sheets, imports in sight, their rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Final

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from api.imports.sight import may_see_rows
from api.imports.types import (
    ImportKind,
    ImportRow,
    ImportSummary,
    kinds,
    summed,
    told_from,
    told_row,
)
from graph.session import Reader, Row
from imports.batch import Fate
from imports.kept.batches import NoImportError
from imports.viewing import rows, summaries, summary
from queries.compiler.ordering import CursorError
from queries.compiler.plan import checked_first

_IMPORTS: Final = 50

Fates = Annotated[
    list[Fate] | None, strawberry.argument(description="строки только с такой судьбой")
]


@strawberry.type
class ImportQuery:
    @resolved("виды таблиц, которые загружаются; сам файл — POST /imports, не через GraphQL")
    async def import_kinds(self) -> list[ImportKind]:
        return kinds()

    @resolved("загрузки своих регионов, начиная с последней (куратор, координатор)")
    async def imports(
        self, info: Info, region: strawberry.ID | None = None, first: First = _IMPORTS
    ) -> list[ImportSummary]:
        checked_first(first)
        actor = info.context.actor

        async def read(reader: Reader) -> list[ImportSummary]:
            found = await summaries(reader, actor, str(region or ""), first)
            return await told_from(reader, actor, found)

        return await info.context.graph.read(read)

    @resolved("загрузка: что найдено в файле, сколько сверено и записано; null, если её нет")
    async def import_summary(self, info: Info, id: strawberry.ID) -> ImportSummary | None:
        actor = info.context.actor
        try:
            return await info.context.graph.read(lambda reader: summed(reader, actor, str(id)))
        except NoImportError:
            return None

    @resolved("строки загрузки по порядку файла; null, если её нет (координатор)")
    async def import_rows(
        self,
        info: Info,
        id: strawberry.ID,
        fates: Fates = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[ImportRow] | None:
        context = info.context
        may_see_rows(context.actor)
        source = _rows(info, str(id), tuple(fates or ()))
        try:
            return await page(source, context.budget, first, after)
        except NoImportError:
            return None


def _rows(info: Info, batch: str, fates: Sequence[Fate]) -> Source[ImportRow]:
    actor, graph, now = info.context.actor, info.context.graph, info.context.now

    async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
        after = _number(position) if position else 0

        async def read(reader: Reader) -> Sequence[Row]:
            found = await rows(reader, actor, batch, now, fates=fates, after=after, first=limit)
            return [{"row": one} for one in found]

        return await graph.read(read)

    async def count() -> int:
        counts = (await graph.read(partial(summary, actor=actor, batch=batch))).counts
        return sum(counts.get(fate, 0) for fate in fates or Fate)

    def key(row: Row) -> Key:
        return (str(row["row"].number),)

    return Source(fetch, count, key, lambda row: told_row(row["row"]), 1)


def _number(position: Key) -> int:
    (text,) = position
    if not text.isdecimal():
        raise CursorError
    return int(text)
