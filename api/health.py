"""Health of this process for whatever runs it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.system import system
from graph.errors import GraphUnavailableError


async def live(_: Request) -> Response:
    """This process answers."""
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """This process can do its work: Neo4j answers."""
    try:
        await system(request).graph.check()
    except GraphUnavailableError as error:
        return JSONResponse({"status": "unavailable", "code": error.code}, 503)
    return JSONResponse({"status": "ok"})


ROUTES = [Route("/health/live", live), Route("/health/ready", ready)]
