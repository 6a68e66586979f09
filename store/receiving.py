"""Taking a file in as it comes: counted, fingerprinted and recognised, never whole in memory.

What has arrived lies in a file without a name, so that nothing of it is left if it is refused, the
client goes away, or this process is killed.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import anyio.to_thread

from store import content
from store.content import BEGINNING, Content
from store.errors import FileTooLargeError

# Written to the disk at once: small enough to hold for every upload under way.
PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class Received:
    """A whole file that was taken; `file` is open as long as the block that received it."""

    file: IO[bytes]
    sha256: str
    size: int
    content: Content


@asynccontextmanager
async def received(
    chunks: AsyncIterable[bytes], kind: Content, limit: int, folder: Path
) -> AsyncIterator[Received]:
    """The file that these chunks are, checked to be of `kind` and of at most `limit` bytes.

    It lies in `folder` meanwhile. FileTypeError as soon as it begins wrong, FileTooLargeError as
    soon as it is too large.
    """
    file = await anyio.to_thread.run_sync(lambda: _unnamed(folder))
    try:
        spool = _Spool(file, kind, limit)
        async for chunk in chunks:
            await spool.take(chunk)
        yield await spool.end()
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(file.close)


def _unnamed(folder: Path) -> IO[bytes]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


class _Spool:
    def __init__(self, file: IO[bytes], kind: Content, limit: int) -> None:
        self.file, self.kind, self.limit = file, kind, limit
        self.hash = hashlib.sha256()
        self.size = 0
        self.waiting = bytearray()
        self.checked = False

    async def take(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self.limit:
            raise FileTooLargeError(self.limit)
        self.waiting += chunk
        if not self.checked and len(self.waiting) >= BEGINNING:
            self._check()
        if len(self.waiting) >= PIECE:
            await self._write()

    async def end(self) -> Received:
        if not self.checked:
            self._check()
        await self._write()
        await anyio.to_thread.run_sync(self.file.seek, 0)
        return Received(self.file, self.hash.hexdigest(), self.size, self.kind)

    def _check(self) -> None:
        content.check(bytes(self.waiting[:BEGINNING]), self.kind)
        self.checked = True

    async def _write(self) -> None:
        piece, self.waiting = bytes(self.waiting), bytearray()
        await anyio.to_thread.run_sync(self._keep, piece)

    def _keep(self, piece: bytes) -> None:
        self.hash.update(piece)
        self.file.write(piece)
