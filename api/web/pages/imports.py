"""Pages: the imports in sight with the form that begins one; one import, row by row.

Only shows. What people do there stands in import_steps; rows hold personal data and are asked for
a coordinator only.
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
from api.connection import encode
from api.errors import MissingError
from api.imports.sight import sees_summaries
from api.web import import_told, import_words
from api.web.asking import ask, nodes
from api.web.choice import PAGE_SIZE, one_of
from api.web.import_words import Problem, home_of, may_bring
from api.web.page import render
from imports.batch import Fate, RowView, State, Summary
from imports.kinds import KINDS

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
    regions, found = await _listed(request, who, asked.get("region", ""))
    values: dict[str, Any] = {
        "regions": regions,
        "region": one_of(asked.get("region", ""), regions, ""),
        "kind": one_of(asked.get("kind", ""), KINDS, ""),
        "rows": [import_told.summary(one) for one in found],
        "senders": {one["id"]: one["sender"] for one in found if one["sender"]},
        "full": len(found) == IMPORTS_SHOWN,
    }
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

    told = await told_of(request, who, batch)
    found = import_told.summary(told["importSummary"])
    choice = row_choice(request.query_params, found)
    rows, more = await _rows(request, who, found, choice)
    values: dict[str, Any] = {
        "it": found,
        "region": import_told.place(told["importBatch"]["region"]),
        "sender": told["importSummary"]["sender"] or "",
        "choice": choice,
        "rows": rows,
        "next": rows[-1].number if more else 0,
    }
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


async def told_of(request: Request, who: Viewer, batch: str) -> Mapping[str, Any]:
    """The import and its region; MissingError if it isn't there, is elsewhere or was forgotten."""
    told = await ask(request, who, "imports/one", id=batch)
    it = told["importSummary"]
    if it is None or told["importBatch"] is None or State[it["state"]] is State.RECEIVING:
        raise MissingError
    return told


async def _listed(
    request: Request, who: Viewer, region: str
) -> tuple[dict[str, import_told.Place], list[dict[str, Any]]]:
    """The regions in sight by id, and the imports of one of them; of all, if it is none of them."""
    told = await ask(request, who, "imports/page", region=region or None, first=IMPORTS_SHOWN)
    regions = {one.id: one for one in map(import_told.place, nodes(told["regions"]))}
    if region and region not in regions:
        told = await ask(request, who, "imports/page", region=None, first=IMPORTS_SHOWN)
    return regions, told["imports"]


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
    request: Request, who: Viewer, found: Summary, choice: RowChoice
) -> tuple[Sequence[RowView], bool]:
    """The rows asked for, and whether there are more."""
    if not may_bring(who.actor) or found.state in _NO_ROWS:
        return (), False
    told = await ask(
        request,
        who,
        "imports/rows",
        id=found.id,
        fates=[fate.name for fate in choice.fates] or None,
        first=PAGE_SIZE,
        after=encode((str(choice.after),)) if choice.after else None,
    )
    connection = told["importRows"]
    if connection is None:
        raise MissingError
    return import_told.rows(connection), connection["pageInfo"]["hasNextPage"]


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
