"""What stands around executing an operation for somebody who is signed in, however asked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from graphql import GraphQLError
from starlette.requests import Request

from api.auth.viewer import Viewer
from api.context import Context, Loaders
from api.imports.worker import wake
from api.system import system
from api.told import cause
from graph.errors import DeadlineError, GraphUnavailableError
from queries.account.sign_in import sign_out


def context_of(request: Request, who: Viewer) -> Context:
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
