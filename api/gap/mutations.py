"""What people decide of gaps: changes like all others, by fields of their own.

Who may is decided in queries.gap.decisions, not here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry

from api.change.mutations import IdempotencyKey
from api.context import Info
from api.field import resolved
from api.gap.loading import gap_by_id
from api.gap.types import Gap
from queries.changes import CATALOGUE, run


@strawberry.type(description="Решение записано")
class Decided:
    id: strawberry.ID = strawberry.field(description="запись о решении")
    gap_id: strawberry.Private[str]

    @resolved("пробел после решения; null, если решение не о пробеле")
    async def gap(self, info: Info) -> Gap | None:
        return await gap_by_id(info, self.gap_id)


async def _decide(info: Info, name: str, key: str | None, **given: Any) -> Decided:
    context = info.context
    change = CATALOGUE[name]
    outcome = await run(context.graph, context.actor, change, given, context.now, key=key)
    return Decided(id=strawberry.ID(outcome.id), gap_id=given["id"])


@strawberry.type
class GapMutation:
    @resolved("снять пробел с причиной, которая остаётся в записях (куратор)")
    async def waive_gap(
        self, info: Info, id: strawberry.ID, reason: str, idempotency_key: IdempotencyKey = None
    ) -> Decided:
        return await _decide(info, "waive_gap", idempotency_key, id=str(id), reason=reason)

    @resolved("продлить срок пробела (куратор)")
    async def extend_gap(
        self,
        info: Info,
        id: strawberry.ID,
        until: date,
        reason: str,
        idempotency_key: IdempotencyKey = None,
    ) -> Decided:
        given = {"id": str(id), "until": until, "reason": reason}
        return await _decide(info, "extend_gap", idempotency_key, **given)

    @resolved("продлить срок отчёта или запроса; его пробелы получают новый срок (куратор)")
    async def extend_duty(
        self,
        info: Info,
        id: strawberry.ID,
        until: date,
        reason: str,
        idempotency_key: IdempotencyKey = None,
    ) -> Decided:
        given = {"id": str(id), "until": until, "reason": reason}
        return await _decide(info, "extend_duty", idempotency_key, **given)

    @resolved("поручить пробел (куратор, координатор)")
    async def assign_gap(
        self,
        info: Info,
        id: strawberry.ID,
        person: strawberry.ID,
        reason: str,
        idempotency_key: IdempotencyKey = None,
    ) -> Decided:
        given = {"id": str(id), "person": str(person), "reason": reason}
        return await _decide(info, "assign_gap", idempotency_key, **given)

    @resolved("оставить замечание к пробелу (куратор, координатор)")
    async def comment_gap(
        self, info: Info, id: strawberry.ID, text: str, idempotency_key: IdempotencyKey = None
    ) -> Decided:
        return await _decide(info, "comment_gap", idempotency_key, id=str(id), text=text)
