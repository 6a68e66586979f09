"""Changing requests are taken only from our own pages, or from programs, which send no Origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import OriginError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def check_origin(method: str, headers: Headers) -> None:
    """OriginError for a changing request that a page of another site has made.

    The cookie is SameSite=Lax already; this holds for browsers and sites that it does not cover.
    """
    if method in SAFE:
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
        await self.app(scope, receive, send)
