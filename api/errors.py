"""Errors of the edge itself, and how any error is told to a client: a code, never a detail."""

from __future__ import annotations

from http import HTTPStatus

from api.limits.rate import TooOftenError
from graph.errors import (
    AccessError,
    DeadlineError,
    GraphUnavailableError,
    InputError,
    OrientirError,
)
from imports.kept.batches import NoImportError
from imports.receiving import NoRegionError
from store.errors import (
    FileMissingError,
    FileTooLargeError,
    FileTypeError,
    StoreUnavailableError,
)


class TooLargeError(InputError):
    """A request or the answer it asks for is larger than is served."""

    code = "TOO_LARGE"


class RequestError(InputError):
    """A request that is not understood."""

    code = "BAD_REQUEST"


class MediaTypeError(RequestError):
    """A body of a type that isn't taken: forms and multipart come from pages of other sites."""

    code = "UNSUPPORTED_MEDIA_TYPE"


class MethodError(InputError):
    """A change asked for by GET."""

    code = "METHOD_NOT_ALLOWED"


class UnauthenticatedError(AccessError):
    """Nobody is signed in."""

    code = "UNAUTHENTICATED"

    def __init__(self) -> None:
        super().__init__("Войдите, чтобы продолжить.")


class OriginError(AccessError):
    """A changing request from a page of another site."""

    code = "BAD_ORIGIN"

    def __init__(self) -> None:
        super().__init__("Запрос пришёл с чужого сайта и не выполнен.")


class MissingError(OrientirError):
    """No such page, or none that this viewer may see: nobody can tell which."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Такой страницы нет, или она не относится к вашим регионам.")


INTERNAL = ("INTERNAL", "Внутренняя ошибка. Сообщите её номер тому, кто ведёт систему.")

_STATUSES: dict[type[OrientirError], HTTPStatus] = {
    TooOftenError: HTTPStatus.TOO_MANY_REQUESTS,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    FileTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    FileTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    FileMissingError: HTTPStatus.NOT_FOUND,
    StoreUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    MethodError: HTTPStatus.METHOD_NOT_ALLOWED,
    UnauthenticatedError: HTTPStatus.UNAUTHORIZED,
    MissingError: HTTPStatus.NOT_FOUND,
    NoImportError: HTTPStatus.NOT_FOUND,
    NoRegionError: HTTPStatus.NOT_FOUND,
    AccessError: HTTPStatus.FORBIDDEN,
    InputError: HTTPStatus.BAD_REQUEST,
    DeadlineError: HTTPStatus.GATEWAY_TIMEOUT,
    GraphUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def status_of(error: OrientirError) -> HTTPStatus:
    """The HTTP status of an expected error: that of its nearest class."""
    for kind in type(error).__mro__:
        if kind in _STATUSES:
            return _STATUSES[kind]
    return HTTPStatus.INTERNAL_SERVER_ERROR
