"""Publishing a practicum: first its venue, then the rest of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web.acting import Sent, acted, fields_of, guards, new_key
from api.web.asking import Data, all_of, ask, nodes
from api.web.choice import PAGE_SIZE
from api.web.page import link, render
from api.web.practicum_choice import FORMATS
from api.web.practicum_forms import FormError, published
from api.web.sections import may

PATH: Final = "/practicums/new"
LIST: Final = "/practicums"
MOST_COMPETENCES: Final = 500
_LONGEST_SEARCH: Final = 100


async def choose(request: Request) -> Response:
    """The form at the venue that the address names; without one, the venues to choose from."""
    who = await viewer(request)
    if not may(who.actor, "Mutation.publishPracticum"):
        return RedirectResponse(LIST, HTTPStatus.SEE_OTHER)
    if request.query_params.get("venue"):
        return await _form(request, who)
    return await _venues(request, who)


async def _venues(request: Request, who: Viewer) -> Response:
    name = request.query_params.get("name", "").strip()[:_LONGEST_SEARCH]
    after = request.query_params.get("after", "")
    narrow: dict[str, Any] = {"name": {"contains": name}} if name else {}
    found = await ask(
        request, who, "practicums/venues", filter=narrow, first=PAGE_SIZE, after=after or None
    )
    values = {
        "who": who, "venues": found["venues"], "name": name, "after": after, "here": PATH,
    }  # fmt: skip
    return render(request, "pages/practicum_venue.html", values)


async def _form(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    found = await _at_venue(request, who, request.query_params.get("venue", ""))
    competences = await all_of(
        request, who, "practicums/competences", "competences", MOST_COMPETENCES
    )
    values = {
        "who": who,
        "venue": found["venue"],
        "campaigns": nodes(found["campaigns"]),
        "mentors": nodes(found["mentors"]),
        "competences": competences,
        "formats": FORMATS,
        "sent": sent,
        "given": sent.fields if sent else {},
        "key": new_key(),
        "here": link(PATH, venue=found["venue"]["id"]),
        "again": PATH,
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/practicum_new.html", values, status)


async def _at_venue(request: Request, who: Viewer, venue: str) -> Data:
    found = await ask(request, who, "practicums/publishing", venue=venue)
    if found["venue"] is None:
        raise MissingError
    return found


async def publish(request: Request) -> Response:
    """The form."""
    who = await viewer(request)
    fields = await fields_of(request)
    found = await _at_venue(request, who, request.query_params.get("venue", ""))
    try:
        given = published(
            fields | {"venue": found["venue"]["id"]}, found["venue"]["region"]["zone"]
        )
    except FormError as error:
        return await _form(request, who, error.sent(fields))
    asked = {"input": given, "key": guards(fields)["key"]}
    back = link(LIST, region=found["venue"]["regionId"], venue=found["venue"]["id"], when="all")
    return await acted(
        request, who, "practicums/publish", asked,
        fields=fields, back=back, told="published", again=_form,
    )  # fmt: skip


ROUTES = [Route(PATH, choose), Route(PATH, publish, methods=["POST"])]
