"""Whether a file can be had, and if not, why."""

from __future__ import annotations

import strawberry

from api.context import Info
from api.field import resolved
from api.media.types import MediaAccess, MediaConsent
from graph.session import Reader
from queries.media.errors import NotShownError
from queries.media.reads import Stored, hidden_children, listed, may_be_shown, stored


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

    @resolved("можно ли показывать эти файлы; чужих и убранных в ответе нет (5.4.7)")
    async def media_consents(self, info: Info, ids: list[strawberry.ID]) -> list[MediaConsent]:
        actor, now = info.context.actor, info.context.now
        asked = [str(one) for one in ids]

        async def read(reader: Reader) -> list[MediaConsent]:
            found = await listed(reader, actor, asked, now)
            hidden = await hidden_children(reader, actor, found, now)
            return [_consent(file, hidden.get(file.id, [])) for file in found]

        return await info.context.graph.read(read)


def _consent(file: Stored, hidden: list[str]) -> MediaConsent:
    forbidding = [strawberry.ID(child) for child in hidden]
    return MediaConsent(
        id=strawberry.ID(file.id),
        kept=bool(file.sha256),
        shown=not hidden,
        forbidding=forbidding,
    )
