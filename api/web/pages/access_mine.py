"""Page «Мои входы»: where one is signed in, what attempts there were, and the end of all."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.viewer import drop_cookie, viewer
from api.web import form
from api.web.asking import ask, change
from api.web.listing import downloads, sent_out, wanted
from api.web.page import render
from api.web.words import Mark

HOME: Final = "/access/mine"
_HEAD: Final = ("Когда", "Чем кончилось", "Действует до")
LASTS: Final = Mark("closed", "✓", "действует")
REFUSED: Final = Mark("late", "!", "отклонена: неверный пароль")
LEFT: Final = Mark("waived", "–", "закончен")
ENDED: Final = Mark("waived", "–", "срок кончился")


async def mine(request: Request) -> Response:
    """One's own latest sign-ins and refused attempts."""
    who = await viewer(request)
    found = (await ask(request, who, "access/mine"))["signIns"]
    if wanted(request):
        rows = [
            (form.as_moment(one["createdAt"]), mark_of(one).word, form.as_moment(_until(one)))
            for one in found
        ]
        return await sent_out(request, who, "Мои входы", _HEAD, rows, ascii_name="sign-ins")
    values = {
        "who": who,
        "rows": found,
        "lasting": sum(one["lasts"] for one in found),
        "mark_of": mark_of,
        "files": downloads(request),
    }
    return render(request, "pages/access_mine.html", values)


async def end(request: Request) -> Response:
    """End all of them, and be led to the door."""
    who = await viewer(request)
    await change(request, who, "access/end_mine")
    response = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    drop_cookie(response)
    return response


def mark_of(one: Mapping[str, Any]) -> Mark:
    """How a sign-in stands."""
    if one["refused"]:
        return REFUSED
    if one["lasts"]:
        return LASTS
    return LEFT if one["revokedAt"] else ENDED


def _until(one: Mapping[str, Any]) -> str | None:
    until: str | None = one["revokedAt"] or one["expiresAt"]
    return None if one["refused"] else until


ROUTES = [
    Route(HOME, mine, methods=["GET"]),
    Route(f"{HOME}/end", end, methods=["POST"]),
]
