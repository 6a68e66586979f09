"""The questions of pages, asked once after a start, so that nobody waits for their plans.

A database that has just begun takes seconds over the first plan of a question, and a page asks ten
of them. Each page's document is asked here with its own example, as a role that has the page would;
what it answers is dropped. Lists that a page narrows in its own way, half of what some pages ask,
are not among them. One at a time, in the order of the menu, beside whoever asks already.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from graphql import OperationType

from api import log
from api.access.table import FieldError
from api.answering import raise_outage
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
async def warming(system: System) -> AsyncIterator[None]:
    """Warm while the block lasts, or until all is asked; a failure is told and ends no more."""
    async with meanwhile(_warm_or_tell(system)):
        yield


async def _warm_or_tell(system: System) -> None:
    try:
        await warm(system)
    except Exception as error:
        log.failure(error)


async def warm(system: System) -> int:
    """Ask all of them; how many were asked. It ends early, and says so, if the graph goes away."""
    asked = 0
    try:
        regions = [row["id"] for row in await system.graph.rows(REGIONS)]
        now = await clock.now(system.graph)
        for actor in _actors(regions):
            for text in _asked_by(actor):
                asked += await _ask(system, actor, now, text, regions[0])
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
