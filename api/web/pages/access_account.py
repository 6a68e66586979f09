"""Page of one account: what it opens, its sign-ins ended, it closed; tokens given and revoked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.auth.viewer import Viewer, viewer
from api.errors import MissingError
from api.system import system
from api.web import accounts as told
from api.web import form, words
from api.web.accounts import people_of, picked, region_names, role_of, token_regions
from api.web.acting import Sent, acted, fields_of, refused
from api.web.asking import ask, change, nodes
from api.web.page import render
from graph.errors import AccessError, InputError
from graph.model.account import Role, TokenScope
from queries.account.token import LONGEST, LONGEST_NAME

USUAL: Final = timedelta(days=90)
"""For how long a token is given if nothing else is said."""
_DAY: Final = timedelta(days=1)
_WAYS: Final = (("hasPassword", "паролем"), ("hasOidc", "единым входом"))


async def account(request: Request) -> Response:
    """The card of an account."""
    return await _card(request, await viewer(request))


async def _card(request: Request, who: Viewer, sent: Sent | None = None) -> Response:
    identity = request.path_params["account"]
    found = await ask(request, who, "access/account", id=identity)
    one = found["account"]
    if one is None:
        raise MissingError
    at = system(request).clock()
    today = form.local(at, form.MOSCOW).date()
    values = {
        "who": who,
        "it": one,
        "home": home_of(identity),
        "role": role_of(one),
        "ways": [word for name, word in _WAYS if one[name]],
        "own": identity == who.actor.account,
        "person": (await people_of(request, who, [one])).get(one["person"] or ""),
        "names": await region_names(request, who),
        "tokens": nodes(found["tokens"]),
        "entries": nodes(found["auditEntries"]),
        "at": at,
        "days": {"usual": today + USUAL, "first": today, "last": today + LONGEST - _DAY},
        "refusal": sent.refusal if sent else None,
        "fields": sent.fields if sent else {},
        "picked": picked(sent.fields) if sent else [],
        "longest_name": LONGEST_NAME,
        "role_words": words.ROLES,
        "Role": Role,
        "token_regions": token_regions,
        "a": told,
    }
    status = sent.status if sent else HTTPStatus.OK
    return render(request, "pages/access_account.html", values, status)


async def end_sign_ins(request: Request) -> Response:
    """End all sign-ins of the account."""
    return await _act(request, "access/end_sign_ins", "ended")


async def disable(request: Request) -> Response:
    """Close the account."""
    return await _act(request, "access/disable", "disabled")


async def give_token(request: Request) -> Response:
    """Give the account a token; this answer is the only one that has its secret."""
    who, fields = await viewer(request), await fields_of(request)
    identity = request.path_params["account"]
    scopes = [TokenScope.READ, *([TokenScope.WRITE] if fields.get("write") else [])]
    try:
        data = await change(
            request,
            who,
            "access/create_token",
            account=identity,
            called=fields.get("name", ""),
            scopes=[scope.name for scope in scopes],
            expiresAt=_end(fields.get("until", "")).isoformat(),
            regions=picked(fields) or None,
        )
    except (InputError, AccessError) as error:
        return await _card(request, who, refused(error, fields))
    shown = {
        "title": "Ключ выдан",
        "what": f"Ключ «{fields.get('name', '')}»",
        "secret": data["createToken"]["secret"],
        "back": home_of(identity),
    }
    return render(request, "pages/access_secret.html", {"who": who, "it": shown})


async def revoke_token(request: Request) -> Response:
    """End a token; back to the account whose it was."""
    who, fields = await viewer(request), await fields_of(request)
    return await acted(
        request,
        who,
        "access/revoke_token",
        {"token": request.path_params["token"]},
        fields=fields,
        back=f"{home_of(request.path_params['account'])}#tokens",
        told="revoked",
        again=_card,
    )


def home_of(identity: str) -> str:
    """The address of an account's card."""
    return f"/access/accounts/{form.segment(identity)}"


async def _act(request: Request, name: str, word: str) -> Response:
    who, fields = await viewer(request), await fields_of(request)
    identity = request.path_params["account"]
    return await acted(
        request,
        who,
        name,
        {"account": identity},
        fields=fields,
        back=home_of(identity),
        told=word,
        again=_card,
    )


def _end(text: str) -> datetime:
    """The end of a day in Moscow; InputError if the text is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputError("Укажите день, по который ключ действует.") from error
    return datetime.combine(day + _DAY, time(), ZoneInfo(form.MOSCOW))


_HOME: Final = "/access/accounts/{account}"
ROUTES = [
    Route(_HOME, account, methods=["GET"]),
    Route(f"{_HOME}/end-sign-ins", end_sign_ins, methods=["POST"]),
    Route(f"{_HOME}/disable", disable, methods=["POST"]),
    Route(f"{_HOME}/tokens", give_token, methods=["POST"]),
    Route(f"{_HOME}/tokens/{{token}}/revoke", revoke_token, methods=["POST"]),
]
