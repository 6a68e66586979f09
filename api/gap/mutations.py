"""What people decide of gaps. Who may is decided in queries.gap.decisions, not here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import strawberry

from api.context import Info
from api.field import resolved
from api.gap.loading import gap_by_id
from api.gap.types import Gap
from graph.session import Writer
from queries.gap import decisions


@strawberry.type(description="Решение записано")
class Decided:
    id: strawberry.ID = strawberry.field(description="запись о решении")
    gap_id: strawberry.Private[str]

    @resolved("пробел после решения; null, если решение не о пробеле")
    async def gap(self, info: Info) -> Gap | None:
        return await gap_by_id(info, self.gap_id)


async def _decide(info: Info, gap: str, work: Callable[[Writer], Awaitable[str]]) -> Decided:
    made = await info.context.graph.write(work)
    return Decided(id=strawberry.ID(made), gap_id=gap)


@strawberry.type
class GapMutation:
    @resolved("снять пробел с причиной, которая остаётся в записях (куратор)")
    async def waive_gap(self, info: Info, id: strawberry.ID, reason: str) -> Decided:
        actor, now = info.context.actor, info.context.now
        return await _decide(
            info, str(id), lambda writer: decisions.waive(writer, actor, str(id), reason, now)
        )

    @resolved("продлить срок пробела (куратор)")
    async def extend_gap(self, info: Info, id: strawberry.ID, until: date, reason: str) -> Decided:
        actor, now = info.context.actor, info.context.now
        return await _decide(
            info,
            str(id),
            lambda writer: decisions.extend(writer, actor, str(id), until, reason, now),
        )

    @resolved("продлить срок отчёта или запроса; его пробелы получают новый срок (куратор)")
    async def extend_duty(self, info: Info, id: strawberry.ID, until: date, reason: str) -> Decided:
        actor, now = info.context.actor, info.context.now
        return await _decide(
            info,
            str(id),
            lambda writer: decisions.extend_duty(writer, actor, str(id), until, reason, now),
        )

    @resolved("поручить пробел (куратор, координатор)")
    async def assign_gap(
        self, info: Info, id: strawberry.ID, person: strawberry.ID, reason: str
    ) -> Decided:
        actor, now = info.context.actor, info.context.now
        return await _decide(
            info,
            str(id),
            lambda writer: decisions.assign(writer, actor, str(id), str(person), reason, now),
        )

    @resolved("оставить замечание к пробелу (куратор, координатор)")
    async def comment_gap(self, info: Info, id: strawberry.ID, text: str) -> Decided:
        actor, now = info.context.actor, info.context.now
        return await _decide(
            info, str(id), lambda writer: decisions.comment(writer, actor, str(id), text, now)
        )
