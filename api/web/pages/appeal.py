"""Pages of one appeal: its card with the steps to the answer, the form of a new one.

Source: clause 6.3.
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
from api.web.asking import ask, nodes
from api.web.page import render
from api.web.pages.appeals import HOME, standing
from api.web.sections import may
from api.web.sifting import again, day_asked, deed
from graph.errors import AccessError, InputError
from graph.policy.calendar import local_day

APPLICANTS: Final = ("законный представитель", "участник", "педагог", "школа", "площадка")
"""Who usually appeals: offered, so that nobody writes a name where none is needed."""
_DEEDS: Final = {
    "draft": ("appeals/draft", "drafted"),
    "answer": ("appeals/answer", "answered"),
}


async def one_appeal(request: Request) -> Response:
    """The card of one appeal."""
    return await _card(request, await viewer(request))


async def act(request: Request) -> Response:
    """The coordinator has sent the draft, or the curator has answered."""
    who, fields = await viewer(request), await fields_of(request)
    identity = request.path_params["appeal"]
    document, told = _DEEDS[deed(fields, _DEEDS)]
    return await acted(
        request, who, document, {"input": {"id": identity}, **guards(fields)},
        fields=fields, back=f"{HOME}/{form.segment(identity)}", told=told, again=_card,
    )  # fmt: skip


async def _card(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    identity = request.path_params["appeal"]
    found = await ask(request, who, "appeals/card", id=identity)
    it = found["appeal"]
    if it is None:
        raise MissingError
    knows = may(who.actor, "Appeal.applicant")
    known = (await ask(request, who, "appeals/applicant", id=identity))["appeal"] if knows else {}
    is_open = it["answeredAt"] is None
    drafting = is_open and it["draftSentAt"] is None
    values = {
        "who": who,
        "it": it,
        "applicant": (known or {}).get("applicant"),
        "standing": standing(it, who.now),
        "gaps": nodes(it["gaps"]),
        "history": nodes(found["history"]),
        "may_draft": may(who.actor, "Mutation.sendAppealDraft") and drafting,
        "may_answer": may(who.actor, "Mutation.answerAppeal") and is_open,
        "key": new_key(),
        **again(sent),
    }
    return render(request, "pages/appeal.html", values, sent.status if sent else HTTPStatus.OK)


async def new_appeal(request: Request) -> Response:
    """The form of an appeal that was received."""
    who = await viewer(request)
    if not may(who.actor, "Mutation.receiveAppeal"):
        raise AccessError("Обращения вносят координатор и куратор региона.")
    return await _new(request, who)


async def _new(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    found = await ask(request, who, "appeals/regions")
    values = {
        "who": who,
        "regions": nodes(found["regions"]),
        "applicants": APPLICANTS,
        "today": local_day(who.now, ZoneInfo(form.MOSCOW)).isoformat(),
        "key": new_key(),
        **again(sent),
    }
    return render(request, "pages/appeal_new.html", values, sent.status if sent else HTTPStatus.OK)


async def receive(request: Request) -> Response:
    """Record an appeal."""
    who, fields = await viewer(request), await fields_of(request)
    try:
        given = _given(fields)
    except InputError as error:
        return await _new(request, who, refused(error, fields))
    variables = {"input": given, "key": guards(fields)["key"]}
    return await acted(
        request, who, "appeals/receive", variables,
        fields=fields, back=HOME, told="received", again=_new,
    )  # fmt: skip


def _given(fields: Fields) -> dict[str, Any]:
    received = day_asked(fields, "receivedOn", "Получено")
    if received is None:
        raise InputError("Выберите день, когда обращение получено.")
    due = day_asked(fields, "draftDueOn", "Проект ответа до")
    given = {"inRegion": fields.get("inRegion", ""), "subject": fields.get("subject", "")}
    more = {"draftDueOn": due, "applicant": fields.get("applicant") or None}
    known = {name: value for name, value in more.items() if value is not None}
    return {**given, "receivedOn": received, **known}


ROUTES = [
    Route(f"{HOME}/new", new_appeal, methods=["GET"]),
    Route(f"{HOME}/new", receive, methods=["POST"]),
    Route(f"{HOME}/{{appeal:path}}", one_appeal, methods=["GET"]),
    Route(f"{HOME}/{{appeal:path}}", act, methods=["POST"]),
]
