"""Page of one document, with what its reader may do; the form that hands a new one over."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web.acting import Fields, Sent, fields_of, new_key
from api.web.asking import ask, nodes
from api.web.filling import Deed, Field, done, whole
from api.web.page import link, render
from api.web.pages.documents import (
    FINANCE,
    HOME,
    PACKAGE,
    SORTS,
    STATES,
    attended_of,
    may_submit,
    state_of,
)
from api.web.sections import may

TOLD: Final = {
    "submitted": "Документ передан Союзу.",
    "accepted": "Документ принят.",
    "returned": "Документ возвращён: координатор увидит причину и передаст новый.",
}
_NUMBER: Final = Field("number", "номер", required=False)
_CHILDREN: Final = Field("childrenInAct", "сколько детей в акте", whole)
SUBMIT: Final = {
    FINANCE: Deed("documents/submit_finance", "submitted", (_NUMBER, _CHILDREN), versioned=False),
    PACKAGE: Deed("documents/submit_package", "submitted", (_NUMBER,), versioned=False),
}
DEEDS: Final = {
    "accept-finance": Deed("documents/accept_finance", "accepted"),
    "return-finance": Deed(
        "documents/return_finance", "returned", (Field("returnReason", "причина возврата"),)
    ),
    "accept-package": Deed("documents/accept_package", "accepted"),
}
"""What is decided of a document, by the last word of the address."""


async def document(request: Request) -> Response:
    """The card of one document."""
    return await _card(request, await viewer(request))


async def _card(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    identity = request.path_params["document"]
    found = await ask(request, who, "documents/card", id=identity)
    it = found["document"]
    if it is None:
        raise MissingError
    about = it["concerns"]
    sort = PACKAGE if it["kind"] == "PACKAGE" else FINANCE
    values = {
        "who": who,
        "it": it,
        "about": about,
        "sort": SORTS[sort],
        "is_finance": it["kind"] == "FINANCE",
        "state": state_of(it),
        "states": STATES,
        "state_of": state_of,
        "attended": attended_of(about) if about["__typename"] == "Practicum" else None,
        "others": [one for one in nodes(about["documents"]) if one["id"] != identity],
        "gaps": nodes(about["gaps"]),
        "history": nodes(found["history"]),
        "may_decide": may(who.actor, "Mutation.acceptFinance") and not who.actor.read_only,
        "may_submit": may_submit(who.actor),
        "home": f"{HOME}/{form.segment(identity)}",
        "key": new_key(),
        "other_key": new_key(),
        "sentences": TOLD,
        "sent": sent,
        "fields": sent.fields if sent else {},
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/document.html", values, status)


async def decide(request: Request) -> Response:
    """Accept a document or send it back."""
    who = await viewer(request)
    identity, step = request.path_params["document"], request.path_params["step"]
    if step not in DEEDS:
        raise MissingError
    fields = await fields_of(request)
    back = f"{HOME}/{form.segment(identity)}"
    return await done(request, who, DEEDS[step], fields, {"id": identity}, back=back, again=_card)


async def new(request: Request) -> Response:
    """The form that hands over a practicum's act or a venue's package."""
    return await _form(request, await viewer(request))


async def _form(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    fields: Fields = sent.fields if sent else {}
    asked = {**request.query_params, **fields}
    values = {
        **await _about(request, who, asked),
        "who": who,
        "may_submit": may_submit(who.actor),
        "states": STATES,
        "state_of": state_of,
        "key": new_key(),
        "sent": sent,
        "fields": fields,
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/document_new.html", values, status)


async def _about(request: Request, who: Viewer, asked: Fields) -> dict[str, Any]:
    if asked.get("practicum"):
        found = await ask(request, who, "documents/of_practicum", id=asked["practicum"])
        it, name, identity = found["practicum"], "practicum", asked["practicum"]
    else:
        identity = asked.get("venue", "")
        found = await ask(request, who, "documents/of_venue", id=identity)
        it, name = found["venue"], "venue"
    if it is None:
        raise MissingError
    return {
        "it": it,
        "name": name,
        "identity": identity,
        "sort": SORTS[FINANCE if name == "practicum" else PACKAGE],
        "attended": attended_of(it) if name == "practicum" else None,
        "others": nodes(it["documents"]),
    }


async def submit(request: Request) -> Response:
    """Hand a document over, then on to the list of those under review."""
    who = await viewer(request)
    fields = await fields_of(request)
    sort = FINANCE if fields.get("practicum") else PACKAGE
    own = {"concerns": fields.get("practicum") or fields.get("venue", "")}
    kind = "" if sort == FINANCE else sort
    back = link(HOME, kind=kind, state="submitted")
    return await done(request, who, SUBMIT[sort], fields, own, back=back, again=_form)


ROUTES = [
    Route(f"{HOME}/new", new, methods=["GET"]),
    Route(f"{HOME}/new", submit, methods=["POST"]),
    Route(HOME + "/{document}", document, methods=["GET"]),
    Route(HOME + "/{document}/{step}", decide, methods=["POST"]),
]
