"""Changing requests are taken only from our own pages, or from programs, which send no Origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth.door import bearer_of, has_cookie
from api.errors import OriginError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A socket opens with GET but goes on to change things; browsers open one for any site.
SOCKET = "WEBSOCKET"
REFUSED = 1008


def check_origin(method: str, headers: Headers) -> None:
    """OriginError for a changing request that a page of another site has made.

    The cookie is SameSite=Lax already; this holds for browsers and sites that it does not cover.
    A token needs no check, as no page of another site has one; with the cookie beside it the
    request is checked as any that has a cookie.
    """
    if method in SAFE or (bearer_of(headers) is not None and not has_cookie(headers)):
        return
    origin = headers.get("origin")
    if origin is None:
        same = headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
    else:
        same = urlsplit(origin).netloc == headers.get("host", "")
    if not same:
        raise OriginError


class OriginCheck:
    """Middleware that lets no changing request through unchecked, whatever route it is for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            check_origin(scope["method"], Headers(scope=scope))
        elif scope["type"] == "websocket" and not _may_open(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": REFUSED})
            return
        await self.app(scope, receive, send)


def _may_open(headers: Headers) -> bool:
    try:
        check_origin(SOCKET, headers)
    except OriginError:
        return False
    return True
