"""By which door a request comes: a browser's cookie, or a program's token. Never by both."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, cookie_parser

COOKIE = "orientir_sign_in"


def bearer_of(headers: Headers) -> str | None:
    """The secret of `Authorization: Bearer …`; "" for one that is empty, None without the header.

    Whoever sends it is known by it alone: a token that is refused never falls back to the cookie.
    """
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def has_cookie(headers: Headers) -> bool:
    """Whether a sign-in's cookie is sent, right or wrong."""
    return any(COOKIE in cookie_parser(value) for value in headers.getlist("cookie"))


def cookie_of(request: HTTPConnection) -> str | None:
    """The secret of the sign-in's cookie."""
    return request.cookies.get(COOKIE)
