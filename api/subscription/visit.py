"""Who is at the other end of a socket, and until when: the same doors as for HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from api.auth.door import bearer_of
from api.auth.viewer import Viewer, viewer
from api.context import Context, Loaders
from api.errors import UnauthenticatedError
from api.system import System, system

# Alerts come in bursts: who sees them is not asked of the graph for each one.
FRESH_SECONDS: Final = 1.0


@dataclass(slots=True)
class Visit:
    """One socket's viewer; `connection` carries what he was let in by."""

    connection: HTTPConnection
    _viewer: Viewer
    _read_at: float
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def held(self) -> System:
        return system(self.connection)

    @property
    def known(self) -> Viewer:
        """The viewer as last read."""
        return self._viewer

    async def viewer(self) -> Viewer:
        """The viewer as of a second ago or now; UnauthenticatedError if it is nobody any more."""
        async with self._reading:
            if _time() - self._read_at > FRESH_SECONDS:
                await self._renew()
            return self._viewer

    async def _renew(self) -> None:
        begun = _time()
        read = await viewer(self.connection)
        if read.actor.account != self._viewer.actor.account:
            raise UnauthenticatedError
        # What was asked for was checked against the role; another one has to ask again.
        if read.actor.role is not self._viewer.actor.role:
            raise UnauthenticatedError
        self._viewer, self._read_at = read, begun

    async def context(self) -> Context:
        """A context for one answer."""
        who = await self.viewer()
        loaders = Loaders(self.held.graph, who.actor)
        return Context(
            self.held.graph, who.actor, who.login, who.now, loaders, _stay, self.held.clock
        )


async def enter(websocket: WebSocket, payload: dict[str, Any]) -> Visit:
    """Let in by the token of connection_init, or by what the handshake had.

    UnauthenticatedError if nobody. A token that is given is never passed over for a cookie.
    """
    connection: HTTPConnection = websocket
    if "authorization" in payload:
        connection = _with_token(websocket, str(payload["authorization"]))
        if bearer_of(connection.headers) is None:
            raise UnauthenticatedError
    begun = _time()
    return Visit(connection, await viewer(connection), begun)


def _with_token(websocket: WebSocket, authorization: str) -> HTTPConnection:
    others = [(k, v) for k, v in websocket.headers.raw if k != b"authorization"]
    given = Headers({"authorization": authorization.encode("ascii", "replace").decode()})
    return HTTPConnection({**websocket.scope, "headers": [*others, *given.raw]})


async def _stay() -> bool:
    """Signing out is a change, and changes don't come this way."""
    return False


def _time() -> float:
    return asyncio.get_running_loop().time()
