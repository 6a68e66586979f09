"""Long work on many rows in turns with whatever else the process is asked for meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Final, TypeVar

T = TypeVar("T")

AT_ONCE: Final = 50
"""Rows after which others are served: a row is a fifth of a millisecond of computing at most."""


async def in_turns(rows: Iterable[T]) -> AsyncIterator[T]:
    """The same rows one by one; after every AT_ONCE of them the event loop goes round once."""
    for count, row in enumerate(rows, 1):
        yield row
        if count % AT_ONCE == 0:
            await asyncio.sleep(0)
