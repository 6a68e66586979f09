"""The websocket at /graphql."""

from __future__ import annotations

import asyncio
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

import structlog
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from api import log
from api.metrics import metrics_of
from api.subscription.bounds import Bounds, Close
from api.subscription.conversation import Conversation
from api.subscription.feed import AlertFeed
from api.subscription.fields import Live
from api.subscription.sockets import ClosedError, Sockets
from api.subscription.wire import Wire
from api.system import System


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What the sockets of one process share; set when the application starts."""

    live: Live
    sockets: Sockets


def subscriptions(held: System, bounds: Bounds) -> Subscriptions:
    """For one application; its feed has to be `running`."""
    feed = AlertFeed(held.graph, held.clock, held.settings.alert_seconds, bounds.behind)
    return Subscriptions(Live(feed, bounds), Sockets(bounds))


def subscriptions_of(app: Starlette) -> Subscriptions:
    """Those of this application."""
    return cast("Subscriptions", app.state.subscriptions)


async def socket(websocket: WebSocket) -> None:
    """Serve one client until it goes or is sent away."""
    shared = subscriptions_of(websocket.app)
    offered = websocket.scope.get("subprotocols", [])
    spoken = GRAPHQL_TRANSPORT_WS_PROTOCOL in offered
    await websocket.accept(GRAPHQL_TRANSPORT_WS_PROTOCOL if spoken else None)
    wire = Wire(websocket, shared.live.bounds.send_seconds)
    if not spoken:
        await wire.close(Close.PROTOCOL, "Subprotocol not acceptable")
        return
    begun = time.perf_counter()
    with structlog.contextvars.bound_contextvars(request_id=uuid.uuid4().hex[:16]):
        await _serve(shared, wire)
        log.LOG.info(
            "socket", code=wire.code, milliseconds=round((time.perf_counter() - begun) * 1000, 1)
        )


async def _serve(shared: Subscriptions, wire: Wire) -> None:
    counted = metrics_of(wire.websocket.app)
    try:
        with shared.sockets.seat() as seat, counted.sockets.track_inprogress():
            await _talk(Conversation(wire, shared.live, seat, counted))
    except ClosedError as closed:
        await wire.close(closed.code, closed.reason)
    except Exception as error:
        log.failure(error)
        await wire.close(Close.INTERNAL, "Internal error")


async def _talk(conversation: Conversation) -> None:
    watching = asyncio.create_task(conversation.watch())
    try:
        await conversation.handle()
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect):
            await watching


ROUTES = [WebSocketRoute("/graphql", socket)]
