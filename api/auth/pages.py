"""Signing in and out."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.auth.door import cookie_of
from api.auth.viewer import drop_cookie, set_cookie, viewer
from api.body import read_body
from api.system import SIGN_IN_LASTS, system
from api.web.page import link, render
from api.web.sections import home_of
from queries.account.sign_in import SignInError, sign_in, sign_out

HOME = "/"
OIDC_PATH = "/sign-in/oidc"
LONGEST = 200


async def home(request: Request) -> Response:
    """Where the day of this viewer's role begins."""
    who = await viewer(request)
    return RedirectResponse(home_of(who.actor), HTTPStatus.SEE_OTHER)


async def form(request: Request) -> Response:
    """The sign-in page."""
    return sign_in_page(request, request.query_params.get("next", HOME))


async def submit(request: Request) -> Response:
    """Check login and password; on success give the cookie and go on."""
    fields = parse_qs((await read_body(request)).decode("utf-8", "replace"))
    login, password, target = (fields.get(name, [""])[0] for name in ("login", "password", "next"))
    held = system(request)
    try:
        # Cut, so that a password of a megabyte is not worth a minute of hashing.
        secret = await sign_in(
            held.graph, login[:LONGEST], password[:LONGEST], held.clock(), SIGN_IN_LASTS
        )
    except SignInError as error:
        return sign_in_page(request, target, error.message, HTTPStatus.UNAUTHORIZED)
    response = RedirectResponse(inside(target), HTTPStatus.SEE_OTHER)
    set_cookie(request, response, secret)
    return response


async def leave(request: Request) -> Response:
    """End the sign-in in the graph, then make the browser forget it."""
    secret = cookie_of(request)
    held = system(request)
    if secret:
        await sign_out(held.graph, secret, held.clock())
        held.remembered.forget()
    response = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    drop_cookie(response)
    return response


def sign_in_page(
    request: Request, target: str, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Response:
    """The form, with what went wrong; a button to the provider if there is one."""
    target = inside(target)
    oidc = link(OIDC_PATH, next=target) if system(request).settings.oidc_issuer else ""
    # The login is not written back: an answer with an error may be kept by a proxy.
    values = {"next": target, "problem": problem, "oidc": oidc}
    return render(request, "sign_in.html", values, status)


def inside(target: str) -> str:
    """A path of our own to go on to; anything that could lead to another site leads home."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if safe and target.isprintable() else HOME


ROUTES = [
    Route("/", home),
    Route("/sign-in", form, methods=["GET"]),
    Route("/sign-in", submit, methods=["POST"]),
    Route("/sign-out", leave, methods=["POST"]),
]
