"""Health of this process for whatever runs it."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.system import system
from graph.errors import GraphUnavailableError, GraphVersionError
from graph.migrations import GRAPH_VERSION, version


async def live(_: Request) -> Response:
    """This process answers."""
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """This process can do its work: Neo4j answers, and its graph is of this program's version."""
    try:
        of_graph = await version(system(request).graph)
    except GraphUnavailableError as error:
        return _unavailable(error.code)
    if of_graph != GRAPH_VERSION:
        return _unavailable(GraphVersionError.code)
    return JSONResponse({"status": "ok"})


def _unavailable(code: str) -> Response:
    return JSONResponse({"status": "unavailable", "code": code}, HTTPStatus.SERVICE_UNAVAILABLE)


ROUTES = [Route("/health/live", live), Route("/health/ready", ready)]
