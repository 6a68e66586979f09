"""Asking what is wrong with practicums right now: plain types over queries.rules.conflicts."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Annotated, cast

import strawberry

from api.context import Info
from api.declared import enumeration
from api.field import resolved
from api.node import resolving
from graph.model.gap import Severity
from queries.rules.conflicts import Conflict, Question, conflicts

if TYPE_CHECKING:
    from api.node.record import Node

    Practicum = Node
else:
    Practicum = Annotated["PracticumNode", strawberry.lazy("api.node.types")]  # noqa: F821 - found when asked for

enumeration(Severity)


@strawberry.type(description="Чем практикум расходится с правилами сейчас")
class PracticumConflict:
    row: strawberry.Private[Conflict]

    @resolved("практикум")
    async def practicum(self, info: Info) -> Practicum | None:
        return cast(
            "Practicum | None", await resolving.by_id(info, "Practicum", self.row.practicum)
        )

    @resolved("практикум: идентификатор")
    def practicum_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.practicum)

    @resolved("день практикума")
    def on_day(self) -> date | None:
        return self.row.on_day

    @resolved("правило")
    def rule(self) -> str:
        return self.row.rule.id

    @resolved("случай правила")
    def case(self) -> str:
        return self.row.case.id

    @resolved("тяжесть")
    def severity(self) -> Severity:
        return self.row.case.severity

    @resolved("что не так")
    def title(self) -> str:
        return self.row.case.title

    @resolved("что сделать")
    def advice(self) -> str:
        return self.row.case.advice

    @resolved("у кого: наставник, площадка или сам практикум")
    def unit_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.unit)

    @resolved("тип записи, у которой оно")
    def unit_label(self) -> str:
        return self.row.label

    @resolved("с какими практикумами пересекается")
    async def others(self, info: Info) -> list[Practicum]:
        asked = (resolving.by_id(info, "Practicum", one) for one in self.row.others)
        found = await asyncio.gather(*asked)
        return [cast("Practicum", one) for one in found if one is not None]


@strawberry.type
class PracticumQuery:
    @resolved(
        "чем практикумы региона расходятся с правилами сейчас: пересечения наставников и мест, "
        "лицензия, договор, квалификация, число детей, сроки; по дням"
    )
    async def practicum_conflicts(
        self,
        info: Info,
        region: strawberry.ID,
        from_: Annotated[date | None, strawberry.argument(name="from")] = None,
        to: date | None = None,
        practicum: strawberry.ID | None = None,
    ) -> list[PracticumConflict]:
        context = info.context
        one = None if practicum is None else str(practicum)
        question = Question(str(region), from_, to, one)
        found = await context.graph.read(
            lambda reader: conflicts(reader, context.actor, question, context.now)
        )
        return [PracticumConflict(row=row) for row in found]
