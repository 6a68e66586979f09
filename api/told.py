"""GraphQL errors as a client sees them: expected ones with their code, others without detail."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError

from api import log
from api.errors import INTERNAL, TooLargeError
from graph.errors import OrientirError


def told(error: GraphQLError) -> dict[str, Any]:
    """An error for an answer's `errors`; an unexpected one is logged, without its message."""
    code, message = _code(error)
    extensions = {"code": code}
    if (code, message) == INTERNAL:
        extensions["requestId"] = log.request_id()
    shown: dict[str, Any] = {"message": message, "extensions": extensions}
    if error.path:
        shown["path"] = error.path
    if error.locations:
        shown["locations"] = [place.formatted for place in error.locations]
    return shown


def cause(error: GraphQLError) -> BaseException | None:
    """What a resolver or a check has raised; None for an error of GraphQL itself."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    return original


def _code(error: GraphQLError) -> tuple[str, str]:
    original = cause(error)
    if original is None:
        return "BAD_QUERY", error.message
    if isinstance(original, OrientirError):
        return original.code, original.message
    if isinstance(original, RecursionError):
        return TooLargeError.code, "Слишком много вложений."
    log.failure(original)
    return INTERNAL
