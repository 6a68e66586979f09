"""Numbers for Prometheus at /metrics: how many, how long, how it ended.

Labels are patterns of routes and codes of errors. Never a path, a query, a name or an id.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Final, cast

from graphql import GraphQLError
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth.door import bearer_of
from api.errors import MissingError, TooLargeError
from api.limits.rows import LimitError
from api.standing import StandingGauges
from api.system import system
from api.told import cause
from graph.around import Seen, watched
from graph.errors import OrientirError
from graph.key_file import read_key
from graph.settings import Settings

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# A proxy in front of us makes the whole world look like this machine.
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")


class Metrics:
    """The counters of one application; it is also a Watcher of transactions.

    `key` opens them to whoever sends it; None leaves them to this machine alone.
    """

    def __init__(self, key: str | None = None) -> None:
        self.key = key
        self.registry = CollectorRegistry()
        for collect in (ProcessCollector, PlatformCollector, GCCollector):
            collect(registry=self.registry)
        self.requests = Counter(
            "orientir_requests",
            "Requests by route and how they ended",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "orientir_request_seconds",
            "How long requests take",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "orientir_requests_in_flight", "Requests being answered", registry=self.registry
        )
        self.sockets = Gauge(
            "orientir_subscription_sockets",
            "Websockets that are open for subscriptions",
            registry=self.registry,
        )
        self.operations = Counter(
            "orientir_graphql_operations",
            "GraphQL operations by kind and by the code of the first error",
            ("kind", "code"),
            registry=self.registry,
        )
        self.limits = Counter(
            "orientir_limit_refusals",
            "Requests that asked for too much, by limit",
            ("code",),
            registry=self.registry,
        )
        self.transactions = Counter(
            "orientir_neo4j_transactions",
            "Neo4j transactions by access and how they ended",
            ("access", "outcome"),
            registry=self.registry,
        )
        self.transaction_seconds = Histogram(
            "orientir_neo4j_transaction_seconds",
            "How long Neo4j transactions take",
            ("access",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.standing = StandingGauges(self.registry)

    def operation(self, kind: str, errors: Sequence[GraphQLError]) -> None:
        """Count an operation that has ended; `kind` is "" for one that was not begun."""
        causes = [cause(error) for error in errors]
        code = _code(causes[0]) if causes else "OK"
        self.operations.labels(kind, code).inc()
        for one in causes:
            self._limit(one)

    def refused(self, error: OrientirError) -> None:
        """Count a request for GraphQL that came to no operation."""
        self.operations.labels("", error.code).inc()
        self._limit(error)

    def _limit(self, error: BaseException | None) -> None:
        if isinstance(error, LimitError | TooLargeError):
            self.limits.labels(error.code).inc()

    @contextmanager
    def transaction(self, access: str) -> Iterator[Seen]:
        """Count one transaction (graph.around.Watcher)."""
        begun, outcome = time.perf_counter(), "failed"
        try:
            yield lambda _: None
            outcome = "done"
        except OrientirError as error:
            outcome = error.code
            raise
        finally:
            self.transactions.labels(access, outcome).inc()
            self.transaction_seconds.labels(access).observe(time.perf_counter() - begun)


class Measured:
    """Middleware that counts requests."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            with watched(self.metrics):
                await self.app(scope, receive, send)
            return
        status = 500

        async def send_noticing(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begun = time.perf_counter()
        try:
            with self.metrics.in_flight.track_inprogress(), watched(self.metrics):
                await self.app(scope, receive, send_noticing)
        finally:
            self._ended(scope, status, time.perf_counter() - begun)

    def _ended(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered; "" if none did. Never the path: it may hold ids."""
    return getattr(scope.get("route"), "path", "")


def metrics_of(app: Starlette) -> Metrics:
    """The counters of this application."""
    return cast("Metrics", app.state.metrics)


async def exposed(request: Request) -> Response:
    """The numbers, for whom they are; for others no such page."""
    metrics = metrics_of(request.app)
    if not _may_see(request, metrics.key):
        raise MissingError
    await metrics.standing.renew(system(request))
    text = generate_latest(metrics.registry)
    return Response(text, media_type=None, headers={"Content-Type": CONTENT_TYPE_LATEST})


def key_of(settings: Settings) -> str | None:
    """The key that these settings name; ConfigurationError for a file that can't be its source."""
    # An empty variable is no key: compose files pass on what nobody has set.
    if settings.metrics_token and (given := settings.metrics_token.get_secret_value()):
        return given
    file = settings.metrics_token_file
    if file is None:
        return None
    return read_key(file, f"Файл ключа {file} для /metrics")


def _may_see(request: Request, key: str | None) -> bool:
    if key is not None:
        given = bearer_of(request.headers) or ""
        return hmac.compare_digest(given.encode(), key.encode())
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _code(error: BaseException | None) -> str:
    if error is None:
        return "BAD_QUERY"
    return error.code if isinstance(error, OrientirError) else "INTERNAL"


ROUTES = [Route("/metrics", exposed)]
