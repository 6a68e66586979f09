"""A client of HTTP that costs next to nothing: what is measured is the server, not httpx.

One request at a time a connection, kept open; answers must carry their length, as all of these do.
"""

from __future__ import annotations

import asyncio
from typing import Any

import orjson


class BadAnswerError(Exception):
    """An answer that isn't 200, or has no length."""


class Connection:
    """A connection to a server of this machine, opened again where the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer to a whole request."""
        reader, writer = await self._opened()
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            # Closed for being idle just as it was written to.
            reader, writer = await self._open()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        if head.split(None, 2)[1] != b"200":
            raise BadAnswerError(body[:500].decode("utf-8", "replace"))
        return body

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None or self._streams[0].at_eof():
            return await self._open()
        return self._streams

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        await self.close()
        # A nested answer has a hundred kilobytes: read in few pieces.
        self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        return self._streams


def _length(head: bytes) -> int:
    for header in head.split(b"\r\n"):
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise BadAnswerError(head.decode("latin-1"))


def request(path: str, port: int, body: Any, cookie: str = "") -> bytes:
    """The bytes of a POST with this JSON."""
    content = orjson.dumps(body)
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Content-Type: application/json",
        "Accept: application/json",
        f"Content-Length: {len(content)}",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content
