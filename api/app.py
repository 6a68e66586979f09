"""The application: `uvicorn --factory api.app:create_app --no-access-log`.

uvicorn's own access log prints query strings, where searches may stand; api.log does not.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from api import endpoint, failures, headers, health, log, metrics
from api.access.table import check_complete
from api.auth import pages as sign_in_pages
from api.auth.oidc import pages as oidc_pages
from api.auth.origin import OriginCheck
from api.graphiql import page as graphiql
from api.imports import routes as imports
from api.imports.worker import ImportWorker
from api.limits.deadline import Deadline
from api.limits.rate import Rate
from api.media import routes as media
from api.memory import searched_rarely
from api.metrics import Measured, Metrics
from api.report_file import routes as report_files
from api.schema import SCHEMA
from api.subscription import socket
from api.subscription.bounds import Bounds
from api.system import System, wall_clock
from api.telemetry import Traced, telemetry
from api.warming import warming
from api.web import pages
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
    ConfigurationError if a field of the schema has no row in the access table.
    """
    check_complete(SCHEMA._schema)
    own = settings or process_settings()
    log.configure(own.log_level)
    counted, traces = Metrics(metrics.key_of(own)), telemetry(own)
    app = Starlette(
        routes=[
            *health.ROUTES,
            *metrics.ROUTES,
            *endpoint.ROUTES,
            *socket.ROUTES,
            *sign_in_pages.ROUTES,
            *oidc_pages.routes(own),
            *media.ROUTES,
            *report_files.ROUTES,
            *imports.ROUTES,
            *pages.routes(),
            *graphiql.ROUTES,
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
        ],
        middleware=[
            Middleware(log.RequestLog),
            Middleware(Measured, counted),
            *([Middleware(Traced, traces)] if traces else []),
            Middleware(headers.SecurityHeaders),
            Middleware(failures.Guard),
            Middleware(Rate, own.requests_per_minute, own.requests_at_once),
            Middleware(Deadline, own.request_seconds),
            Middleware(OriginCheck),
        ],
        exception_handlers={
            OrientirError: failures.expected,
            404: failures.missing,
            405: failures.wrong_method,
        },
        lifespan=_lifespan(own, clock),
    )
    app.state.metrics, app.state.telemetry = counted, traces
    app.state.bounds = Bounds()
    if graph is not None:
        app.state.system = System(graph, own, clock)
    return app


def _lifespan(settings: Settings, clock: Callable[[], datetime]) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if app.state.telemetry is not None:
                stack.callback(app.state.telemetry.close)
            if not hasattr(app.state, "system"):
                graph = await stack.enter_async_context(open_graph(settings))
                app.state.system = System(graph, settings, clock)
            shared = socket.subscriptions(app.state.system, app.state.bounds)
            app.state.subscriptions = shared
            await stack.enter_async_context(shared.live.feed.running())
            if settings.import_worker:
                worker = app.state.import_worker = ImportWorker(app.state.system.graph)
                await stack.enter_async_context(worker.running())
            stack.enter_context(searched_rarely())
            if settings.warm_plans:
                await stack.enter_async_context(warming(app))
            yield

    return lifespan
