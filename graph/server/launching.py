"""One launch of Neo4j: its folder made ready, its supervisor started, its first answer awaited.

Must be called under the home's lock, with no server running there.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGTERM

from graph.errors import ServerError
from graph.server import aot, bolt, java
from graph.server.home import USER, Home, ensure_password, write_configuration
from graph.server.ports import PortTakenError, free_port, require_free
from graph.server.process import Process
from graph.server.supervisor import STOP_SECONDS, Specification, spawn

START_SECONDS = 600.0
"""How long a start may take: 15 s is usual, recovering a big graph takes minutes."""

_PORT_ATTEMPTS = 3
_SHOWN_LINES = 15
_TAKEN = "Address already in use"


@dataclass(frozen=True, slots=True)
class Launch:
    """What to launch; `port` 0 takes any free one."""

    home: Home
    cache: Path
    heap: str
    page_cache: str
    port: int


@dataclass(frozen=True, slots=True)
class Launched:
    """A server that answers; `pipe` is the owner's end of its pipe, for the owner to keep open."""

    port: int
    pipe: int | None


def launch(wanted: Launch, owned: bool) -> Launched:
    """Start a server and return when it answers; ServerError with the end of its log otherwise."""
    for _ in range(_PORT_ATTEMPTS - 1 if wanted.port == 0 else 0):
        try:
            return _launch_on(free_port(), wanted, owned)
        except PortTakenError:
            continue  # somebody took the free port between our look and Neo4j's
    return _launch_on(wanted.port or free_port(), wanted, owned)


def wait_ready(home: Home, supervisor: Process, port: int, password: str) -> None:
    """Return when the server answers a query; ServerError when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not bolt.answers(port, USER, password):
        if not supervisor.alive():
            raise _failed(home, "Neo4j не запустился", port)
        if time.monotonic() > deadline:
            raise _failed(home, f"Neo4j не ответил за {START_SECONDS:.0f} с", port)
        time.sleep(0.1)


def _launch_on(port: int, wanted: Launch, owned: bool) -> Launched:
    """Launch with the AOT cache if there is one; without it should that be what prevents it."""
    options = aot.options(wanted.cache)
    try:
        launched = _launch_with(options, port, wanted, owned)
    except PortTakenError:
        raise
    except ServerError:
        if not options:
            raise
        launched = _launch_with((), port, wanted, owned)
        aot.discard(wanted.cache)
    if options and aot.refused(wanted.home.console):
        aot.discard(wanted.cache)
    return launched


def _launch_with(options: tuple[str, ...], port: int, wanted: Launch, owned: bool) -> Launched:
    require_free(port)
    password = ensure_password(wanted.home)
    write_configuration(wanted.home, port, wanted.page_cache)
    _begin_log(wanted.home)
    reader, pipe = os.pipe() if owned else (None, None)
    try:
        supervisor = spawn(_specification(wanted, options, port, reader))
        _wait_or_end(wanted.home, supervisor, port, password)
    except BaseException:
        if pipe is not None:
            os.close(pipe)
        raise
    finally:
        if reader is not None:
            os.close(reader)
    return Launched(port, pipe)


def _specification(
    wanted: Launch, options: tuple[str, ...], port: int, owner: int | None
) -> Specification:
    home = wanted.home
    places = (f"--home-dir={home.folder}", f"--config-dir={home.configuration}")
    # In console mode Neo4j logs to its output, so one file tells everything about a start.
    command = java.command(
        java.SERVER_CLASS, *places, "--console-mode", options=(f"-Xmx{wanted.heap}", *options)
    )
    return Specification(str(home.folder), str(wanted.cache), port, command, owner)


def _wait_or_end(home: Home, supervisor: Process, port: int, password: str) -> None:
    """Wait for the first answer; whatever prevents that, Ctrl+C too, leaves nothing running."""
    try:
        wait_ready(home, supervisor, port, password)
    except BaseException:
        supervisor.send(SIGTERM)
        if not supervisor.wait(STOP_SECONDS + 2):
            supervisor.send(SIGKILL)
        raise


def _begin_log(home: Home) -> None:
    """A new console log; the one of the last run is kept beside it."""
    home.logs.mkdir(parents=True, exist_ok=True)
    if home.console.exists():
        home.console.replace(home.console.with_suffix(".previous.log"))
    home.console.touch()


def _failed(home: Home, seen: str, port: int) -> ServerError:
    lines = home.console.read_text(encoding="utf-8", errors="replace").splitlines()
    if any(_TAKEN in line for line in lines):
        return PortTakenError(port)
    shown = "\n".join(lines[-_SHOWN_LINES:])
    return ServerError(f"{seen}. Последние строки журнала {home.console}:\n{shown}")
