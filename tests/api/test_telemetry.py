"""Traces, sent to a receiver of OTLP over HTTP as a collector is."""

from __future__ import annotations

import contextlib
import gzip
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import anyio.to_thread
import pytest
import uvicorn
from httpx import ASGITransport, AsyncClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.app import create_app
from api.telemetry import telemetry
from graph.errors import ConfigurationError
from graph.session import Graph
from graph.settings import Settings
from tests.api.conftest import SITE, Clock, ask, sign_in
from tests.api.planted import PASSWORD

pytestmark = pytest.mark.anyio

CANARY = "kanareika"


class Receiver:
    """Keeps what is sent to /v1/traces."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.app = Starlette(routes=[Route("/v1/traces", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self.bodies.append(body)
        return Response(b"", media_type="application/x-protobuf")

    def spans(self) -> list[Span]:
        return [
            span
            for body in self.bodies
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def receiver() -> Iterator[tuple[Receiver, str]]:
    made = Receiver()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(made.app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        with contextlib.ExitStack() as stack:
            stack.callback(thread.join, 20)
            stack.callback(setattr, server, "should_exit", True)
            yield made, f"http://127.0.0.1:{listening.getsockname()[1]}"


def _values(span: Span) -> dict[str, str]:
    return {one.key: one.value.string_value or str(one.value.int_value) for one in span.attributes}


async def test_a_request_its_operation_and_its_transactions_are_traced(
    receiver: tuple[Receiver, str], network: Graph, clock: Clock, tmp_path: Path
) -> None:
    taken, address = receiver
    app = create_app(Settings(home=tmp_path, otel_endpoint=address), network, clock)
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        await sign_in(client, "coordinator", PASSWORD)
        answer = await client.post(
            "/graphql",
            json={
                "query": f"query {CANARY}($id: ID!) {{ {CANARY}: gap(id: $id) {{ id }} }}",
                "variables": {"id": CANARY},
            },
        )
        await ask(client, "{ nothing }")
        await client.get(f"/gaps/{CANARY}", params={"q": CANARY})
    await anyio.to_thread.run_sync(app.state.telemetry.close)
    spans = taken.spans()
    by_id = {span.span_id: span for span in spans}
    (request,) = (
        span for span in spans
        if _values(span).get("request.id") == answer.headers["x-request-id"]
    )  # fmt: skip
    assert _values(request) | {"request.id": ""} == {
        "http.request.method": "POST",
        "http.route": "/graphql",
        "http.response.status_code": "200",
        "request.id": "",
    }
    operations = [span for span in spans if span.name == "graphql"]
    (operation,) = (span for span in operations if span.parent_span_id == request.span_id)
    # The page has asked by operations of its own, below its own request.
    assert {_values(by_id[span.parent_span_id])["http.route"] for span in operations} == {
        "/graphql",
        "/gaps/{gap:path}",
    }
    assert _values(operation)["graphql.operation.type"] == "query"
    below = [span for span in spans if span.parent_span_id == operation.span_id]
    assert below
    assert {span.name for span in below} == {"neo4j"}
    for span in below:
        assert [event.name for event in span.events] == ["statement"]
        assert len(span.events[0].attributes[0].value.string_value) == 16
    for secret in (CANARY, "coordinator", "MATCH", PASSWORD):
        assert secret.encode() not in b"".join(taken.bodies)


def test_without_an_address_nothing_is_traced() -> None:
    assert telemetry(Settings()) is None


def test_without_the_packages_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ConfigurationError, match=r"orientir\[telemetry\]"):
        telemetry(Settings(otel_endpoint="http://127.0.0.1:4318"))
