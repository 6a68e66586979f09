"""Headers of every answer. The policy allows our own files only, nothing inline."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OWN: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def _policy(**more: str) -> str:
    """Our own files only, and for a directive named in `more` (with `_` for `-`) that too."""
    wider = {name.replace("_", "-"): source for name, source in more.items()}
    return "; ".join(f"{name} {own} {wider.get(name, '')}".rstrip() for name, own in _OWN.items())


POLICY: Final = _policy()

# GraphiQL carries its fonts inside its style sheet.
EXPLORER: Final = "/graphiql"
EXPLORER_POLICY: Final = _policy(font_src="data:")

# A file that somebody has uploaded may do nothing at all, even if a browser opens it.
FILE: Final = re.compile("/media/[^/]+")
FILE_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Gap pages have their ids in the address; other sites need not know them.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


# What a request that nobody has signed has to bring. Source: RFC 9110, 15.5.2; RFC 6750, 3.
CHALLENGE: Final = "Bearer"


class SecurityHeaders:
    """Adds HEADERS, CHALLENGE to every 401, and forbids storing anything but the static files."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                _add(answered, str(scope["path"]))
                if message["status"] == HTTPStatus.UNAUTHORIZED:
                    answered["WWW-Authenticate"] = CHALLENGE
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if path == EXPLORER:
        headers["Content-Security-Policy"] = EXPLORER_POLICY
    if FILE.fullmatch(path):
        headers["Content-Security-Policy"] = FILE_POLICY
    if not path.startswith("/static/"):
        headers["Cache-Control"] = "no-store"
