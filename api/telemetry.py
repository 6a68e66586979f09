"""Traces for OpenTelemetry, if ORIENTIR_OTEL_ENDPOINT says where to send them.

Spans carry patterns of routes, kinds of operations and digests of statements. Never parameters,
never a text. The packages are an extra: nothing of them is imported until they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.log import request_id
from api.metrics import route_of
from graph.around import Seen, watched
from graph.errors import ConfigurationError, OrientirError
from graph.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

DIGEST = 16


class Telemetry:
    """The traces of one application; it is also a Watcher of transactions."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer: Tracer = provider.get_tracer("orientir")

    @contextmanager
    def span(self, name: str, **attributes: str) -> Iterator[Span]:
        """A span; of a failure it keeps the kind, never the message."""
        from opentelemetry.trace import Status, StatusCode

        with self._tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except BaseException as error:
                kind = error.code if isinstance(error, OrientirError) else type(error).__name__
                span.set_status(Status(StatusCode.ERROR, kind))
                raise

    @contextmanager
    def transaction(self, access: str) -> Iterator[Seen]:
        """A span around one transaction, its statements are events (graph.around.Watcher)."""
        with self.span("neo4j", **{"db.system.name": "neo4j", "db.access": access}) as span:
            yield lambda text: span.add_event("statement", {"db.statement.digest": _digest(text)})

    def close(self) -> None:
        """Send what is not sent yet."""
        self._provider.shutdown()


class Traced:
    """Middleware that makes a span of every request."""

    def __init__(self, app: ASGIApp, telemetry: Telemetry) -> None:
        self.app = app
        self.telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            with watched(self.telemetry):
                await self.app(scope, receive, send)
            return
        attributes = {"http.request.method": str(scope["method"]), "request.id": request_id()}
        with self.telemetry.span("request", **attributes) as span:

            async def send_noticing(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            try:
                with watched(self.telemetry):
                    await self.app(scope, receive, send_noticing)
            finally:
                span.set_attribute("http.route", route_of(scope))


def telemetry(settings: Settings) -> Telemetry | None:
    """Traces to where the settings say; None if they say nothing.

    ConfigurationError if the packages for it are not installed.
    """
    if settings.otel_endpoint is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ConfigurationError(
            "Задан ORIENTIR_OTEL_ENDPOINT, но нет пакетов для трасс: "
            "pip install 'orientir[telemetry]'."
        ) from error
    endpoint = settings.otel_endpoint.rstrip("/") + "/v1/traces"
    provider = TracerProvider(
        resource=Resource.create({"service.name": "orientir"}), shutdown_on_exit=False
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return Telemetry(provider)


def operation_span(app: Starlette, kind: str, digest: bytes) -> AbstractContextManager[Any]:
    """A span around a GraphQL operation, known by the digest of its document."""
    held = cast("Telemetry | None", app.state.telemetry)
    if held is None:
        return nullcontext()
    return held.span("graphql", **{"graphql.operation.type": kind, "graphql.digest": digest.hex()})


@lru_cache(maxsize=1000)
def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGEST]
