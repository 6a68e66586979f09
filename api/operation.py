"""The way of an operation from its text to its answer, whatever carried it here.

Must not know of HTTP: /graphql and subscriptions both come this way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_variable_values,
)

from api.context import Context
from api.document import MAX_ERRORS, Prepared, documents
from api.errors import MethodError, RequestError
from api.execution import Variables, execute
from api.limits.inputs import check_variables
from api.limits.rows import LimitError
from api.schema import SCHEMA

READING = frozenset({OperationType.QUERY})
CHANGING = frozenset({OperationType.QUERY, OperationType.MUTATION})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client sent."""

    query: str
    variables: dict[str, Any]
    name: str | None


@dataclass(frozen=True, slots=True)
class Ready:
    """An operation that may be executed."""

    prepared: Prepared
    operation: OperationDefinitionNode
    variables: Variables


class RefusedError(Exception):
    """The operation can't be executed as it is; `errors` say why."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__()
        self.errors = errors


def ready(asked: Asked, allowed: frozenset[OperationType], *, explored: bool) -> Ready:
    """Check everything that can be checked before executing; `explored` as in api.document.

    RefusedError for a document that isn't valid or asks too much, MethodError for an operation of
    a type that isn't allowed, RequestError if there is no such operation.
    """
    prepared = _prepared(asked.query, explored)
    operation = prepared.operation(asked.name)
    _check_allowed(operation.operation, allowed)
    if prepared.problems:
        raise RefusedError(list(prepared.problems))
    variables = _variables(operation, asked.variables, explored)
    with _as_refused():
        prepared.measured.check_cost(variables.coerced)
    return Ready(prepared, operation, variables)


async def answer(asked: Ready, context: Context) -> ExecutionResult:
    """Execute what is ready."""
    return await execute(SCHEMA, asked.prepared, asked.operation, asked.variables, context)


def _prepared(text: str, explored: bool) -> Prepared:
    try:
        with _as_refused():
            return documents(explored=explored).prepare(text)
    except GraphQLError as error:
        raise RefusedError([error]) from error


def _check_allowed(kind: OperationType, allowed: frozenset[OperationType]) -> None:
    if kind in allowed:
        return
    if kind is OperationType.SUBSCRIPTION:
        raise RequestError("Подписки принимаются только по WebSocket.")
    raise MethodError("Изменения принимаются только методом POST.")


def _variables(
    operation: OperationDefinitionNode, given: dict[str, Any], explored: bool
) -> Variables:
    with _as_refused():
        check_variables(given)
    coerced = get_variable_values(
        SCHEMA._schema,
        operation.variable_definitions or (),
        given,
        max_errors=MAX_ERRORS,
        hide_suggestions=not explored,
    )
    if isinstance(coerced, list):
        raise RefusedError(coerced)
    return Variables(given, coerced.coerced)


@contextmanager
def _as_refused() -> Iterator[None]:
    """A limit's error among the document's own errors, with its code."""
    try:
        yield
    except LimitError as error:
        refused = GraphQLError(error.message, original_error=error)
        raise RefusedError([refused]) from error
