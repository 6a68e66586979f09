"""POST /media?practicum=…&kind=photo: the body is the file itself, its type in Content-Type.

No form and no name of a file: what is never sent can't be kept or logged, and a page of another
site can't send such a type without being asked about it first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from api.auth.viewer import Viewer, viewer
from api.errors import RequestError
from api.media.stored import file_store
from api.system import system
from graph.model.practicum import MediaKind
from graph.settings import Settings
from queries.media.reads import check_place
from queries.media.writes import Upload, Uploaded, may_write, upload
from store import Content, Family, Received, received
from store.content import claimed
from store.errors import FileTooLargeError

MEGABYTE = 1_000_000


async def take(request: Request) -> Response:
    """Take one photo or video of a practicum; 201 with its id, 200 where it was there already."""
    who = await viewer(request)
    may_write(who.actor)
    practicum, kind = _asked(request)
    content = claimed(request.headers.get("content-type", ""), Family(kind.value))
    limit = _limit(request, system(request).settings, kind)
    check = partial(check_place, actor=who.actor, practicum=practicum)
    await system(request).graph.read(check)
    made = await _take(request, who, practicum, kind, content, limit)
    status = HTTPStatus.CREATED if made.made else HTTPStatus.OK
    return JSONResponse({"id": made.id}, status, {"Location": f"/media/{made.id}"})


def _asked(request: Request) -> tuple[str, MediaKind]:
    practicum = request.query_params.get("practicum", "")
    kind = request.query_params.get("kind", "")
    if not practicum or kind not in set(MediaKind):
        raise RequestError("Укажите practicum — практикум и kind — photo или video.")
    return practicum, MediaKind(kind)


def _limit(request: Request, settings: Settings, kind: MediaKind) -> int:
    """The most bytes of this kind; FileTooLargeError at once if more are announced."""
    photo = kind is MediaKind.PHOTO
    limit = (settings.media_photo_mb if photo else settings.media_video_mb) * MEGABYTE
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise FileTooLargeError(limit)
    return limit


async def _take(
    request: Request, who: Viewer, practicum: str, kind: MediaKind, content: Content, limit: int
) -> Uploaded:
    files = file_store(request.app)
    async with received(_chunks(request), content, limit, files.folder) as file:
        await files.keep(file)
        work = partial(upload, actor=who.actor, file=_told(file, practicum, kind), at=who.now)
        made = await system(request).graph.write(work)
        # Once more: cleaning may have taken the bytes away before it could see the node.
        await files.keep(file)
        return made


def _told(file: Received, practicum: str, kind: MediaKind) -> Upload:
    return Upload(practicum, kind, file.sha256, file.size, file.content.mime)


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect as error:
        raise RequestError("Загрузка прервалась. Загрузите файл снова.") from error
