"""The questions of pages, asked once after a start, so that nobody waits for their plans.

A database that has just begun takes seconds over the first plan of a question, and a page asks ten
of them. The first page of each section is made here as each role that has it would see it, then
every document of the sections is asked with its own example; what they answer is dropped. One at a
time, in the order of the menu, beside whoever asks already.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from graphql import OperationType
from starlette.applications import Starlette
from starlette.types import Message, Scope

from api import log
from api.access.table import FieldError
from api.answering import raise_outage
from api.auth.viewer import OWN, Viewer
from api.background import meanwhile
from api.context import Context, Loaders
from api.document import documents
from api.operation import READING, Asked, answer, ready
from api.system import System
from api.web.asking import DOCUMENTS, document, example
from api.web.sections import sections_of
from graph.around import deadline
from graph.errors import DeadlineError, GraphUnavailableError
from graph.model.account import Role
from queries import clock
from queries.scope import Actor

EXAMPLE_REGION: Final = "RU-TA"
"""The region that documents name in their examples; one of the network's stands in for it."""

REGIONS: Final = "MATCH (r:Region) RETURN r.id AS id ORDER BY id LIMIT 2"


@asynccontextmanager
async def warming(app: Starlette) -> AsyncIterator[None]:
    """Warm while the block lasts, or until all is asked; a failure is told and ends no more."""
    async with meanwhile(_warm_or_tell(app)):
        yield


async def _warm_or_tell(app: Starlette) -> None:
    try:
        await warm(app)
    except Exception as error:
        log.failure(error)


async def warm(app: Starlette) -> int:
    """Ask all of them; how many were asked. It ends early, and says so, if the graph goes away."""
    asked, held = 0, cast("System", app.state.system)
    try:
        regions = [row["id"] for row in await held.graph.rows(REGIONS)]
        now = await clock.now(held.graph)
        for actor in _actors(regions):
            for path in _pages_of(actor, regions[0]):
                # As somebody with all of the role's rights sees it; a GET changes nothing.
                whole = replace(actor, read_only=False)
                asked += await _open(app, whole, now, path)
        for actor in _actors(regions):
            for text in _asked_by(actor):
                asked += await _ask(held, actor, now, text, regions[0])
    except GraphUnavailableError:
        log.LOG.warning("warming_ended", asked=asked, reason="the graph is not available")
    else:
        log.LOG.info("warmed", asked=asked)
    return asked


def _actors(regions: list[str]) -> Iterator[Actor]:
    """One of each way in which a scope makes a question another; nobody of the network."""
    if not regions:
        return
    for role, own in ((Role.COORDINATOR, regions[:1]), (Role.CURATOR, regions), (Role.HEAD, [])):
        yield Actor("", role, "", role is Role.HEAD, frozenset(own), read_only=True)


def _pages_of(actor: Actor, region: str) -> Iterator[str]:
    """The first page of each section, and of a region: where most go from there."""
    for section in sections_of(actor):
        yield section.path
    yield f"/regions/{region}"


async def _open(app: Starlette, actor: Actor, now: datetime, path: str) -> bool:
    """Whether the page was made in time. Asked of the routes themselves: nobody has to sign in."""
    scope: Scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http",
        "server": ("warming", 80), "client": None, "root_path": "", "path": path,
        "raw_path": path.encode(), "query_string": b"", "headers": [(b"accept", b"text/html")],
        "app": app, "state": {}, OWN: Viewer("", actor, "", now),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def dropped(_: Message) -> None:
        return

    try:
        async with deadline(app.state.system.settings.request_seconds):
            await app.router(scope, receive, dropped)
    except DeadlineError:
        return False
    return True


def _asked_by(actor: Actor) -> Iterator[str]:
    """The texts of the queries of a role's sections, those of its first page first."""
    for section in sections_of(actor):
        folder = DOCUMENTS / section.path.removeprefix("/")
        for path in sorted(folder.glob("*.graphql")):
            text = document(f"{folder.name}/{path.stem}")
            operation = documents(explored=False).prepare(text).operation(None)
            if operation.operation is OperationType.QUERY:
                yield text


async def _ask(system: System, actor: Actor, now: datetime, text: str, region: str) -> bool:
    """Whether it was answered: not if it is not for this role, or takes too long."""

    async def nobody_leaves() -> bool:
        return False

    variables = example(text.replace(EXAMPLE_REGION, region))
    context = Context(system.graph, actor, "", now, Loaders(system.graph, actor), nobody_leaves)
    try:
        async with deadline(system.settings.request_seconds):
            one = ready(Asked(text, variables, None), READING, explored=False)
            raise_outage((await answer(one, context)).errors or [])
    except (FieldError, DeadlineError):
        return False
    return True
