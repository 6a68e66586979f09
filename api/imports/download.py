"""GET /imports/{id}/rows.xlsx?fate=rejected: the file that was sent, with its errors marked.

Whoever gets one is written down before a byte is given: it names people.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from typing import IO, Final, cast

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from api.auth.viewer import Viewer, viewer
from api.errors import RequestError
from api.imports.files import given
from api.imports.sight import may_see_rows
from api.report_file.asking import only
from api.system import system
from exports.marked import Sheet, marked_book
from graph.session import Graph
from imports.batch import Fate, Summary
from imports.given import note_given
from imports.kinds import KINDS
from imports.marking import each_part, whole_of
from imports.viewing import summary

AT_ONCE: Final = 2
"""Files made at one moment: each keeps a core busy."""


async def give_rows(request: Request) -> Response:
    """The rows of an import, all or of the fates that are asked for."""
    who = await viewer(request)
    may_see_rows(who.actor)
    fates = _fates(request.query_params)
    batch, graph = request.path_params["batch"], system(request).graph
    told: Summary = await graph.read(partial(summary, actor=who.actor, batch=batch))
    out = tempfile.TemporaryFile(prefix="orientir-")  # noqa: SIM115 - closed when it is sent
    try:
        async with _limiter(request.app):
            await write_marked(graph, who, told, fates, out)
        note = partial(
            note_given, actor=who.actor, batch=batch, region=told.region, fates=fates, at=who.now
        )
        await graph.write(note)
    except BaseException:
        out.close()
        raise
    return given(out, _name(told), "import-rows.xlsx")


async def write_marked(
    graph: Graph, who: Viewer, told: Summary, fates: Sequence[Fate], out: IO[bytes]
) -> None:
    """Write the book; StepError while the file is being compared or once its rows are gone."""
    with marked_book(Sheet(*whole_of(told)), out) as book:
        await each_part(graph, who.actor, told, who.now, book.add, fates=fates)
        await anyio.to_thread.run_sync(book.finish)


def _fates(query: QueryParams) -> tuple[Fate, ...]:
    only(query, frozenset({"fate"}))
    asked = query.getlist("fate")
    if unknown := set(asked) - set(Fate):
        raise RequestError(f"fate — {', '.join(Fate)}; непонятно: {len(unknown)}.")
    return tuple(map(Fate, asked))


def _name(told: Summary) -> str:
    """Not the name of the file that was sent: it may name somebody."""
    kind = KINDS.get(told.kind)
    return f"{kind.ru if kind else told.kind} — строки с отметками.xlsx"


def _limiter(app: Starlette) -> CapacityLimiter:
    if not hasattr(app.state, "import_books"):
        app.state.import_books = CapacityLimiter(AT_ONCE)
    return cast("CapacityLimiter", app.state.import_books)
