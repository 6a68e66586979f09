"""What a request that failed is answered: a page for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import log
from api.auth.door import bearer_of
from api.auth.viewer import drop_cookie
from api.errors import INTERNAL, MissingError, UnauthenticatedError, status_of
from api.limits.rate import TooOftenError
from api.web.page import failure_page
from graph.errors import OrientirError
from imports.reading import RefusedFileError

RETRY_SECONDS = "10"


async def expected(request: Request, error: Exception) -> Response:
    """An OrientirError: its own status and message. Who isn't signed in is led to the door."""
    assert isinstance(error, OrientirError)  # noqa: S101 - registered for this class only
    by_page = request.method == "GET" and bearer_of(request.headers) is None
    if isinstance(error, UnauthenticatedError) and by_page:
        return _to_sign_in(request)
    response = _answer(request, status_of(error), error.code, error.message, _more(error))
    if isinstance(error, TooOftenError):
        response.headers["Retry-After"] = str(error.seconds)
    return response


async def missing(request: Request, _: Exception) -> Response:
    """No such route: the same answer as for a record that isn't there."""
    return await expected(request, MissingError())


async def wrong_method(request: Request, _: Exception) -> Response:
    """A route that doesn't take this method."""
    status = HTTPStatus.METHOD_NOT_ALLOWED
    return _answer(request, status, "METHOD_NOT_ALLOWED", "Так к этой странице не обращаются.")


async def unexpected(request: Request, error: Exception) -> Response:
    """Any other error: logged without its message, told without any detail."""
    log.failure(error)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, *INTERNAL)


class Guard:
    """Middleware that answers what no handler has caught, inside the security headers.

    Starlette's own outermost handler would stand outside them and raise again, so that the server
    prints the error with its message.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_noticing(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noticing)
        except Exception as error:
            if begun:
                raise
            handler = expected if isinstance(error, OrientirError) else unexpected
            response = await handler(Request(scope), error)
            await response(scope, receive, send)


def _more(error: OrientirError) -> dict[str, str]:
    """What programs are told beside the code: why exactly a file is refused."""
    return {"reason": error.reason.value} if isinstance(error, RefusedFileError) else {}


def _answer(
    request: Request,
    status: HTTPStatus,
    code: str,
    message: str,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        response = failure_page(request, status, message)
    else:
        errors = [{"message": message, "extensions": {"code": code, **more}}]
        response = JSONResponse({"data": None, "errors": errors}, status)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _to_sign_in(request: Request) -> Response:
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    response = RedirectResponse(f"/sign-in?next={quote(path, safe='')}", HTTPStatus.SEE_OTHER)
    drop_cookie(response)
    return response
