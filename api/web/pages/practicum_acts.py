"""What is done with a practicum: the forms of its card, of its people, of «Мой день»."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import viewer
from api.errors import MissingError
from api.web import form
from api.web.acting import Fields, Shows, acted, fields_of, guards
from api.web.pages import practicum as card_page
from api.web.pages import practicum_people as people_page
from api.web.practicum_forms import ACTIONS, Card, FormError

_PAGES: Final[Mapping[str, Shows]] = {
    "enrol": people_page.enrolling,
    "attendance": people_page.attending,
}
_BACKS: Final = frozenset({"/today"})


async def act(request: Request) -> Response:
    """One form; refused, it is shown again where it stands on a page of its own, or on the card."""
    who = await viewer(request)
    name = request.path_params["action"]
    action = ACTIONS.get(name)
    if action is None:
        raise MissingError
    fields = await fields_of(request)
    card = await card_page.card_of(request, who)
    again = _PAGES.get(name, card_page.shown)
    try:
        given = action.input(card, fields)
    except FormError as error:
        return await again(request, who, error.sent(fields))
    return await acted(
        request, who, action.document, {"input": given, **guards(fields)},
        fields=fields, back=_back(fields, card), told=action.told, again=again,
    )  # fmt: skip


def _back(fields: Fields, card: Card) -> str:
    """Where the form stood, if that is a page that has such forms; else the card."""
    back = fields.get("back", "")
    return back if back in _BACKS else f"{card_page.BASE}/{form.segment(card['id'])}"


ROUTES = [Route(card_page.BASE + "/{practicum}/{action}", act, methods=["POST"])]
