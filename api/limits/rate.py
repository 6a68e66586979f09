"""How often one client may ask, and how much at once: the others keep their share of the server.

Counted in this process: behind N of them a client may ask N times as often. A client is the sign-in
or the token that it sends, right or wrong; without either, the address that it comes from, which
may be that of a whole ministry: its people sign in at once.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from math import ceil
from time import time
from typing import Final, NoReturn

from anyio import sleep
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth.door import bearer_of, cookie_of
from graph.errors import OrientirError

FREE: Final = ("/static/", "/health/", "/metrics")
"""What costs nothing, or is asked by whoever watches the server."""
HELD_SECONDS: Final = 1.0
HELD_MOST: Final = 100
"""How many refusals are held back: more connections than that are not kept open for them."""


class TooOftenError(OrientirError):
    """A client that asks more often, or more at once, than one may."""

    code = "TOO_OFTEN"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Запросов слишком много. Повторите через {seconds} с.")
        self.seconds = seconds


class Rate:
    """Middleware that raises TooOftenError for whoever asks too often; 0 sets no bound."""

    def __init__(
        self, app: ASGIApp, per_minute: int, at_once: int, held_seconds: float = HELD_SECONDS
    ) -> None:
        self.app = app
        self._held_seconds = held_seconds
        self._held = 0
        self._often = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._at_once = at_once
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._running: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self.app(scope, receive, send)
            return
        secret = _secret_of(HTTPConnection(scope))
        client = sha256(secret.encode()).hexdigest() if secret else _address_of(scope)
        if secret and self._at_once and self._running[client] >= self._at_once:
            await self._refuse(1)
        await self._count(client)
        self._running[client] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]

    async def _count(self, client: str) -> None:
        if self._often is None or await self._limiter.hit(self._often, client):
            return
        window = await self._limiter.get_window_stats(self._often, client)
        await self._refuse(max(1, ceil(window.reset_time - time())))

    async def _refuse(self, seconds: int) -> NoReturn:
        """TooOftenError, not at once: a program in a loop asks no faster than it is answered."""
        if self._held < HELD_MOST:
            self._held += 1
            try:
                await sleep(self._held_seconds)
            finally:
                self._held -= 1
        raise TooOftenError(seconds)


def _secret_of(request: HTTPConnection) -> str | None:
    """What a client is known by; only its digest is kept."""
    token = bearer_of(request.headers)
    return cookie_of(request) if token is None else token


def _address_of(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""
