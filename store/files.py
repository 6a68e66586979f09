"""The files of one store, under their sha256: `ab/cdef…`. The same bytes are there once."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import anyio.to_thread
import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from store.errors import FileMissingError, StoreUnavailableError
from store.receiving import Received

# How much of a file is read at once.
PIECE: Final = 1_000_000
# Files that cleaning has taken away and not yet deleted. No sha256 begins so.
ASIDE: Final = "aside/"


class FileStore:
    """Files by their sha256. `folder` is this machine's own, for what has not yet arrived whole."""

    def __init__(self, objects: ObjectStore, folder: Path, kept_in: Path | None) -> None:
        self._objects = objects
        self.folder = folder
        self._kept_in = kept_in

    async def keep(self, received: Received) -> None:
        """Have this file in the store; nothing happens if it is there."""
        if await self.has(received.sha256):
            return
        await anyio.to_thread.run_sync(received.file.seek, 0)
        with _failures():
            await obstore.put_async(self._objects, _place(received.sha256), received.file)

    async def has(self, sha256: str) -> bool:
        try:
            with _failures():
                await obstore.head_async(self._objects, _place(sha256))
        except FileMissingError:
            return False
        return True

    async def read(self, sha256: str, begin: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `begin` to `end` (exclusive); FileMissingError before the first one."""
        with _failures():
            found = await obstore.get_async(
                self._objects, _place(sha256), options={"range": (begin, end)}
            )
        return self._pieces(found.stream(min_chunk_size=PIECE))

    async def _pieces(self, stream: obstore.BytesStream) -> AsyncIterator[bytes]:
        with _failures():
            async for piece in stream:
                yield bytes(piece)

    async def older_than(self, moment: datetime) -> AsyncIterator[list[str]]:
        """The sha256 of all files last written before `moment`, some hundreds at a time."""
        with _failures():
            async for batch in obstore.list(self._objects):
                known = [o for o in batch if not o["path"].startswith(ASIDE)]
                yield [_sha256(o["path"]) for o in known if o["last_modified"] < moment]

    async def set_aside(self, sha256: str) -> None:
        """Take a file away so that it can still come back; nothing happens if it isn't there."""
        await self._move(_place(sha256), ASIDE + sha256)

    async def put_back(self, sha256: str) -> None:
        await self._move(ASIDE + sha256, _place(sha256))

    async def aside(self) -> list[str]:
        """The sha256 of all files set aside."""
        with _failures():
            found = await obstore.list(self._objects, prefix=ASIDE).collect_async()
        return [o["path"].removeprefix(ASIDE) for o in found]

    async def delete_aside(self, sha256: str) -> None:
        try:
            with _failures():
                await obstore.delete_async(self._objects, ASIDE + sha256)
        except FileMissingError:
            return

    async def delete_unfinished(self, age_seconds: float) -> int:
        """Delete what writers that were killed left in a local folder; how many files.

        An S3 store hides such parts and drops them by a lifecycle rule of its own.
        """
        if self._kept_in is None:
            return 0
        return await anyio.to_thread.run_sync(_delete_unfinished, self._kept_in, age_seconds)

    async def _move(self, source: str, target: str) -> None:
        try:
            with _failures():
                await obstore.rename_async(self._objects, source, target)
        except FileMissingError:
            return


def _place(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:]}"


def _sha256(place: str) -> str:
    return place.replace("/", "")


def _delete_unfinished(folder: Path, age_seconds: float) -> int:
    """A local store writes to «name#number» and renames when the file is whole."""
    old = [f for f in folder.glob("*/*#*") if time.time() - f.stat().st_mtime > age_seconds]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


@contextmanager
def _failures() -> Iterator[None]:
    """The store's ways of failing as ours: its messages have addresses and names in them."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissingError from error
    except (BaseError, OSError) as error:
        raise StoreUnavailableError from error
