"""Page of one alert: what raised it, to whom it was told and how, what may be decided of its gap.

Source: clauses 3.1, 5.1, 6.1. Its address takes whatever other pages of alerts leave.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web.acting import Fields, Sent, acted, fields_of, guards, new_key, refused
from api.web.alert_words import delivery_mark, recipient_of, step_word
from api.web.asking import Data, ask, nodes
from api.web.page import render
from api.web.pages.alerts import HOME
from api.web.sections import may
from api.web.sifting import again, day_asked, deed, options
from graph.errors import InputError
from graph.policy.calendar import local_day

_LASTING: Final = ("OPEN", "UPCOMING")
"""States of a gap of which something can still be decided."""
_DEEDS: Final = {
    "assign": ("alerts/assign", "assigned"),
    "extend": ("alerts/extend", "extended"),
}


async def one_alert(request: Request) -> Response:
    """The card of one alert."""
    return await _card(request, await viewer(request))


async def act(request: Request) -> Response:
    """Give the alert's gap to somebody, or more time for it."""
    who, fields = await viewer(request), await fields_of(request)
    done = deed(fields, _DEEDS)
    document, told = _DEEDS[done]
    gap = (await _found(request, who))["gap"]
    try:
        variables = {"id": gap["id"], "key": guards(fields)["key"], **_decided(done, fields)}
    except InputError as error:
        return await _card(request, who, refused(error, fields))
    back = f"{HOME}/{form.segment(request.path_params['alert'])}"
    return await acted(
        request, who, document, variables, fields=fields, back=back, told=told, again=_card
    )


def _decided(done: str, fields: Fields) -> dict[str, Any]:
    reason = fields.get("reason", "")
    if done == "assign":
        return {"person": fields.get("person", ""), "reason": reason}
    until = day_asked(fields, "until", "Новый срок")
    if until is None:
        raise InputError("Выберите новый срок.")
    return {"until": until, "reason": reason}


async def _found(request: Request, who: Viewer) -> Data:
    it: Data | None = (await ask(request, who, "alerts/card", id=request.path_params["alert"]))[
        "alert"
    ]
    if it is None:
        raise MissingError
    return it


async def _card(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    it = await _found(request, who)
    lasting = it["gap"]["state"] in _LASTING
    people = [*nodes(it["region"]["coordinators"]), *nodes(it["region"]["curators"])]
    values = {
        "who": who,
        "it": it,
        "today": local_day(who.now, ZoneInfo(it["region"]["zone"])).isoformat(),
        "own_gaps": nodes(it["gaps"]),
        "deliveries": nodes(it["deliveries"]),
        "people": options(people, "id", "fullName"),
        "may_assign": may(who.actor, "Mutation.assignGap") and lasting,
        "may_extend": may(who.actor, "Mutation.extendGap") and lasting,
        "key": new_key(),
        "delivery_mark": delivery_mark,
        "recipient_of": recipient_of,
        "step_word": step_word,
        **again(sent),
    }
    return render(request, "pages/alert.html", values, sent.status if sent else HTTPStatus.OK)


ROUTES = [
    Route(f"{HOME}/{{alert:path}}", one_alert, methods=["GET"]),
    Route(f"{HOME}/{{alert:path}}", act, methods=["POST"]),
]
