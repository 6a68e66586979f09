"""Executes one operation of a prepared document."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, cast

import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
)
from graphql import execute as execute_fields
from strawberry.execution import optimized_is_awaitable

from api.access.table import check, used
from api.compiled.running import answers, planned
from api.compiled.sharing import days_of
from api.context import Context
from api.document import Prepared
from graph.errors import InputError, OrientirError
from queries.compiler.building import Sight


@dataclass(frozen=True, slots=True)
class Variables:
    """Variables as they were sent, and as the operation's types make them, defaults filled in."""

    given: dict[str, Any]
    coerced: dict[str, Any]


async def execute(
    schema: strawberry.Schema,
    prepared: Prepared,
    operation: OperationDefinitionNode,
    variables: Variables,
    context: Context,
) -> ExecutionResult:
    """The answer to `operation`, one of `prepared.document`, within the viewer's scope.

    FieldError if the document names a field that is not for the viewer's role.

    The document is validated and within the limits, the variables are coerced. `prepared` is the
    same object for the same text, and `prepared.plans` lives as long as it: plans are kept there.
    """
    check(fields(schema, prepared), context.actor.role)
    if operation.operation is not OperationType.QUERY:
        return await ordinary(schema, prepared.document, operation, variables, context)
    try:
        split = (await days_of(context, context.now)).split
        sight = Sight(context.actor.everything, split=split)
        whole = planned(schema._schema, prepared, operation, variables.coerced, sight)
        data = await answers(whole, variables.coerced, context)
    except InputError as error:
        return ExecutionResult(None, [GraphQLError(error.message, original_error=error)])
    except OrientirError:
        raise
    except Exception as error:
        # As ordinary execution does: the edge logs it and tells the client no more than a code.
        return ExecutionResult(None, [GraphQLError("", original_error=error)])
    if whole.ordinary is None:
        return ExecutionResult(data)
    rest = await ordinary(schema, whole.ordinary, operation, variables, context)
    if rest.data is None:
        return rest
    together = {key: data[key] if key in data else rest.data[key] for key in whole.parts}
    return ExecutionResult(together, rest.errors)


def fields(schema: strawberry.Schema, prepared: Prepared) -> frozenset[str]:
    """Every field that the document names, found once."""
    found: frozenset[str] | None = prepared.plans.get("fields")
    if found is None:
        found = prepared.plans["fields"] = used(schema._schema, prepared.document)
    return found


async def ordinary(
    schema: strawberry.Schema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    context: Context,
) -> ExecutionResult:
    """Field by field, through the resolvers and their batched loaders."""
    result = execute_fields(
        schema._schema,
        document,
        context_value=context,
        variable_values=variables.given,
        operation_name=operation.name.value if operation.name else None,
        executor_class=schema.execution_context_class,
        is_awaitable=cast("Any", optimized_is_awaitable),
        operation_extensions=None,
    )
    return await result if isawaitable(result) else result
