"""The socket itself: JSON in and out, within bounds; closed once, for one reason."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from typing import Any, Final, cast

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.http.async_base_view import AsyncWebSocketAdapter
from strawberry.http.exceptions import (
    NonJsonMessageReceived,
    NonTextMessageReceived,
    WebSocketDisconnected,
)

from api.body import MAX_BODY
from api.subscription.bounds import Close
from api.subscription.feed import SlowError

# A client that takes nothing gets no reason either.
CLOSING_SECONDS: Final = 2.0


class Wire(AsyncWebSocketAdapter):
    """A websocket as Strawberry's protocol wants it."""

    def __init__(self, websocket: WebSocket, send_seconds: float) -> None:
        super().__init__(cast("Any", None))
        self.websocket = websocket
        self._send_seconds = send_seconds
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._closing = False
        self.code: int | None = None

    async def iter_json(
        self, *, ignore_parsing_errors: bool = False
    ) -> AsyncGenerator[object, None]:
        """Messages until either side closes."""
        while (text := await self._text()) is not None:
            if len(text.encode("utf-8", "surrogatepass")) > MAX_BODY:
                await self.close(Close.TOO_LARGE, "Message too large")
                return
            try:
                yield orjson.loads(text)
            except orjson.JSONDecodeError as error:
                raise NonJsonMessageReceived from error

    async def send_json(self, message: Mapping[str, object]) -> None:
        """SlowError if the client doesn't take it; WebSocketDisconnected if it has gone."""
        if self._closing:
            raise WebSocketDisconnected
        text = orjson.dumps(message).decode()
        try:
            async with asyncio.timeout(self._send_seconds):
                await self.websocket.send_text(text)
        except TimeoutError as error:
            raise SlowError from error
        except (WebSocketDisconnect, RuntimeError) as error:
            raise WebSocketDisconnected from error

    async def close(self, code: int, reason: str) -> None:
        """Close, for the first reason there is."""
        if self._closing:
            return
        self._closing, self.code = True, int(code)
        try:
            with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
                async with asyncio.timeout(CLOSING_SECONDS):
                    await self.websocket.close(int(code), reason)
        finally:
            self._end()

    async def _text(self) -> str | None:
        """The next message, None once it is over."""
        receiving = asyncio.create_task(self.websocket.receive_text())
        either: set[asyncio.Future[Any]] = {receiving, self._over}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not receiving.done():
                receiving.cancel()
        if not receiving.done():
            return None
        try:
            text = receiving.result()
        except KeyError as error:
            raise NonTextMessageReceived from error
        except WebSocketDisconnect as gone:
            self.code = self.code or gone.code
            self._end()
            return None
        return None if self._closing else text

    def _end(self) -> None:
        self._closing = True
        if not self._over.done():
            self._over.set_result(None)
