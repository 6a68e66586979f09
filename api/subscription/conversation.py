"""One socket's talk: Strawberry's graphql-transport-ws, with our doors, bounds and error codes."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from graphql import GraphQLError
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)
from strawberry.types.unset import UNSET, UnsetType

from api import log
from api.errors import UnauthenticatedError
from api.metrics import Metrics
from api.operation import Asked, RefusedError
from api.schema import SCHEMA
from api.subscription.bounds import Bounds, Close
from api.subscription.feed import SlowError
from api.subscription.fields import Live
from api.subscription.results import results
from api.subscription.sockets import ClosedError, Seat
from api.subscription.visit import Visit, enter
from api.subscription.wire import Wire
from api.told import told
from graph.errors import DeadlineError, GraphUnavailableError, InputError, OrientirError

_TEXTS = ("type", "id")


class BusyError(InputError):
    """Too many operations in one socket."""

    code = "TOO_MANY_OPERATIONS"

    def __init__(self, most: int) -> None:
        super().__init__(f"В одном соединении идёт до {most} операций сразу.")


@dataclass(slots=True)
class Opening:
    """What connection_init has brought."""

    connection_params: dict[str, Any] | None = None


class Conversation(BaseGraphQLTransportWSHandler[Opening, None]):
    """Lets one client in and answers it until either goes."""

    wire: Wire
    visit: Visit | None = None

    def __init__(self, wire: Wire, live: Live, seat: Seat, counted: Metrics) -> None:
        self.wire, self.live, self.seat, self.counted = wire, live, seat, counted
        self.bounds: Bounds = live.bounds
        super().__init__(
            view=cast("Any", self),
            websocket=wire,
            context=Opening(),
            root_value=None,
            schema=SCHEMA,
            connection_init_wait_timeout=timedelta(seconds=self.bounds.opening_seconds),
        )

    async def on_ws_connect(self, context: Opening) -> UnsetType:
        """Who is it? ConnectionRejectionError if nobody."""
        try:
            self.visit = await enter(self.wire.websocket, context.connection_params or {})
        except UnauthenticatedError as error:
            raise ConnectionRejectionError from error
        self.seat.take(self.visit.known.actor.account)
        return cast("UnsetType", UNSET)

    async def watch(self) -> None:
        """From time to time: is he still let in, is the line still there?"""
        while True:
            await asyncio.sleep(self.bounds.check_seconds)
            try:
                if self.visit is not None:
                    await self.visit.viewer()
                await self.send_message({"type": "ping"})
            except UnauthenticatedError:
                await self.wire.close(Close.UNAUTHORIZED, "Signed out")
            except SlowError:
                await self.wire.close(Close.SLOW, "Too slow")
            except (OrientirError, WebSocketDisconnected):
                # No database: nothing is told meanwhile, and the next round asks again.
                continue
            except Exception as error:
                log.failure(error)
                await self.wire.close(Close.INTERNAL, "Internal error")

    async def handle_message(self, message: Message) -> None:
        if not _is_message(message):
            await self.handle_invalid_message("Failed to parse message")
            return
        try:
            await super().handle_message(message)
        except ClosedError as closed:
            await self.wire.close(closed.code, closed.reason)
        except SlowError:
            await self.wire.close(Close.SLOW, "Too slow")

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        if message.get("payload", {}) is None:
            message = {"type": "connection_init"}
        try:
            await super().handle_connection_init(message)
        except (GraphUnavailableError, DeadlineError) as error:
            raise ClosedError(Close.TRY_AGAIN, "Try again later") from error

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        full = len(self.operations) >= self.bounds.operations
        if full and self.connection_acknowledged and message["id"] not in self.operations:
            error = BusyError(self.bounds.operations)
            await self._refuse(message["id"], [_as_graphql(error)])
            return
        await super().handle_subscribe(message)

    async def run_operation(self, operation: Operation[Opening, None]) -> None:
        """Results, then `complete`; or `error`; or the end of the socket."""
        try:
            await self._run(operation)
        except RefusedError as error:
            await self._end(operation, error.errors)
        except UnauthenticatedError:
            await self.wire.close(Close.UNAUTHORIZED, "Signed out")
        except SlowError:
            await self.wire.close(Close.SLOW, "Too slow")
        except (GraphUnavailableError, DeadlineError):
            await self.wire.close(Close.TRY_AGAIN, "Try again later")
        except WebSocketDisconnected:
            pass
        except Exception as error:
            await self._end(operation, [_as_graphql(error)])

    async def _run(self, operation: Operation[Opening, None]) -> None:
        assert self.visit is not None  # noqa: S101 - acknowledged
        name, variables = operation.operation_name, operation.variables
        asked = Asked(operation.query, variables or {}, name or None)
        async with aclosing(results(self.visit, self.live, asked)) as stream:
            async for result in stream:
                self.counted.operation("socket", result.errors or [])
                payload: dict[str, Any] = {"data": result.data}
                if result.errors:
                    payload["errors"] = [told(error) for error in result.errors]
                await operation.send_operation_message(
                    cast("Message", {"id": operation.id, "type": "next", "payload": payload})
                )
        await operation.send_operation_message({"id": operation.id, "type": "complete"})

    async def _end(self, operation: Operation[Opening, None], errors: list[GraphQLError]) -> None:
        self.counted.operation("socket", errors)
        with suppress(WebSocketDisconnected, SlowError):
            await operation.send_operation_message(_error(operation.id, errors))

    async def _refuse(self, identity: str, errors: list[GraphQLError]) -> None:
        await self.send_message(_error(identity, errors))


def _error(identity: str, errors: list[GraphQLError]) -> Message:
    payload = [told(error) for error in errors]
    return cast("Message", {"id": identity, "type": "error", "payload": payload})


def _as_graphql(error: Exception) -> GraphQLError:
    return GraphQLError(str(error), original_error=error)


def _is_message(message: Any) -> bool:
    """Whether it has the shape of one: Strawberry looks into it without asking."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] not in ("subscribe", "complete"):
        return True
    if not isinstance(message.get("id"), str) or not 0 < len(message["id"]) <= 100:
        return False
    return message["type"] == "complete" or _is_request(message.get("payload"))


def _is_request(payload: Any) -> bool:
    return (
        isinstance(payload, dict)
        and isinstance(payload.get("query"), str)
        and isinstance(payload.get("variables"), dict | None)
        and isinstance(payload.get("operationName"), str | None)
    )
