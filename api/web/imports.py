"""Pages: the imports in sight with the form that begins one; one import, row by row.

Only shows. What people do there stands in api.web.import_steps; rows hold personal data and are
read for a coordinator only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.imports.sight import sees_summaries
from api.system import system
from api.web import import_words
from api.web.choice import one_of
from api.web.import_words import Problem, home_of, may_bring
from api.web.page import render
from graph.session import Reader
from imports import viewing
from imports.batch import Fate, RowView, State, Summary
from imports.kept.batches import NoImportError
from imports.kinds import KINDS
from imports.senders import senders
from queries.region.reads import get_region, list_regions

ROWS_SHOWN: Final = 50
IMPORTS_SHOWN: Final = 100
_ATTENTION: Final = "attention"
_ALL: Final = "all"
_NO_ROWS: Final = frozenset({State.READ, State.WRITING, State.UNDOING, State.UNDONE})


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Which rows were asked for: `name` stands in the address, `after` is the last row seen."""

    name: str
    fates: tuple[Fate, ...]
    after: int


async def imports(request: Request) -> Response:
    """The imports in sight, the latest first, and the form."""
    return await list_page(request, await viewer(request))


async def list_page(
    request: Request,
    who: Viewer,
    problem: Problem | None = None,
    sent: Mapping[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """The list; with why a file was not taken, and the form as it was sent."""
    if not sees_summaries(who.actor):
        return no_access(request, who)
    asked = {**request.query_params, **(sent or {})}

    async def read(reader: Reader) -> dict[str, Any]:
        regions = await list_regions(reader, who.actor, who.now, order="name")
        region = one_of(asked.get("region", ""), [one.id for one in regions], "")
        kind = one_of(asked.get("kind", ""), KINDS, "")
        found = await viewing.summaries(reader, who.actor, region, limit=IMPORTS_SHOWN)
        names = await senders(reader, who.actor, [one.id for one in found])
        own = {"regions": {one.id: one for one in regions}, "region": region, "kind": kind}
        return own | {"rows": found, "senders": names, "full": len(found) == IMPORTS_SHOWN}

    values = await system(request).graph.read(read)
    own = {
        "who": who,
        "w": import_words,
        "problem": problem,
        "notice": import_words.NOTICES.get(request.query_params.get("told", "")),
        "may_bring": may_bring(who.actor),
    }
    return render(request, "imports.html", values | own, status)


async def one_import(request: Request) -> Response:
    """One import: how far it is, what was found, what may be done."""
    return await import_page(request, await viewer(request), request.path_params["batch"])


async def import_page(
    request: Request,
    who: Viewer,
    batch: str,
    problem: Problem | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """The page of one import; with why a step was not taken."""
    if not sees_summaries(who.actor):
        return no_access(request, who)

    async def read(reader: Reader) -> dict[str, Any]:
        found = await summary_in_sight(reader, who, batch)
        region = await get_region(reader, who.actor, who.now, found.region)
        if region is None:
            raise MissingError
        names = await senders(reader, who.actor, [batch])
        choice = row_choice(request.query_params, found)
        rows = await _rows(reader, who, found, choice)
        values = {"it": found, "region": region, "sender": names.get(batch, "")}
        return values | {"choice": choice, "rows": rows, "next": _next(rows)}

    values = await system(request).graph.read(read)
    own = {
        "who": who,
        "w": import_words,
        "problem": problem,
        "notice": import_words.NOTICES.get(request.query_params.get("told", "")),
        "may_bring": may_bring(who.actor),
        "home": home_of(batch),
        "kind_declared": KINDS.get(values["it"].kind),
        "State": State,
        "Fate": Fate,
    }
    return render(request, "import.html", values | own, status)


async def summary_in_sight(reader: Reader, who: Viewer, batch: str) -> Summary:
    """The import; MissingError for one that isn't there, is elsewhere, or was forgotten."""
    try:
        found = await viewing.summary(reader, who.actor, batch)
    except NoImportError as error:
        raise MissingError from error
    if found.state is State.RECEIVING:
        raise MissingError
    return found


def no_access(request: Request, who: Viewer) -> Response:
    """The page for whoever may not look at imports at all."""
    return render(request, "imports_closed.html", {"who": who}, HTTPStatus.FORBIDDEN)


def row_choice(query: QueryParams, found: Summary) -> RowChoice:
    """The rows an address asks for: if it says nothing, those that ask for a person, if any."""
    waiting = any(found.counts.get(fate) for fate in import_words.WAITING)
    otherwise = _ATTENTION if waiting and found.state is State.PREVIEWED else _ALL
    name = one_of(query.get("fate", ""), [_ATTENTION, _ALL, *Fate], otherwise)
    known: dict[str, tuple[Fate, ...]] = {_ATTENTION: import_words.WAITING, _ALL: ()}
    fates = known[name] if name in known else (Fate(name),)
    text = query.get("after", "")
    after = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
    return RowChoice(name, fates, after)


async def _rows(
    reader: Reader, who: Viewer, found: Summary, choice: RowChoice
) -> Sequence[RowView]:
    if not may_bring(who.actor) or found.state in _NO_ROWS:
        return ()
    return await viewing.rows(
        reader,
        who.actor,
        found.id,
        who.now,
        fates=choice.fates,
        after=choice.after,
        first=ROWS_SHOWN + 1,
    )


def _next(rows: Sequence[RowView]) -> int:
    """The row after which the next page begins; 0 if this is the last."""
    return rows[ROWS_SHOWN - 1].number if len(rows) > ROWS_SHOWN else 0


async def _to_list(_: Request) -> Response:
    return RedirectResponse("/imports", HTTPStatus.SEE_OTHER)


async def _to_import(request: Request) -> Response:
    return RedirectResponse(home_of(request.path_params["batch"]), HTTPStatus.SEE_OTHER)


# Steps are taken by POST; whoever comes to their addresses otherwise is led to the page itself.
ROUTES = [
    Route("/imports", imports, methods=["GET"]),
    Route("/imports/new", _to_list, methods=["GET"]),
    *(
        Route(f"/imports/{{batch:path}}/{step}", _to_import, methods=["GET"])
        for step in ("columns", "rows", "write", "undo", "forget")
    ),
    Route("/imports/{batch:path}", one_import, methods=["GET"]),
]
