"""POST /imports?region=RU-TA&kind=students&sheet=…: a sheet comes in, to be compared and shown.

Nothing of the network is changed by it: what would become of each row is told by `importRows`, and
is written when a coordinator confirms it.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, cast
from urllib.parse import quote

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.auth.viewer import Viewer, viewer
from api.errors import RequestError
from api.imports.sent import Sent, sent
from api.imports.worker import wake
from api.system import system
from imports.batch import State, Summary
from imports.receiving import may_import, receive
from imports.viewing import summary

AT_ONCE: Final = 2
"""Files read at one moment: each has a process of its own that keeps a core busy."""

_WRITTEN: Final = frozenset({State.WRITING, State.DONE, State.UNDOING})


async def take(request: Request) -> Response:
    """Take one sheet; 201 with its import, 200 where the very same file was loaded already."""
    who = await viewer(request)
    may_import(who.actor)
    async with sent(request) as file:
        asked = {**file.fields, **request.query_params}
        made = await bring_in(
            request,
            who,
            file,
            region=asked.get("region", ""),
            kind=asked.get("kind") or None,
            sheet=asked.get("sheet") or None,
        )
    status = HTTPStatus.OK if made.state in _WRITTEN else HTTPStatus.CREATED
    where = f"/imports/{quote(made.id, safe='')}"
    return JSONResponse(_told(made), status, {"Location": where})


async def bring_in(
    request: Request,
    who: Viewer,
    file: Sent,
    *,
    region: str,
    kind: str | None = None,
    sheet: str | None = None,
) -> Summary:
    """Keep a file that was sent for a region, and have it compared; the import as it is now."""
    if not region:
        raise RequestError("Укажите region — регион, в который загружается файл.")
    graph = system(request).graph
    async with _limiter(request.app):
        batch = await receive(
            graph, who.actor, region, file.path, file.name, who.now, kind=kind, sheet=sheet
        )
    wake(request.app)
    return await graph.read(lambda reader: summary(reader, who.actor, batch))


def _told(made: Summary) -> dict[str, object]:
    return {
        "id": made.id,
        "region": made.region,
        "kind": made.kind,
        "sheet": made.sheet,
        "state": made.state.value,
        "rows": made.total,
    }


def _limiter(app: Starlette) -> CapacityLimiter:
    if not hasattr(app.state, "import_files"):
        app.state.import_files = CapacityLimiter(AT_ONCE)
    return cast("CapacityLimiter", app.state.import_files)
