"""GET /imports/template/students.xlsx?region=RU-TA: an empty sheet of a kind to fill in.

Names in it are of schools, venues and dictionaries, never of people: whoever sees the region may
have it.
"""

from __future__ import annotations

import io
from functools import partial

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from api.auth.viewer import viewer
from api.errors import MissingError
from api.imports.files import given
from api.report_file.asking import only
from api.system import system
from graph.session import Reader
from imports.kinds import KINDS
from imports.offering import offered
from imports.receiving import REGION, NoRegionError
from imports.sheet import SheetKind
from imports.template import template_name, write_template
from queries.scope import Actor


async def give_template(request: Request) -> Response:
    """The template of a kind; with a region, its own names to choose from."""
    who = await viewer(request)
    only(request.query_params, frozenset({"region"}))
    kind = KINDS.get(request.path_params["kind"])
    if kind is None:
        raise MissingError
    region = request.query_params.get("region", "")
    read = partial(_lists, actor=who.actor, kind=kind, region=region)
    lists = await system(request).graph.read(read)
    out = io.BytesIO()
    await anyio.to_thread.run_sync(write_template, kind, lists, out)
    return given(out, f"Шаблон — {kind.ru}.xlsx", template_name(kind))


async def _lists(
    reader: Reader, actor: Actor, kind: SheetKind, region: str
) -> dict[str, tuple[str, ...]]:
    if region and not await reader.rows(REGION, actor.parameters(region=region)):
        raise NoRegionError
    return await offered(reader, kind, region)
