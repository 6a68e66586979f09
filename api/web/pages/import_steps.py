"""What people do on the pages of imports: bring a file, decide, have it written, take it back.

Each step ends in a redirect to where its outcome is seen, or in the same page with why not.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import status_of
from api.imports.sent import sent
from api.imports.upload import bring_in
from api.web.acting import Fields, fields_of
from api.web.asking import change
from api.web.import_words import home_of, may_bring, problem_of
from api.web.page import link
from api.web.pages.imports import import_page, list_page, no_access, told_of
from graph.errors import InputError
from imports.batch import Decision, State

Act = Callable[[Request, Viewer, str, Fields], Awaitable[str]]
"""Takes a step of an import as a form says; the address to go on to."""

_COLUMN: Final = re.compile(r"column-([0-9]{1,3})")
_ROW: Final = re.compile(r"row-([0-9]{1,7})")
_WRITTEN: Final = frozenset({State.WRITING, State.DONE, State.UNDOING})


async def bring(request: Request) -> Response:
    """Take a file of the form and go to its import."""
    who = await viewer(request)
    if not may_bring(who.actor):
        return no_access(request, who)
    fields: Fields = {}
    try:
        async with sent(request) as file:
            fields = file.fields
            made = await bring_in(
                request,
                who,
                file,
                region=fields.get("region", ""),
                kind=fields.get("kind") or None,
                sheet=fields.get("sheet", "").strip() or None,
            )
    except InputError as error:
        return await list_page(request, who, problem_of(error), fields, status_of(error))
    told = "same" if made.state in _WRITTEN else ""
    return RedirectResponse(link(home_of(made.id), told=told), HTTPStatus.SEE_OTHER)


async def _columns(request: Request, who: Viewer, batch: str, fields: Fields) -> str:
    """Only what differs from what stands already is said."""
    known = (await told_of(request, who, batch))["importSummary"]
    was = {one["index"]: one["key"] for one in known["columns"]}
    said = {int(found[1]): key or None for found, key in _numbered(_COLUMN, fields)}
    changed = [
        {"index": index, "key": key}
        for index, key in said.items()
        if index in was and was[index] != key
    ]
    if changed:
        await change(request, who, "imports/columns", id=batch, columns=changed)
    return home_of(batch)


async def _decide(request: Request, who: Viewer, batch: str, fields: Fields) -> str:
    if all_ := fields.get("all", ""):
        await _decide_all(request, who, batch, _decision(all_))
        return home_of(batch)
    said = [_said(int(found[1]), value) for found, value in _numbered(_ROW, fields) if value]
    if not said:
        raise InputError("Ни одного решения не выбрано: отметьте хотя бы одну строку.")
    await change(request, who, "imports/decide", id=batch, rows=said)
    return home_of(batch)


async def _decide_all(request: Request, who: Viewer, batch: str, decision: Decision) -> None:
    """InputError if it was said of no row: then the preview stands as it was."""
    before = (await told_of(request, who, batch))["importSummary"]
    done = await change(request, who, "imports/decide_all", id=batch, decision=decision.name)
    after = done["decideAllImportRows"]
    if all(after[name] == before[name] for name in ("state", "digest")):
        raise InputError("Таких среди нерешённых строк нет: решите о каждой отдельно.")


async def _write(request: Request, who: Viewer, batch: str, fields: Fields) -> str:
    await change(
        request,
        who,
        "imports/confirm",
        id=batch,
        digest=fields.get("digest", ""),
        goodRows=fields.get("good_rows") == "1",
    )
    return home_of(batch)


async def _undo(request: Request, who: Viewer, batch: str, _: Fields) -> str:
    await change(request, who, "imports/undo", id=batch)
    return home_of(batch)


async def _forget(request: Request, who: Viewer, batch: str, _: Fields) -> str:
    await change(request, who, "imports/discard", id=batch)
    return link("/imports", told="discarded")


def _step(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """A step as a route: its refusals are shown in the import's own page."""

    async def take(request: Request) -> Response:
        who = await viewer(request)
        if not may_bring(who.actor):
            return no_access(request, who)
        batch = request.path_params["batch"]
        await told_of(request, who, batch)
        try:
            target = await act(request, who, batch, await fields_of(request))
        except InputError as error:
            return await import_page(request, who, batch, problem_of(error), status_of(error))
        return RedirectResponse(target, HTTPStatus.SEE_OTHER)

    return take


def _numbered(name: re.Pattern[str], fields: Fields) -> list[tuple[re.Match[str], str]]:
    found = ((name.fullmatch(field), value) for field, value in fields.items())
    return [(match, value) for match, value in found if match]


def _said(row: int, value: str) -> dict[str, Any]:
    decision, _, candidate = value.partition(":")
    return {"row": row, "decision": _decision(decision).name, "candidate": candidate or None}


def _decision(word: str) -> Decision:
    if word not in set(Decision):
        raise InputError("Такого решения нет: выберите одно из предложенных.")
    return Decision(word)


STEPS: Final[Mapping[str, Act]] = {
    "columns": _columns,
    "rows": _decide,
    "write": _write,
    "undo": _undo,
    "forget": _forget,
}
"""The steps by the last word of their addresses."""

ROUTES = [
    Route("/imports/new", bring, methods=["POST"]),
    *(
        Route(f"/imports/{{batch:path}}/{name}", _step(act), methods=["POST"])
        for name, act in STEPS.items()
    ),
]
