"""What is computed of a duty beside its own values: the last day on time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import strawberry

from api.context import Info
from api.field import resolved
from graph.session import Reader
from queries.rules.owed import ANSWER, DRAFT, Owed, last_days


@strawberry.type
class RequestFields:
    values: strawberry.Private[dict[str, Any]]
    at: strawberry.Private[datetime | None]

    @resolved("ответить до (включая): продлённый, назначенный куратором или обычный срок")
    async def answer_by(self, info: Info) -> date | None:
        return await _last_day(info, ANSWER, self.values["id"], self.at)


@strawberry.type
class AppealFields:
    values: strawberry.Private[dict[str, Any]]
    at: strawberry.Private[datetime | None]

    @resolved("проект ответа до (включая): назначенный или обычный срок")
    async def draft_by(self, info: Info) -> date | None:
        return await _last_day(info, DRAFT, self.values["id"], self.at)


async def _last_day(info: Info, owed: Owed, identity: str, at: datetime | None) -> date | None:
    actor, as_of = info.context.actor, at or info.context.now

    async def read(reader: Reader, ids: list[str]) -> list[date | None]:
        found = await last_days(reader, actor, owed, ids, as_of)
        return [found.get(id_) for id_ in ids]

    return await info.context.loaders.load(("owed", owed.term, as_of), read, identity)
