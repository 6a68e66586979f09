"""Who is asking: the cookie's secret, looked up in the graph on every request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from api.errors import UnauthenticatedError
from api.system import SIGN_IN_LASTS, system
from graph.session import Reader
from queries import clock
from queries.account.sign_in import current
from queries.scope import Actor, actor

COOKIE = "orientir_sign_in"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person: what they may see at `now`, the moment of the network's clock."""

    login: str
    actor: Actor
    secret: str
    now: datetime


async def viewer(request: Request) -> Viewer:
    """Who is signed in; UnauthenticatedError if nobody is, or no longer."""
    secret = request.cookies.get(COOKIE)
    if not secret:
        raise UnauthenticatedError
    held = system(request)
    at = held.clock()
    moment = await clock.now(held.graph, at)

    async def read(reader: Reader) -> Viewer:
        signed_in = await current(reader, secret, at)
        if signed_in is None:
            raise UnauthenticatedError
        who = await actor(reader, signed_in.account, moment)
        if who is None:
            raise UnauthenticatedError
        return Viewer(signed_in.login, who, secret, moment)

    return await held.graph.read(read)


def set_cookie(request: Request, response: Response, secret: str) -> None:
    """Give the browser its secret: not for scripts, not for other sites."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response) -> None:
    """Make the browser forget its secret."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
