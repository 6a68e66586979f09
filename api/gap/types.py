"""The type of a gap; its scalars come from the model."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.context import Info
from api.declared import declared
from api.field import resolved
from graph.session import Reader, Row
from queries.gap.decisions import history
from queries.gap.details import GapRow
from queries.gap.reads import gaps_in_detail
from queries.rules import CATALOGUE, Case


@strawberry.type(description="У кого пробел: школа, площадка, практикум…")
class Unit:
    label: str = strawberry.field(description="тип записи модели")
    id: strawberry.ID
    name: str | None


@strawberry.type(description="Кто отвечает")
class Accountable:
    id: strawberry.ID
    name: str


@strawberry.type(description="Решение о пробеле: снят, продлён, поручен, замечание")
class Decision:
    id: strawberry.ID
    kind: str = strawberry.field(description="Waiver, Extension, Assignment или Comment")
    at: datetime
    text: str = strawberry.field(description="причина или замечание")
    until: date | None
    author: str | None
    assignee: str | None


@declared("Gap")
class Gap:
    properties: strawberry.Private[Row]

    @resolved("что не так")
    def title(self) -> str:
        case = self._case()
        return case.title if case else str(self.properties["case"])

    @resolved("что сделать")
    def advice(self) -> str | None:
        case = self._case()
        return case.advice if case else None

    @resolved("пункт Порядка")
    def clause(self) -> str | None:
        rule = CATALOGUE.get(self.properties["rule"])
        return rule.clause if rule else None

    @resolved("у кого")
    async def unit(self, info: Info) -> Unit | None:
        row = await self._details(info)
        if row is None or row.unit is None or row.unit_label is None:
            return None
        return Unit(label=row.unit_label, id=strawberry.ID(row.unit), name=row.unit_name)

    @resolved("кто отвечает")
    async def answered_by(self, info: Info) -> Accountable | None:
        row = await self._details(info)
        if row is None or row.person is None:
            return None
        return Accountable(id=strawberry.ID(row.person.id), name=row.person.name)

    @resolved("что о нём решили люди, по времени")
    async def decisions(self, info: Info) -> list[Decision]:
        context, gap = info.context, str(self.properties["id"])
        found = await context.graph.read(lambda reader: history(reader, context.actor, gap))
        return [
            Decision(
                id=strawberry.ID(row.id),
                kind=row.kind,
                at=row.at,
                text=row.text,
                until=row.until,
                author=row.author,
                assignee=row.assignee,
            )
            for row in found
        ]

    def _case(self) -> Case | None:
        rule = CATALOGUE.get(self.properties["rule"])
        return rule.cases.get(self.properties["case"]) if rule else None

    async def _details(self, info: Info) -> GapRow | None:
        actor = info.context.actor

        async def read(reader: Reader, ids: list[str]) -> list[GapRow | None]:
            found = await gaps_in_detail(reader, actor, ids)
            return [found.get(id_) for id_ in ids]

        return await info.context.loaders.load("gap details", read, str(self.properties["id"]))
