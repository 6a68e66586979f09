"""Whether a file can be had, and if not, why."""

from __future__ import annotations

import strawberry

from api.context import Info
from api.field import resolved
from api.media.types import MediaAccess
from graph.session import Reader
from queries.media.errors import NotShownError
from queries.media.reads import may_be_shown, stored


@strawberry.type
class MediaQuery:
    @resolved("можно ли получить фото или видео; null, если такого файла нет (5.4.7)")
    async def media_access(self, info: Info, id: strawberry.ID) -> MediaAccess | None:
        actor, now = info.context.actor, info.context.now

        async def read(reader: Reader) -> MediaAccess | None:
            file = await stored(reader, actor, str(id), now)
            if file is None:
                return None
            shown = await may_be_shown(reader, actor, file, now)
            why = None if shown else NotShownError().message
            return MediaAccess(shown=shown, why=why, address=f"/media/{file.id}")

        return await info.context.graph.read(read)
