"""The records behind a gap's count: what breaks the rule, and by which facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import strawberry

from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from graph.session import Reader, Row
from queries.gap.reads import get_gap
from queries.rules import Record, count_records, records


@strawberry.type(description="Факт, который доказывает нарушение")
class GapEvidence:
    what: str = strawberry.field(description="что произошло")
    on_day: date | None = strawberry.field(description="когда")


@strawberry.type(description="Запись, из-за которой правило не выполнено")
class GapRecord:
    label: str = strawberry.field(description="тип записи модели")
    id: strawberry.ID
    text: str = strawberry.field(description="название; участник — по классу, без имени")
    evidence: list[GapEvidence] = strawberry.field(description="чем доказано")


@strawberry.type
class GapRecordQuery:
    @resolved("записи пробела на момент его последней проверки; пусто, если его не видно")
    async def gap_records(
        self, info: Info, gap: strawberry.ID, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[GapRecord]:
        graph, actor, identity = info.context.graph, info.context.actor, str(gap)

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            async def read(reader: Reader) -> tuple[Record, ...]:
                if await get_gap(reader, actor, identity) is None:
                    return ()
                return await records(reader, identity, limit, position[0] if position else "")

            return [{"id": found.id, "record": found} for found in await graph.read(read)]

        async def count() -> int:
            async def read(reader: Reader) -> int:
                seen = await get_gap(reader, actor, identity)
                return 0 if seen is None else await count_records(reader, identity)

            return await graph.read(read)

        def make(row: Row) -> GapRecord:
            return _shown(row["record"])

        return await page(Source(fetch, count, _key, make, 1), info.context.budget, first, after)


def _key(row: Row) -> Key:
    return (row["id"],)


def _shown(record: Record) -> GapRecord:
    facts = [GapEvidence(what=fact.what, on_day=fact.on) for fact in record.evidence]
    return GapRecord(
        label=record.label, id=strawberry.ID(record.id), text=record.text, evidence=facts
    )
