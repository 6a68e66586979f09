"""An operation over a socket, from its text to its results."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from inspect import isawaitable
from typing import Any, Final, cast

from graphql import (
    ExecutionResult,
    Executor,
    GraphQLError,
    OperationType,
    create_source_event_stream,
    execute,
)
from strawberry.execution import optimized_is_awaitable

from api.access.table import check
from api.context import Context
from api.execution import fields
from api.node.record import CLASSES
from api.operation import Asked, Ready, RefusedError, answer, ready
from api.schema import SCHEMA
from api.subscription.fields import Live
from api.subscription.visit import Visit
from api.told import cause
from graph.around import deadline
from graph.errors import DeadlineError, GraphUnavailableError
from graph.session import Reader
from queries.alert.news import Raised
from queries.compiler.building import Sight
from queries.compiler.plan import Plan, by_ids
from queries.compiler.selection import Value
from queries.compiler.steps import values_of
from queries.scope import Actor

HEARD: Final = frozenset({OperationType.QUERY, OperationType.SUBSCRIPTION})


async def results(visit: Visit, live: Live, asked: Asked) -> AsyncGenerator[ExecutionResult]:
    """One result of a question, any number of a subscription.

    RefusedError, or the OrientirError for which there can be none or no more.
    """
    one = ready(asked, HEARD, explored=visit.held.settings.explores)
    if one.operation.operation is OperationType.QUERY:
        yield await _answer(visit, one)
        return
    async with aclosing(_subscribed(visit, live, one)) as stream:
        async for result in stream:
            yield result


async def _answer(visit: Visit, one: Ready) -> ExecutionResult:
    """The answer to a question; without a database it is an error of the question alone."""
    try:
        async with deadline(visit.held.settings.request_seconds):
            return await answer(one, await visit.context())
    except (DeadlineError, GraphUnavailableError) as error:
        raise RefusedError([GraphQLError(error.message, original_error=error)]) from error


async def _subscribed(visit: Visit, live: Live, one: Ready) -> AsyncGenerator[ExecutionResult]:
    context = await visit.context()
    # Once: who comes to another role has to subscribe again.
    check(fields(SCHEMA, one.prepared), context.actor.role)
    async with aclosing(await _events(context, live, one)) as events:
        async for raised in events:
            if not _concerns(visit.known.actor, raised):
                continue
            async with deadline(visit.held.settings.request_seconds):
                result = await _told(await visit.context(), one, raised)
            if result is not None:
                yield result


async def _events(context: Context, live: Live, one: Ready) -> AsyncGenerator[Raised]:
    executor = Executor.build(
        SCHEMA._schema,
        one.prepared.document,
        root_value=live,
        context_value=context,
        raw_variable_values=one.variables.given,
        operation_name=_name(one),
    )
    if isinstance(executor, list):
        raise RefusedError(executor)
    made: Any = create_source_event_stream(executor)
    stream: AsyncIterable[Any] | ExecutionResult = await made if isawaitable(made) else made
    if isinstance(stream, ExecutionResult):
        raise RefusedError(stream.errors or [GraphQLError("Подписка не началась.")])
    return cast("AsyncGenerator[Raised]", stream)


def _concerns(actor: Actor, raised: Raised) -> bool:
    """Spares reading what won't be seen; the statement that reads holds to the scope itself."""
    return actor.everything or raised.region in actor.regions


async def _told(context: Context, one: Ready, raised: Raised) -> ExecutionResult | None:
    """The result of one event in a context of its own; None if the viewer may not see it."""
    alert = await _alert(context, raised.id)
    if alert is None:
        return None
    result = execute(
        SCHEMA._schema,
        one.prepared.document,
        root_value=alert,
        context_value=context,
        variable_values=one.variables.given,
        operation_name=_name(one),
        executor_class=SCHEMA.execution_context_class,
        is_awaitable=cast("Any", optimized_is_awaitable),
        operation_extensions=None,
    )
    found = await result if isawaitable(result) else result
    for error in found.errors or ():
        # Half an alert is none: the client comes back for it.
        if isinstance(original := cause(error), DeadlineError | GraphUnavailableError):
            raise original
    return found


async def _alert(context: Context, identity: str) -> Any:
    """The alert with all its own values, or None if it is not there to be seen."""
    plan = _plan(context.actor.everything)

    async def read(reader: Reader) -> list[list[Any]]:
        return await reader.plain(
            plan.statement, context.actor.parameters(ids=[identity], at=context.now)
        )

    rows = await context.graph.read(read)
    if not rows:
        return None
    return CLASSES["Alert"](values=plan.shape(rows[0][1:], {}), at=None)


def _plan(everything: bool) -> Plan:
    asked = [Value(name, name) for name in values_of("Alert")]
    return by_ids("Alert", asked, Sight(everything, native=True))


def _name(one: Ready) -> str | None:
    return one.operation.name.value if one.operation.name else None
