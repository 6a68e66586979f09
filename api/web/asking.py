"""How a page asks: by a GraphQL document of `documents/`, as anyone could send it.

The document goes the way of every operation: access table, limits, scope, deadline. A page knows
nothing that its viewer could not have asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.requests import Request

from api.access.table import FieldError
from api.answering import context_of, raise_outage
from api.auth.viewer import Viewer
from api.errors import RequestError
from api.metrics import metrics_of
from api.operation import CHANGING, READING, Asked, RefusedError, answer, ready
from api.system import system
from api.telemetry import operation_span
from api.told import cause
from graph.errors import InputError, OrientirError

DOCUMENTS: Final = Path(__file__).parent / "documents"
PAGE: Final = 100
"""How many of a list are asked for at once: as many as the API gives."""

Data = dict[str, Any]


@dataclass(eq=False)
class RefusedChangeError(InputError):
    """A change that was not accepted; nothing of it is written. `field` is the input at fault."""

    reason: str
    message: str
    field: str | None = None

    def __post_init__(self) -> None:
        super().__init__(self.message)


@cache
def document(name: str) -> str:
    """The text of a document by its name; FileNotFoundError for a name without a file."""
    return (DOCUMENTS / f"{name}.graphql").read_text(encoding="utf-8")


async def ask(request: Request, who: Viewer, name: str, **variables: Any) -> Data:
    """What the query of this name answers; the first error of the answer, if it has any."""
    return await _answered(request, who, name, variables, OperationType.QUERY)


async def change(request: Request, who: Viewer, name: str, **variables: Any) -> Data:
    """What the mutation of this name has done; RefusedChangeError if it was not accepted."""
    data = await _answered(request, who, name, variables, OperationType.MUTATION)
    system(request).remembered.forget()
    ((_, outcome),) = data.items()
    if isinstance(outcome, dict) and outcome.get("__typename", "").endswith("Problem"):
        raise RefusedChangeError(outcome["code"], outcome["message"], outcome.get("field"))
    return data


async def all_of(
    request: Request, who: Viewer, name: str, root: str, most: int, **variables: Any
) -> list[Data]:
    """The nodes of the connection `root` over all its pages, at most `most` of them.

    The document takes `$first` and `$after`, and asks `pageInfo { hasNextPage endCursor }`.
    """
    found: list[Data] = []
    after: str | None = None
    while len(found) < most:
        first = min(PAGE, most - len(found))
        answered = await ask(request, who, name, first=first, after=after, **variables)
        connection = answered[root]
        found += [edge["node"] for edge in connection["edges"]]
        if not connection["pageInfo"]["hasNextPage"]:
            break
        after = connection["pageInfo"]["endCursor"]
    return found


async def _answered(
    request: Request, who: Viewer, name: str, variables: dict[str, Any], kind: OperationType
) -> Data:
    asked = Asked(document(name), variables, None)
    allowed = READING if kind is OperationType.QUERY else CHANGING
    try:
        one = ready(asked, allowed, explored=True)
        with operation_span(request.app, kind.value, one.prepared.digest):
            result = await answer(one, context_of(request, who))
    except RefusedError as error:
        result = ExecutionResult(None, error.errors)
    metrics_of(request.app).operation(kind.value, result.errors or [])
    raise_outage(result.errors or [])
    for problem in result.errors or ():
        raise _told(problem)
    return result.data or {}


def _told(problem: GraphQLError) -> Exception:
    original = cause(problem)
    if isinstance(original, FieldError | OrientirError):
        return original
    if original is None:
        return RequestError("В адресе страницы сказано то, чего не понять: откройте её из меню.")
    return original if isinstance(original, Exception) else problem
