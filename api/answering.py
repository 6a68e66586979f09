"""Executing an operation for somebody who is signed in: for /graphql and for pages alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.requests import Request

from api.auth.viewer import Viewer
from api.context import Context, Loaders
from api.imports.worker import wake
from api.metrics import metrics_of
from api.operation import Asked, RefusedError, answer, ready
from api.system import system
from api.telemetry import operation_span
from api.told import cause
from graph.errors import DeadlineError, GraphUnavailableError
from queries.account.sign_in import sign_out


async def executed(
    request: Request, who: Viewer, asked: Asked, allowed: frozenset[OperationType]
) -> ExecutionResult:
    """The answer of an operation of an allowed type, counted and traced; errors stand in it.

    What is no fault of the request is raised: GraphUnavailableError, DeadlineError; so is what
    `ready` raises for a request that names no operation, or one of another type.
    """
    kind = ""
    try:
        one = ready(asked, allowed, explored=system(request).settings.explores)
        kind = one.operation.operation.value
        with operation_span(request.app, kind, one.prepared.digest):
            result = await answer(one, _context(request, who))
    except RefusedError as error:
        result = ExecutionResult(None, error.errors)
    if kind == OperationType.MUTATION.value:
        system(request).remembered.forget()
    raise_outage(result.errors or [])
    metrics_of(request.app).operation(kind, result.errors or [])
    return result


def _context(request: Request, who: Viewer) -> Context:
    """What the resolvers of this request know."""
    held = system(request)

    async def leave() -> bool:
        return await sign_out(held.graph, who.secret, held.clock())

    loaders = Loaders(held.graph, who.actor)
    waken = partial(wake, request.app)
    return Context(held.graph, who.actor, who.login, who.now, loaders, leave, held.clock, waken)


def raise_outage(errors: Iterable[GraphQLError]) -> None:
    """Half an answer is none when the time is over or the database is gone: told by the status."""
    for error in errors:
        original = cause(error)
        if isinstance(original, DeadlineError | GraphUnavailableError):
            raise original
