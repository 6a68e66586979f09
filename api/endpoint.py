"""/graphql: takes a request apart, executes it, and tells errors by their codes.

Our own rather than Strawberry's view: every refusal is JSON with a code, and the compiler of
whole operations will take its place before `SCHEMA.execute`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api import log
from api.auth.viewer import Viewer, viewer
from api.body import MAX_BODY, read_body
from api.context import Context, Loaders
from api.errors import INTERNAL, MethodError, RequestError, TooLargeError, status_of
from api.schema import SCHEMA
from api.system import system
from graph.errors import OrientirError
from queries.account.sign_in import sign_out

JSON = "application/json"
_READING = frozenset({OperationType.QUERY})
_ALL = frozenset({OperationType.QUERY, OperationType.MUTATION})


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client sent."""

    query: str
    variables: dict[str, Any]
    name: str | None


async def endpoint(request: Request) -> Response:
    """Answer one GraphQL request of a signed-in viewer."""
    try:
        who = await viewer(request)
        operation = await _operation(request)
        return _executed(await _execute(request, who, operation))
    except OrientirError as error:
        return _refused(error)


async def _operation(request: Request) -> Operation:
    if request.method == "GET":
        asked: Any = dict(request.query_params)
        asked["variables"] = _parsed(asked.get("variables", "null"))
    elif request.headers.get("content-type", "").partition(";")[0].strip() != JSON:
        raise RequestError(f"Тело запроса должно быть {JSON}.")
    else:
        asked = _parsed(await read_body(request))
    return _checked(asked)


def _parsed(text: str | bytes) -> Any:
    if len(text) > MAX_BODY:
        raise TooLargeError(f"Запрос больше {MAX_BODY // 1000} КБ.")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RequestError("Запрос — не JSON.") from error


def _checked(asked: Any) -> Operation:
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise RequestError("В запросе нет текста query.")
    variables, name = asked.get("variables"), asked.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise RequestError("variables — объект, operationName — текст.")
    return Operation(asked["query"], variables or {}, name or None)


async def _execute(request: Request, who: Viewer, operation: Operation) -> ExecutionResult:
    try:
        return await SCHEMA.execute(
            operation.query,
            variable_values=operation.variables,
            context_value=_context(request, who),
            operation_name=operation.name,
            allowed_operation_types=_READING if request.method == "GET" else _ALL,
        )
    except InvalidOperationTypeError as error:
        raise MethodError("Изменения принимаются только методом POST.") from error
    except CannotGetOperationTypeError as error:
        raise RequestError("Нет операции с таким operationName.") from error


def _context(request: Request, who: Viewer) -> Context:
    held = system(request)

    async def leave() -> bool:
        return await sign_out(held.graph, who.secret, held.clock())

    loaders = Loaders(held.graph, who.actor)
    return Context(held.graph, who.actor, who.login, who.now, loaders, leave)


def _executed(result: ExecutionResult) -> Response:
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [told(error) for error in result.errors]
    return Response(orjson.dumps(body), media_type=JSON)


def told(error: GraphQLError) -> dict[str, Any]:
    """An error as a client sees it: expected ones with their code, others without any detail."""
    code, message = _code(error)
    shown: dict[str, Any] = {"message": message, "extensions": {"code": code}}
    if error.path:
        shown["path"] = error.path
    if error.locations:
        shown["locations"] = [place.formatted for place in error.locations]
    return shown


def _code(error: GraphQLError) -> tuple[str, str]:
    original = error.original_error
    while isinstance(original, GraphQLError) and original.original_error is not None:
        original = original.original_error
    if isinstance(original, OrientirError):
        return original.code, original.message
    if original is None or isinstance(original, GraphQLError):
        return "BAD_QUERY", error.message
    if isinstance(original, RecursionError):
        return TooLargeError.code, "Слишком много вложений."
    log.failure(original)
    return INTERNAL


def _refused(error: OrientirError) -> Response:
    body = {
        "data": None,
        "errors": [{"message": error.message, "extensions": {"code": error.code}}],
    }
    headers = {"Allow": "POST"} if isinstance(error, MethodError) else None
    return Response(orjson.dumps(body), status_of(error), headers, JSON)


ROUTES = [Route("/graphql", endpoint, methods=["GET", "POST"])]
