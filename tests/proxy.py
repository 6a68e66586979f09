"""A wire between the application and Neo4j that a test can cut or make silent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

PIECE = 65_536


class Proxy:
    """Passes bytes on until it is told otherwise. Must not outlive the test that made it."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        assert parts.port is not None
        self._target = (parts.hostname or "127.0.0.1", parts.port)
        self._server: asyncio.Server | None = None
        self._port = 0
        self._speaking = asyncio.Event()
        self._speaking.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self._port}"

    async def listen(self) -> None:
        """Accept connections, on the same port as before."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Drop what is open and refuse what comes, as a server that has stopped."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def fall_silent(self) -> None:
        """Accept and never answer; what is open stays open at both ends."""
        self._speaking.clear()

    def speak(self) -> None:
        self._speaking.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._target)
        for one in (self._carry(reader, back), self._carry(there, writer)):
            task = asyncio.create_task(one)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._open |= {writer, back}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE):
                await self._speaking.wait()
                writer.write(piece)
                await writer.drain()
            await self._speaking.wait()
            writer.close()


@asynccontextmanager
async def wire(uri: str) -> AsyncIterator[Proxy]:
    """A proxy in front of the Neo4j at `uri`."""
    proxy = Proxy(uri)
    await proxy.listen()
    try:
        yield proxy
    finally:
        await proxy.refuse()
