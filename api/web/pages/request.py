"""Pages of one request: its card with the answer and extensions, the form of a new one.

Source: clauses 3.3, 6.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.web import form
from api.web.acting import KEY, Sent, acted, fields_of, guards, new_key, refused, sent_on
from api.web.asking import ask, change, nodes
from api.web.page import render
from api.web.pages.requests import HOME, standing
from api.web.sections import may
from api.web.sifting import again, day_asked, deed
from graph.errors import AccessError, InputError
from graph.policy.calendar import local_day

REGION: Final = "to:"
"""How the fields begin that say which regions are asked."""
_DEEDS: Final = {
    "answer": ("requests/answer", "answered"),
    "extend": ("requests/extend", "extended"),
}


async def one_request(request: Request) -> Response:
    """The card of one request."""
    return await _card(request, await viewer(request))


async def act(request: Request) -> Response:
    """The coordinator answers, or the curator gives more time."""
    who, fields = await viewer(request), await fields_of(request)
    identity = request.path_params["request"]
    done = deed(fields, _DEEDS)
    document, told = _DEEDS[done]
    try:
        variables = _variables(done, identity, fields)
    except InputError as error:
        return await _card(request, who, refused(error, fields))
    return await acted(
        request, who, document, variables,
        fields=fields, back=f"{HOME}/{form.segment(identity)}", told=told, again=_card,
    )  # fmt: skip


def _variables(done: str, identity: str, fields: Mapping[str, str]) -> dict[str, Any]:
    key = guards(fields)
    if done == "answer":
        return {"input": {"id": identity, "answer": fields.get("answer", "")}, **key}
    until = day_asked(fields, "until", "Новый срок")
    if until is None:
        raise InputError("Выберите новый срок.")
    reason = fields.get("reason", "")
    return {"id": identity, "until": until, "reason": reason, "key": key["key"]}


async def _card(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    found = await ask(request, who, "requests/card", id=request.path_params["request"])
    it = found["informationRequest"]
    if it is None:
        raise MissingError
    answered = it["answeredAt"] is not None
    values = {
        "who": who,
        "it": it,
        "standing": standing(it, who.now),
        "today": local_day(who.now, ZoneInfo(it["region"]["zone"])).isoformat(),
        "extensions": nodes(it["extensions"]),
        "gaps": nodes(it["gaps"]),
        "history": nodes(found["history"]),
        "may_answer": may(who.actor, "Mutation.answerRequest") and not answered,
        "may_extend": may(who.actor, "Mutation.extendDuty") and not answered,
        "key": new_key(),
        **again(sent),
    }
    return render(request, "pages/request.html", values, sent.status if sent else HTTPStatus.OK)


async def new_request(request: Request) -> Response:
    """The form by which a curator asks one region or several."""
    who = await viewer(request)
    if not may(who.actor, "Mutation.askInformation"):
        raise AccessError("Сведения запрашивает куратор региона.")
    return await _new(request, who)


async def _new(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    found = await ask(request, who, "requests/regions")
    values = {
        "who": who,
        "regions": nodes(found["regions"]),
        "today": local_day(who.now, ZoneInfo(form.MOSCOW)).isoformat(),
        "prefix": REGION,
        "key": new_key(),
        **again(sent),
    }
    return render(request, "pages/request_new.html", values, sent.status if sent else HTTPStatus.OK)


async def ask_regions(request: Request) -> Response:
    """Ask each of the chosen regions; whoever sends the form again asks none of them twice."""
    who, fields = await viewer(request), await fields_of(request)
    asked = [name.removeprefix(REGION) for name in fields if name.startswith(REGION)]
    try:
        await _ask_each(request, who, fields, asked)
    except (InputError, AccessError) as error:
        return await _new(request, who, refused(error, fields))
    return sent_on(HOME, "asked" if len(asked) == 1 else "askedAll")


async def _ask_each(
    request: Request, who: Viewer, fields: Mapping[str, str], regions: list[str]
) -> None:
    if not regions:
        raise InputError("Выберите хотя бы один регион.")
    key = fields.get(KEY) or new_key()
    due = day_asked(fields, "dueOn", "Ответить до")
    wanted_text = {"subject": fields.get("subject", ""), "dueOn": due}
    for region in regions:
        given = {name: value for name, value in wanted_text.items() if value is not None}
        await change(
            request, who, "requests/ask",
            input={"inRegion": region, **given}, key=f"{key}:{region}",
        )  # fmt: skip


ROUTES = [
    Route(f"{HOME}/new", new_request, methods=["GET"]),
    Route(f"{HOME}/new", ask_regions, methods=["POST"]),
    Route(f"{HOME}/{{request:path}}", one_request, methods=["GET"]),
    Route(f"{HOME}/{{request:path}}", act, methods=["POST"]),
]
