"""Whatever list is on the screen goes out as xlsx or csv, with the same filters, all its pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Final

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from api.auth.viewer import Viewer
from api.web import form
from api.web.page import link
from exports.listing import LISTINGS, Listing
from exports.naming import clean_name, content_disposition

FORMAT: Final = "format"
MOST_ROWS: Final = 10_000
"""How many rows go out at once: more is a report's work."""


def wanted(request: Request) -> str:
    """The format this address asks for instead of a page: "xlsx", "csv" or ""."""
    asked = request.query_params.get(FORMAT, "")
    return asked if asked in LISTINGS else ""


def downloads(request: Request, **more: str) -> list[tuple[str, str]]:
    """(word, address) of each format of the list that this address shows.

    `more` is for pages of several lists: what tells this one from the others.
    """
    own = {
        name: value
        for name, value in request.query_params.items()
        if name not in (FORMAT, "page", "after")
    } | more
    return [
        (one.word, link(request.url.path, **own, **{FORMAT: name}))
        for name, one in LISTINGS.items()
    ]


async def sent_out(
    request: Request,
    who: Viewer,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | int | float | date | datetime | None]],
    *,
    filters: Sequence[tuple[str, str]] = (),
    zone: str = form.MOSCOW,
    ascii_name: str = "list",
) -> Response:
    """The file that `wanted` says. `filters` are (word, value) of what narrows the list.

    `zone` is whose time moments are written in: the region's, if the list is of one.
    """
    kind = LISTINGS[wanted(request)]
    told = [
        ("Что это", title),
        ("На момент", form.moment(who.now, zone)),
        *filters,
        ("Строк", form.number(len(rows))),
        ("Источник", "граф сети, глазами того, кто выгрузил"),
    ]
    if len(rows) >= MOST_ROWS:
        told.append(("Внимание", f"Показаны первые {form.number(MOST_ROWS)}: сузьте фильтры."))
    listing = Listing(title, tuple(columns), rows, told, zone)
    content = await anyio.to_thread.run_sync(kind.write, listing)
    on = form.day(form.local(who.now, zone).date())
    headers = {
        "Content-Disposition": content_disposition(
            f"{clean_name(f'{title} на {on}')}{kind.suffix}", f"{ascii_name}{kind.suffix}"
        )
    }
    return Response(content, HTTPStatus.OK, headers, media_type=kind.media_type)
