"""The worker of this process: whatever import waits is carried on, between requests.

Any number of processes may have one: whose an import is, a lease in the graph says. Nothing here
decides anything, and nothing of an import is remembered here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from starlette.applications import Starlette

from api import log
from api.background import meanwhile
from graph.session import Graph
from imports.working import work_off

_IDLE_SECONDS: Final = 30.0
"""How often it looks by itself: another process may have been killed with an import in hand."""


class ImportWorker:
    """Works off what waits, at once when woken."""

    def __init__(self, graph: Graph, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._graph = graph
        self._idle_seconds = idle_seconds
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something waits now."""
        self._woken.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work while the block lasts; the transaction that its end cuts off is rolled back."""
        async with meanwhile(self._run()):
            yield

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await work_off(self._graph)
            except Exception as error:
                log.failure(error)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._idle_seconds):
                    await self._woken.wait()


def wake(app: Starlette) -> None:
    """Wake the worker of this process; without one, another process finds the work by itself."""
    worker: ImportWorker | None = getattr(app.state, "import_worker", None)
    if worker is not None:
        worker.wake()
