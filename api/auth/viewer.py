"""Who is asking: the secret of a cookie or of a token, looked up in the graph on every request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from api.auth.door import COOKIE, bearer_of, cookie_of
from api.errors import UnauthenticatedError
from api.system import SIGN_IN_LASTS, System, system
from graph.session import Reader
from queries import clock
from queries.account.sign_in import current
from queries.account.token import Bearer, bearer, note_use
from queries.scope import Actor, actor

OWN: Final = "orientir.viewer"
"""In the scope of a request that the application makes of itself: who asks it. None comes so."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is let in: what they may see at `now`, the moment of the network's clock.

    `secret` is the sign-in's, to end it; "" for a program with a token.
    """

    login: str
    actor: Actor
    secret: str
    now: datetime


async def viewer(request: HTTPConnection) -> Viewer:
    """Who asks; UnauthenticatedError if nobody is let in, or no longer.

    A token is taken before the cookie and instead of it, also when it is refused.
    """
    own = request.scope.get(OWN)
    if isinstance(own, Viewer):
        return own
    held, token = system(request), bearer_of(request.headers)
    secret = cookie_of(request) if token is None else token
    if not secret:
        raise UnauthenticatedError
    # A token never opens as a cookie, nor the other way round.
    known_by = f"{'cookie' if token is None else 'token'}:{secret}"
    at = held.clock()
    found = held.remembered.find(known_by, at)
    if found is None:
        found = await (_by_cookie if token is None else _by_token)(held, secret, at)
        held.remembered.keep(known_by, at, found)
    request.state.viewer = found
    return found


def let_in(request: HTTPConnection) -> Viewer | None:
    """Who was let in to this request so far: for a page that has to tell what went wrong."""
    found = request.scope.get("state", {}).get("viewer")
    return found if isinstance(found, Viewer) else None


async def _by_cookie(held: System, secret: str, at: datetime) -> Viewer:
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


async def _by_token(held: System, secret: str, at: datetime) -> Viewer:
    moment = await clock.now(held.graph, at)

    async def read(reader: Reader) -> tuple[Bearer, Viewer]:
        used = await bearer(reader, secret, at)
        who = None if used is None else await actor(reader, used.account, moment)
        if used is None or who is None:
            raise UnauthenticatedError
        return used, Viewer(used.login, used.narrow(who), "", moment)

    used, found = await held.graph.read(read)
    await note_use(held.graph, used, at.astimezone(UTC).date())
    return found


def set_cookie(request: HTTPConnection, response: Response, secret: str) -> None:
    """Give the browser its secret: not for scripts, not for other sites."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def is_secure(request: HTTPConnection) -> bool:
    """Whether the browser speaks TLS, to us or to the proxy in front of us."""
    public = system(request).settings.public_url or ""
    return request.url.scheme in {"https", "wss"} or public.startswith("https://")


def drop_cookie(response: Response) -> None:
    """Make the browser forget its secret."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
