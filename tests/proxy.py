"""A wire between the application and Neo4j that a test can cut, slow down or make silent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

PIECE = 65_536
COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""Bolt's request to commit, whole: a chunk of two bytes, then the end of the message."""


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
        self._delay = 0.0
        self._to_cut = 0
        self.cut = 0
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

    def slow_down(self, seconds: float) -> None:
        """Carry every piece this much later, either way."""
        self._delay = seconds

    def cut_commits(self, count: int) -> None:
        """Of the next so many commits pass the request on, and drop the wire instead of the answer.

        `cut` counts how many have been. Neo4j commits; whoever asked can't know it.
        """
        self._to_cut = count

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(*self._target)
        except OSError:  # the server is down: so it is for who comes by this wire
            writer.transport.abort()
            return
        wire = _Wire(reader, writer, there, back)
        for one in (self._ask(wire), self._answer(wire)):
            task = asyncio.create_task(one)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._open |= {writer, back}

    async def _ask(self, wire: _Wire) -> None:
        with contextlib.suppress(OSError):
            while piece := await wire.reader.read(PIECE):
                await self._pass()
                if self._to_cut and COMMIT in piece:
                    self._to_cut -= 1
                    wire.doomed = True
                wire.back.write(piece)
                await wire.back.drain()
            await self._speaking.wait()
            wire.back.close()

    async def _answer(self, wire: _Wire) -> None:
        with contextlib.suppress(OSError):
            while piece := await wire.there.read(PIECE):
                await self._pass()
                if wire.doomed:
                    self.cut += 1
                    wire.back.transport.abort()
                    wire.writer.transport.abort()
                    return
                wire.writer.write(piece)
                await wire.writer.drain()
            await self._speaking.wait()
            wire.writer.close()

    async def _pass(self) -> None:
        if self._delay:
            await asyncio.sleep(self._delay)
        await self._speaking.wait()


@dataclass
class _Wire:
    """Both halves of one connection; `doomed` once a commit went there whose answer won't pass."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    there: asyncio.StreamReader
    back: asyncio.StreamWriter
    doomed: bool = False


@asynccontextmanager
async def wire(uri: str) -> AsyncIterator[Proxy]:
    """A proxy in front of the Neo4j at `uri`."""
    proxy = Proxy(uri)
    await proxy.listen()
    try:
        yield proxy
    finally:
        await proxy.refuse()
