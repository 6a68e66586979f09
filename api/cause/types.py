"""Root causes, the trace of one gap, one change. Computed: plain types over queries.gap."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api.context import Info
from api.declared import enumeration
from api.field import resolved
from api.gap.loading import gap_by_id
from api.gap.types import Gap
from graph.model.gap import GapChange
from queries.gap.changes import Changed as ChangedRow
from queries.gap.roots import RootCause as RootCauseRow
from queries.gap.trace import Step as StepRow
from queries.gap.trace import Trace as TraceRow

enumeration(GapChange)


@strawberry.type(description="Корневая причина: пробел, который ничем не вызван")
class RootCause:
    row: strawberry.Private[RootCauseRow]

    @resolved("сам пробел")
    async def gap(self, info: Info) -> Gap | None:
        return await gap_by_id(info, self.row.gap.id)

    @resolved("сколько пробелов держит")
    def blocked_gaps(self) -> int:
        return self.row.blocked_gaps

    @resolved("сколько детей в нём и в них (ребёнок может быть посчитан в нескольких)")
    def blocked_children(self) -> int:
        return self.row.blocked_children

    @resolved("№ отчётов, числа которых из-за этого неверны")
    def reports(self) -> list[int]:
        return list(self.row.reports)


@strawberry.type(description="Пробел на пути: причина или следствие")
class TraceStep:
    row: strawberry.Private[StepRow]

    @resolved("пробел на этом шаге")
    async def gap(self, info: Info) -> Gap | None:
        return await gap_by_id(info, self.row.gap.id)

    @resolved("сколько шагов до начала")
    def distance(self) -> int:
        return self.row.distance

    @resolved("через какой пробел сюда пришли")
    def via(self) -> strawberry.ID:
        return strawberry.ID(self.row.via)

    @resolved("дальше ничего нет")
    def last(self) -> bool:
        return self.row.last


@strawberry.type(description="Связь «вызван»")
class TraceEdge:
    effect: strawberry.ID
    cause: strawberry.ID


@strawberry.type(description="Пробел со всем, что его вызвало, и всем, что он держит")
class Trace:
    row: strawberry.Private[TraceRow]

    @resolved("начало")
    async def gap(self, info: Info) -> Gap | None:
        return await gap_by_id(info, self.row.gap.id)

    @resolved("корневые причины; если причин нет — сам пробел")
    async def roots(self, info: Info) -> list[Gap]:
        found = [await gap_by_id(info, gap.id) for gap in self.row.roots]
        return [gap for gap in found if gap is not None]

    @resolved("причины, ближние первыми")
    def causes(self) -> list[TraceStep]:
        return [TraceStep(row=step) for step in self.row.causes]

    @resolved("следствия, ближние первыми")
    def blocked(self) -> list[TraceStep]:
        return [TraceStep(row=step) for step in self.row.blocked]

    @resolved("все связи между показанными пробелами")
    def edges(self) -> list[TraceEdge]:
        return [
            TraceEdge(effect=strawberry.ID(effect), cause=strawberry.ID(cause))
            for effect, cause in self.row.edges
        ]

    @resolved("сколько пробелов держит всего")
    def held_gaps(self) -> int:
        return self.row.held.gaps

    @resolved("сколько записей в них")
    def held_records(self) -> int:
        return self.row.held.records

    @resolved("показано не всё")
    def truncated(self) -> bool:
        return self.row.truncated


@strawberry.type(description="Что произошло с пробелом")
class Change:
    row: strawberry.Private[ChangedRow]

    @resolved("что произошло")
    def change(self) -> GapChange:
        return self.row.change

    @resolved("когда")
    def at(self) -> datetime:
        return self.row.at

    @resolved("с каким пробелом")
    async def gap(self, info: Info) -> Gap | None:
        return await gap_by_id(info, self.row.gap.id)
