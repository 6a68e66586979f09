"""Going to the provider and coming back."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api import log
from api.auth.oidc.client import client_of
from api.auth.oidc.provider import IdentityError, Provider, ProviderError
from api.auth.oidc.started import COOKIE, LASTS, Started, opened
from api.auth.pages import HOME, OIDC_PATH, inside, sign_in_page
from api.auth.viewer import is_secure, set_cookie
from api.system import SIGN_IN_LASTS, system
from graph.errors import OrientirError
from graph.settings import Settings
from queries.account.oidc import UnknownIdentityError, sign_in_by_identity

BACK_PATH = f"{OIDC_PATH}/callback"
LOST = "Этот вход начат не в этом браузере или слишком давно. Начните его заново."

_STATUSES: dict[type[OrientirError], HTTPStatus] = {
    ProviderError: HTTPStatus.SERVICE_UNAVAILABLE,
    IdentityError: HTTPStatus.UNAUTHORIZED,
    UnknownIdentityError: HTTPStatus.FORBIDDEN,
}


def routes(settings: Settings) -> list[Route]:
    """The two pages, or none without a provider; ConfigurationError for one that can't be used."""
    client = client_of(settings)
    if client is None:
        return []
    door = _Door(Provider(client))
    return [
        Route(OIDC_PATH, door.leave, methods=["GET"]),
        Route(BACK_PATH, door.come_back, methods=["GET"]),
    ]


class _Door:
    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._key = provider.client.state_key

    async def leave(self, request: Request) -> Response:
        """Send the browser to the provider with secrets of its own."""
        started = Started.new(inside(request.query_params.get("next", HOME)), _now(request))
        try:
            address = await self._provider.address(started, _back(request))
        except ProviderError as error:
            return _refused(request, error)
        response = RedirectResponse(address, HTTPStatus.SEE_OTHER)
        response.set_cookie(
            COOKIE,
            started.sealed(self._key),
            max_age=int(LASTS.total_seconds()),
            path=OIDC_PATH,
            secure=is_secure(request),
            httponly=True,
            samesite="lax",
        )
        return response

    async def come_back(self, request: Request) -> Response:
        """Let in whom the provider has recognised, if an account is linked to it."""
        response = await self._answer(request)
        response.delete_cookie(COOKIE, path=OIDC_PATH, httponly=True, samesite="lax")
        return response

    async def _answer(self, request: Request) -> Response:
        started = opened(request.cookies.get(COOKIE), self._key, _now(request))
        if started is None or not started.is_of(request.query_params.get("state", "")):
            return sign_in_page(request, HOME, LOST, HTTPStatus.BAD_REQUEST)
        try:
            secret = await self._sign_in(request, started)
        except (ProviderError, IdentityError, UnknownIdentityError) as error:
            return _refused(request, error, started.target)
        response = RedirectResponse(started.target, HTTPStatus.SEE_OTHER)
        set_cookie(request, response, secret)
        return response

    async def _sign_in(self, request: Request, started: Started) -> str:
        asked, issuer = request.query_params, self._provider.client.issuer
        named = (await self._provider.metadata()).names_itself
        # Source: RFC 9207, against an answer of another provider.
        if asked.get("iss", "" if named else issuer) != issuer or not asked.get("code"):
            raise IdentityError
        at = _now(request)
        subject = await self._provider.subject(asked["code"], started, _back(request), at)
        return await sign_in_by_identity(system(request).graph, issuer, subject, at, SIGN_IN_LASTS)


def _refused(request: Request, error: OrientirError, target: str = HOME) -> Response:
    # What the provider sent stays out of the log: it may name a person.
    cause = type(error.__cause__).__name__ if error.__cause__ else ""
    log.LOG.warning("oidc", code=error.code, cause=cause)
    return sign_in_page(request, target, error.message, _STATUSES[type(error)])


def _now(request: Request) -> datetime:
    return system(request).clock()


def _back(request: Request) -> str:
    base = system(request).settings.public_url or str(request.base_url)
    return base.rstrip("/") + BACK_PATH
