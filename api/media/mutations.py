"""Whom a file shows, and taking it down. Who may is decided in queries.media.writes, not here.

The bytes of a removed file go when the store is cleaned: `orientir media clean`.
"""

from __future__ import annotations

import strawberry

from api.context import Info
from api.field import resolved
from api.media.types import MediaChanged
from graph.session import Writer
from queries.media.writes import mark_children, remove


@strawberry.type
class MediaMutation:
    @resolved("отметить, какие участники видны на файле, взамен прежней отметки (координатор)")
    async def mark_media(
        self, info: Info, id: strawberry.ID, students: list[strawberry.ID]
    ) -> MediaChanged:
        actor, now = info.context.actor, info.context.now
        shown = [str(student) for student in students]

        async def work(writer: Writer) -> None:
            await mark_children(writer, actor, str(id), shown, now)

        await info.context.graph.write(work)
        return MediaChanged(id=id)

    @resolved("убрать файл: больше он не отдаётся никому (координатор)")
    async def remove_media(self, info: Info, id: strawberry.ID) -> MediaChanged:
        actor, now = info.context.actor, info.context.now

        async def work(writer: Writer) -> None:
            await remove(writer, actor, str(id), now)

        await info.context.graph.write(work)
        return MediaChanged(id=id)
