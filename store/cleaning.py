"""Deleting files that no node of the graph names: of uploads cut off, and of files removed.

A file is taken aside first and looked up once more, so that an upload of the same bytes at the same
moment loses nothing: either its node is seen here, or it sees that the file is gone and writes it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from store.files import FileStore

# Longer than any upload takes from its file to its node.
GRACE: Final = timedelta(days=1)

Named = Callable[[list[str]], Awaitable[Collection[str]]]


async def clean(files: FileStore, named: Named, now: datetime) -> int:
    """Delete the files that are older than GRACE and of no node; how many were deleted.

    `named` tells which of these sha256 some node names. Cut off, it goes on the next time.
    """
    deleted = await files.delete_unfinished(GRACE.total_seconds())
    deleted += await _decide(files, named, await files.aside())
    async for batch in files.older_than(now - GRACE):
        deleted += await _clean(files, named, batch)
    return deleted


async def discard(files: FileStore, named: Named, fingerprints: list[str]) -> int:
    """Delete at once those of these files that no node names any more; how many were deleted."""
    return await _clean(files, named, fingerprints)


async def _clean(files: FileStore, named: Named, batch: list[str]) -> int:
    if not batch:
        return 0
    kept = await named(batch)
    orphans = [sha256 for sha256 in batch if sha256 not in kept]
    for sha256 in orphans:
        await files.set_aside(sha256)
    return await _decide(files, named, orphans)


async def _decide(files: FileStore, named: Named, aside: list[str]) -> int:
    """Put back what is named after all, delete the rest; how many were deleted."""
    if not aside:
        return 0
    kept = await named(aside)
    for sha256 in aside:
        if sha256 in kept:
            await files.put_back(sha256)
        else:
            await files.delete_aside(sha256)
    return len(aside) - len(set(kept) & set(aside))
