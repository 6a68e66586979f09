"""A practicum's card: what it is, what is wrong with it, whom it is for, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web import practicum_words as told
from api.web.acting import Sent, new_key
from api.web.asking import Data, ask, nodes
from api.web.page import render
from api.web.practicum_choice import FORMATS
from api.web.sections import may
from graph.policy.calendar import local_day

BASE: Final = "/practicums"
PEOPLE: Final = 30
DONE: Final = {
    "confirmed": "Практикум подтверждён.",
    "held": "Отмечено: практикум проведён. Внесите, кто пришёл.",
    "cancelled": "Практикум отменён.",
    "moved": "Практикум перенесён. Подтвердите его снова.",
    "changed": "Изменения записаны.",
    "enrolled": "Участники записаны.",
    "left": "Запись отменена.",
    "recorded": "Посещение внесено.",
}


@dataclass(frozen=True, slots=True)
class Steps:
    """Which of its forms a practicum's card has: by the viewer's role and what became of it."""

    going_on: bool
    may_hold: bool
    may_enrol: bool
    may_record: bool
    may_confirm: bool


async def practicum(request: Request) -> Response:
    """The card."""
    return await shown(request, await viewer(request))


async def shown(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    """The card; with why the form that was sent was refused."""
    card = await card_of(request, who)
    found = await ask(
        request, who, "practicums/conflicts", region=card["regionId"], practicum=card["id"]
    )
    conflicts = told.by_practicum(found["practicumConflicts"]).get(card["id"], [])
    after = request.query_params.get("after", "")
    people = await ask(
        request, who, _people_document(who), id=card["id"], first=PEOPLE, after=after or None
    )
    titles = {one["title"] for one in conflicts}
    gaps = nodes(card["gaps"])
    today = local_day(who.now, ZoneInfo(card["region"]["zone"]))
    values = {
        "who": who,
        "card": card,
        "zone": card["region"]["zone"],
        "today": today,
        "state": told.state_of(card, today),
        "conflicts": conflicts,
        "gaps": [one for one in gaps if one["title"] not in titles],
        "people": people["practicum"]["enrolled"],
        "after": after,
        "steps": steps_of(who, card),
        "practicum": told,
        "formats": FORMATS,
        "sent": sent,
        "action": request.path_params.get("action", ""),
        "given": sent.fields if sent else {},
        "key": new_key(),
        "done": DONE,
        "base": BASE,
        "here": f"{BASE}/{form.segment(card['id'])}",
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/practicum.html", values, status)


async def card_of(request: Request, who: Viewer) -> Data:
    """The practicum of the address; MissingError if it is not to be seen."""
    found = await ask(request, who, "practicums/card", id=request.path_params["practicum"])
    card: Data | None = found["practicum"]
    if card is None:
        raise MissingError
    return card


def _people_document(who: Viewer) -> str:
    """Children are named to their coordinator alone."""
    if may(who.actor, "Student.fullName"):
        return "today/enrolled"
    return "practicums/enrolled"


def steps_of(who: Viewer, card: Mapping[str, Any]) -> Steps:
    """What is to be done with it now, by who looks at it."""
    today = local_day(who.now, ZoneInfo(card["region"]["zone"]))
    on_day = form.as_day(card["onDay"])
    own = may(who.actor, "Mutation.confirmPracticum")
    going_on = own and not card["cancelledAt"] and not card["heldAt"]
    came = on_day is not None and on_day <= today
    waits = not card["confirmedAt"] or told.changed_since(card)
    return Steps(
        going_on=going_on,
        may_hold=going_on and came,
        may_enrol=going_on,
        may_record=own and bool(card["heldAt"]) and not card["cancelledAt"],
        may_confirm=going_on and waits and on_day is not None,
    )


ROUTES = [Route(BASE + "/{practicum}", practicum)]
