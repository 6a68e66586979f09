"""Who is told how far an import has come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from graph.model.importing import ImportState as State

Rows = Callable[[int], Awaitable[None]]
"""Told how many rows are done."""

Progress = Callable[[State, int], Awaitable[None]]
"""Told what is being done, and how many rows of it are."""


async def silent(state: State, rows: int) -> None:
    """For whom nobody waits."""
