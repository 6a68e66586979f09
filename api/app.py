"""The application: `uvicorn --factory api.app:create_app --no-access-log`.

uvicorn's own access log prints query strings, where searches may stand; api.log does not.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from api import endpoint, failures, headers, health, log
from api.auth import pages as sign_in_pages
from api.auth.origin import OriginCheck
from api.system import System, wall_clock
from api.web import gap, region, school
from graph.errors import OrientirError
from graph.opening import open_graph
from graph.session import Graph
from graph.settings import Settings
from graph.settings import settings as process_settings

STATIC = Path(__file__).parent / "web" / "static"
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def create_app(
    settings: Settings | None = None,
    graph: Graph | None = None,
    clock: Callable[[], datetime] = wall_clock,
) -> Starlette:
    """The application over `graph`, or over the one its settings name, opened when it starts.

    `clock` is the real one: sign-ins live by it. The network's comes from the graph.
    """
    own = settings or process_settings()
    log.configure(own.log_level)
    app = Starlette(
        routes=[
            *health.ROUTES,
            *endpoint.ROUTES,
            *sign_in_pages.ROUTES,
            *region.ROUTES,
            *school.ROUTES,
            *gap.ROUTES,
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
        ],
        middleware=[
            Middleware(log.RequestLog),
            Middleware(headers.SecurityHeaders),
            Middleware(failures.Guard),
            Middleware(OriginCheck),
        ],
        exception_handlers={
            OrientirError: failures.expected,
            404: failures.missing,
            405: failures.wrong_method,
        },
        lifespan=_lifespan(own, clock),
    )
    if graph is not None:
        app.state.system = System(graph, own, clock)
    return app


def _lifespan(settings: Settings, clock: Callable[[], datetime]) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        if hasattr(app.state, "system"):
            yield
            return
        async with open_graph(settings) as graph:
            app.state.system = System(graph, settings, clock)
            yield

    return lifespan
