"""GET /reports/12/media.zip: photo and video of report 12, with a list of what is in it and not.

Goes out while it is being made, one piece of one file at a time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.auth.viewer import viewer
from api.errors import RequestError
from api.media.stored import file_store
from api.report_file.asking import wanted
from api.report_file.giving import place_of
from api.system import system
from exports import content_disposition
from exports.archive import CONTENT_TYPE, MediaEntry, archived, entries_of
from exports.naming import media_name
from queries.media.writes import note_views
from queries.report import media

_ASCII_NAME: Final = "report-12-media.zip"


async def give_media(request: Request) -> Response:
    """The files that may be shown; who gets one with children is written down before a byte."""
    who, held = await viewer(request), system(request)
    asked = wanted(media.FORM, request.query_params, who.now)
    region = request.query_params.get("region", "")
    if not region or asked.public:
        raise RequestError("Укажите region. Для публикации фото и видео не отдаются.")
    place = await place_of(request, who, region)
    read = partial(media.files, actor=who.actor, wanted=asked, place=place, moment=who.now)
    found: list[media.ReportFile] = await held.graph.read(read)
    noted = [one.id for one in found if one.shows_children and not one.withheld]
    if noted:
        note = partial(note_views, actor=who.actor, media=noted, region=place.id, at=who.now)
        await held.graph.write(note)
    files = file_store(request.app)

    async def opened(entry: MediaEntry) -> AsyncIterator[bytes]:
        return await files.read(entry.sha256, 0, entry.size)

    name = media_name(place, asked.when(place.zone))
    headers = {"Content-Disposition": content_disposition(name, _ASCII_NAME)}
    pieces = archived(entries_of(found), opened, held.clock())
    return StreamingResponse(pieces, headers=headers, media_type=CONTENT_TYPE)
