"""«If this slips by N days, what is hit.» Computed: plain types over queries.impact."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.context import Info
from api.declared import enumeration
from api.field import resolved
from api.moment import instant
from graph.model.campaign import Format
from queries.impact.reads import Impact as ImpactRow
from queries.impact.reads import impact

enumeration(Format)


@strawberry.type(description="Практикум, которому придётся обойтись без этого")
class HitPracticum:
    id: strawberry.ID
    title: str
    on_day: date
    format: Format
    children: int = strawberry.field(description="записано детей")


@strawberry.type(description="Что заденет задержка")
class Impact:
    row: strawberry.Private[ImpactRow]

    @resolved("задетые практикумы по дням")
    def practicums(self) -> list[HitPracticum]:
        return [
            HitPracticum(
                id=strawberry.ID(hit.id),
                title=hit.title,
                on_day=hit.on_day,
                format=Format(hit.format),
                children=hit.children,
            )
            for hit in self.row.practicums
        ]

    @resolved("сколько разных детей записано на них")
    def children(self) -> int:
        return self.row.children

    @resolved("сколько рекомендаций наставников не появится")
    def recommendations(self) -> int:
        return self.row.recommendations

    @resolved("№ отчётов, числа которых изменятся")
    def reports(self) -> list[int]:
        return list(self.row.reports)


@strawberry.type
class ImpactQuery:
    @resolved("что заденет задержка договора, лицензии, документа, наставника… на days дней")
    async def impact(
        self,
        info: Info,
        label: str,
        id: strawberry.ID,
        days: int,
        as_of: datetime | None = None,
    ) -> Impact | None:
        graph, actor = info.context.graph, info.context.actor
        at = instant(as_of) if as_of else info.context.now
        found = await graph.read(lambda reader: impact(reader, actor, label, str(id), days, at))
        return None if found is None else Impact(row=found)
