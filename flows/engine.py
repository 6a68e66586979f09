"""Prefect's surroundings: its folder, its silence towards the outside, its own server.

`prepare` must run before anything imports Prefect: it reads its settings once, at import.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import uvicorn

from graph.errors import ConfigurationError
from graph.settings import Settings

LEASES: Final = "prefect.server.concurrency.lease_storage.filesystem"

ONLY_FROM_HERE: Final = (
    "Content-Security-Policy",
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' ws: wss:",
)
"""Prefect's pages would load logos from elsewhere, and tell by that who looks at them."""

PORT = 4200
"""Where Prefect's own server answers unless told otherwise; Prefect's usual port."""


SILENCE: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}
"""What keeps Prefect from telling others that it runs here; nobody's wish to have it otherwise."""


def prepare(settings: Settings) -> None:
    """Give Prefect its folder and keep it silent; what is set already stays, but for silence."""
    home = settings.home.expanduser().absolute()
    folder = home / "prefect"
    folder.mkdir(parents=True, exist_ok=True)
    # A run may be a process in a folder of its own; a relative home would be another home there.
    os.environ["ORIENTIR_HOME"] = str(home)
    for name, value in environment(folder).items():
        os.environ.setdefault(name, value)
    os.environ.update(SILENCE)


def environment(folder: Path) -> dict[str, str]:
    """Prefect's variables for a database and logs in `folder`."""
    return SILENCE | {
        "PREFECT_HOME": str(folder),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        # A small machine needs more than the 20 s Prefect gives its own server.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        # Who holds a place is remembered over a restart: kept in memory, the place of a run killed
        # with its server would never be free again, and later runs of its schedule all cancelled.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": LEASES,
        # Runs of a region take seconds; looking for them more often than this is only noise.
        "PREFECT_RUNNER_POLL_FREQUENCY": "5",
    }


@asynccontextmanager
async def own_server(port: int = PORT) -> AsyncIterator[str]:
    """Prefect's server with all its services inside this process; gives the API's address.

    A child process would outlive a parent that is killed; this can't. Use after `claim`.
    """
    from prefect.server.api.collections import KNOWN_VIEWS
    from prefect.server.api.server import create_app

    # Without addresses of lists on the Internet the server takes those it was installed with.
    KNOWN_VIEWS.update(dict.fromkeys(KNOWN_VIEWS, ""))
    own = uvicorn.Config(
        create_app(), port=port, log_level="error", access_log=False, headers=[ONLY_FROM_HERE]
    )
    server = _Server(own)
    running = asyncio.create_task(server.serve())
    try:
        if not await server.ready(running):
            raise ConfigurationError(f"Сервер Prefect не запустился на порту {port}.")
        yield api_address(port)
    finally:
        server.should_exit = True
        await asyncio.gather(running, return_exceptions=True)


def claim(port: int) -> None:
    """Make Prefect speak to its own server on `port`; before Prefect is imported."""
    os.environ["PREFECT_API_URL"] = api_address(port)


def api_address(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


class _Server(uvicorn.Server):
    """Leaves signals alone: whoever runs the flows decides when to stop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._answering = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._answering.set()

    async def ready(self, running: asyncio.Task[None]) -> bool:
        """Wait until it answers; False if it ended instead, as on a taken port."""
        answering = asyncio.create_task(self._answering.wait())
        await asyncio.wait({answering, running}, return_when=asyncio.FIRST_COMPLETED)
        answering.cancel()
        return not running.done() and self.started

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
