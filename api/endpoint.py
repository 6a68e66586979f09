"""/graphql: takes a request apart, executes it, and tells errors by their codes.

Our own rather than Strawberry's view: every refusal is JSON with a code, and documents are read
and checked once.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from graphql import ExecutionResult
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.answering import executed
from api.auth.viewer import viewer
from api.body import MAX_BODY, read_body
from api.errors import MediaTypeError, MethodError, RequestError, TooLargeError, status_of
from api.failures import RETRY_SECONDS
from api.metrics import metrics_of
from api.operation import CHANGING, READING, Asked
from api.told import told
from graph.errors import GraphUnavailableError, OrientirError

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


async def endpoint(request: Request) -> Response:
    """Answer one GraphQL request of a signed-in viewer."""
    try:
        who = await viewer(request)
        asked = await _operation(request)
        allowed = READING if request.method == "GET" else CHANGING
        return _answered(request, await executed(request, who, asked, allowed))
    except OrientirError as error:
        return _refused(request, error)


async def _operation(request: Request) -> Asked:
    if request.method == "GET":
        asked: Any = dict(request.query_params)
        asked["variables"] = _parsed(asked.get("variables", "null"))
    elif request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise MediaTypeError(f"Тело запроса должно быть {JSON}.")
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


def _checked(asked: Any) -> Asked:
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise RequestError("В запросе нет текста query.")
    variables, name = asked.get("variables"), asked.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise RequestError("variables — объект, operationName — текст.")
    return Asked(asked["query"], variables or {}, name or None)


def _answered(request: Request, result: ExecutionResult) -> Response:
    """200, or for a client that knows GraphQL's own media type 400 if nothing was executed."""
    errors = result.errors or []
    body: dict[str, Any] = {"data": result.data}
    if errors:
        body["errors"] = [told(error) for error in errors]
    media_type, status = _media_type(request), HTTPStatus.OK
    if result.data is None and media_type == GRAPHQL and not any(one.path for one in errors):
        body.pop("data")
        status = HTTPStatus.BAD_REQUEST
    return Response(orjson.dumps(body), status, media_type=media_type)


def _refused(request: Request, error: OrientirError) -> Response:
    metrics_of(request.app).refused(error)
    body = {
        "data": None,
        "errors": [{"message": error.message, "extensions": {"code": error.code}}],
    }
    headers = {"Allow": "POST"} if isinstance(error, MethodError) else {}
    if isinstance(error, GraphUnavailableError):
        headers["Retry-After"] = RETRY_SECONDS
    return Response(orjson.dumps(body), status_of(error), headers, _media_type(request))


def _media_type(request: Request) -> str:
    return GRAPHQL if GRAPHQL in request.headers.get("accept", "") else JSON


ROUTES = [Route("/graphql", endpoint, methods=["GET", "POST"])]
