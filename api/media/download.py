"""GET /media/{id}: a file to whoever may see its region, if everybody in it may be shown."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.media.stored import file_store
from api.system import system
from graph.session import Reader
from queries.media.errors import NotShownError
from queries.media.reads import Stored, may_be_shown, stored
from queries.media.writes import note_view
from store import ALLOWED

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


async def give(request: Request) -> Response:
    """The file, or the part of it that was asked for."""
    who = await viewer(request)
    file = await _file(request, who)
    if file.shows_children:
        await _note(request, who, file)
    part = _part(request.headers.get("range", ""), file.size)
    if part is None:
        headers = {"Content-Range": f"bytes */{file.size}"}
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    pieces = await file_store(request.app).read(file.sha256, *part)
    whole = part == (0, file.size)
    status = HTTPStatus.OK if whole else HTTPStatus.PARTIAL_CONTENT
    return StreamingResponse(pieces, status, _headers(file, part, whole), file.content_type)


async def _file(request: Request, who: Viewer) -> Stored:
    media = request.path_params["media"]

    async def read(reader: Reader) -> Stored:
        file = await stored(reader, who.actor, media, who.now)
        if file is None:
            raise MissingError
        if not await may_be_shown(reader, who.actor, file, who.now):
            raise NotShownError
        return file

    return await system(request).graph.read(read)


async def _note(request: Request, who: Viewer, file: Stored) -> None:
    """Before a byte is given: what can't be remembered is not given."""
    noted = partial(note_view, actor=who.actor, media=file.id, region=file.region, at=who.now)
    await system(request).graph.write(noted)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """Begin and end (exclusive) of one range; all of the file for none, several or a wrong one.

    None for a range that lies behind the end.
    """
    match = _RANGE.fullmatch(asked.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) else None
    begin, end = int(first), min(int(last) + 1, size) if last else size
    if begin >= size:
        return None
    return (begin, end) if begin < end else (0, size)


def _headers(file: Stored, part: tuple[int, int], whole: bool) -> dict[str, str]:
    begin, end = part
    name = f"media-{file.id.rpartition(':')[2][:8]}.{ALLOWED[file.content_type].extension}"
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(end - begin),
    }
    if not whole:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{file.size}"
    return headers
