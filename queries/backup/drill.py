"""The drill: the newest copy put back for real, into a Neo4j of its own that is thrown away.

A copy that nobody has restored is a hope. Personal data lies in that Neo4j as in the other, so its
folder is private and is deleted; what a drill that was killed left, the next one deletes first.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio.to_thread

from graph.audit_key import audit_key
from graph.errors import InputError
from graph.server import Address, LocalServer
from graph.server.locks import exclusive
from graph.session import Graph, connect
from graph.settings import Settings
from queries.backup.file import copies, copies_folder
from queries.backup.restoring import Restored, restore

_PREFIX: Final = "drill-"


@dataclass(frozen=True, slots=True)
class Drilled:
    """Which copy was tried, and what came of it: counts and hashes equal, the audit whole."""

    path: Path
    restored: Restored


async def drill(settings: Settings, path: Path | None = None) -> Drilled:
    """Restore a copy, the newest unless `path` names one; RestoredError if it isn't what it was.

    InputError where there is no copy or it is damaged.
    """
    if path is None:
        found = copies(copies_folder(settings))
        if not found:
            raise InputError("Копий нет: пробовать нечего. Сделайте первую: orientir backup make.")
        path = found[0].path
    async with _thrown_away(settings) as graph:
        return Drilled(path, await restore(graph, path))


@asynccontextmanager
async def _thrown_away(settings: Settings) -> AsyncIterator[Graph]:
    """An empty Neo4j that is gone with everything in it after the block."""
    home = settings.home.expanduser().absolute()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with exclusive(home / "drill.lock", lambda: None):
        for left in home.glob(f"{_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=home) as folder:
            server = LocalServer.of(
                settings.model_copy(update={"home": Path(folder), "db_port": 0})
            )
            try:
                address = await anyio.to_thread.run_sync(lambda: server.start(owned=True))
                async with _connected(address, settings) as graph:
                    yield graph
            finally:
                await anyio.to_thread.run_sync(server.stop)


@asynccontextmanager
async def _connected(address: Address, settings: Settings) -> AsyncIterator[Graph]:
    key = audit_key(settings)
    async with connect(address.uri, address.user, address.password, audit_key=key) as graph:
        yield graph
