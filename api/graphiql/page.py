"""The page, its examples, and the policy it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api.auth.viewer import viewer
from api.errors import MissingError
from api.examples import examples as begin_with
from api.system import system

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


async def page(request: Request) -> Response:
    """The page, for who is signed in; no such page where exploring is off."""
    await _check(request)
    return FileResponse(HERE / "page.html", media_type="text/html")


async def examples(request: Request) -> Response:
    """The questions to begin with: `[{name, query, variables}]` in the order of their names."""
    await _check(request)
    shown = [
        {"name": one.name, "query": f"# {one.title}\n{one.text}", "variables": one.values}
        for one in begin_with()
    ]
    return JSONResponse(shown)


async def _check(request: Request) -> None:
    await viewer(request)
    if not system(request).settings.explores:
        raise MissingError


ROUTES = [
    Route("/graphiql", page),
    Route("/graphiql/examples", examples),
    Mount("/static/graphiql", StaticFiles(directory=STATIC), name="graphiql"),
]
