"""One launch of Neo4j: its folder made ready, its supervisor started, its first answer awaited.

Must be called under the home's lock, with no server running there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGTERM

from graph.errors import ServerError
from graph.server import aot, bolt, java
from graph.server.home import USER, Home, ensure_password, write_configuration
from graph.server.ports import PortError, PortTakenError, free_port, require_free
from graph.server.process import Process
from graph.server.supervisor import STOP_SECONDS, Specification, spawn

START_SECONDS = 600.0
"""How long a start may take: 15 s is usual, recovering a big graph takes minutes."""

SLOW_SECONDS = 30.0
"""After so long somebody who waits is told that it goes on."""

_PORT_ATTEMPTS = 3
_SHOWN_LINES = 15
_TAKEN = "Address already in use"


@dataclass(frozen=True, slots=True)
class Launch:
    """What to launch; `port` 0 takes any free one. It ends with its owner, if it has one."""

    home: Home
    cache: Path
    heap: str
    page_cache: str
    port: int
    owner: Process | None
    say: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Launched:
    """A server that answers; `pipe` is our end of its pipe, for us to keep open as its owner."""

    port: int
    pipe: int | None


def launch(wanted: Launch) -> Launched:
    """Start a server and return when it answers; ServerError with the end of its log otherwise."""
    for _ in range(_PORT_ATTEMPTS - 1 if wanted.port == 0 else 0):
        try:
            return _launch_on(free_port(), wanted)
        except PortTakenError:
            continue  # somebody took the free port between our look and Neo4j's
    return _launch_on(wanted.port or free_port(), wanted)


def wait_ready(
    home: Home, supervisor: Process, port: int, password: str, say: Callable[[str], None]
) -> None:
    """Return when the server answers a query; ServerError when it ends or takes too long."""
    began, told = time.monotonic(), False
    while not bolt.answers(port, USER, password):
        waited = time.monotonic() - began
        if not supervisor.alive():
            raise _failed(home, "Neo4j не запустился", port)
        if waited > START_SECONDS:
            raise _failed(home, f"Neo4j не ответил за {START_SECONDS:.0f} с", port)
        if waited > SLOW_SECONDS and not told:
            say(f"Neo4j ещё запускается, большой базе нужны минуты. Журнал: {home.console}")
            told = True
        time.sleep(0.1)


def _launch_on(port: int, wanted: Launch) -> Launched:
    """Launch with the AOT cache if there is one; without it should that be what prevents it."""
    options = aot.options(wanted.cache)
    try:
        launched = _launch_with(options, port, wanted)
    except PortError:
        raise
    except ServerError:
        if not options:
            raise
        launched = _launch_with((), port, wanted)
        aot.discard(wanted.cache)
    if options and aot.refused(wanted.home.console):
        aot.discard(wanted.cache)
    return launched


def _launch_with(options: tuple[str, ...], port: int, wanted: Launch) -> Launched:
    require_free(port)
    password = ensure_password(wanted.home)
    write_configuration(wanted.home, port, wanted.heap, wanted.page_cache)
    _begin_log(wanted.home)
    ours = wanted.owner is not None and wanted.owner.pid == os.getpid()
    reader, pipe = os.pipe() if ours else (None, None)
    try:
        supervisor = spawn(_specification(wanted, options, port, reader))
        _wait_or_end(wanted, supervisor, port, password)
    except BaseException:
        if pipe is not None:
            os.close(pipe)
        raise
    finally:
        if reader is not None:
            os.close(reader)
    return Launched(port, pipe)


def _specification(
    wanted: Launch, options: tuple[str, ...], port: int, pipe: int | None
) -> Specification:
    home = wanted.home
    places = (f"--home-dir={home.folder}", f"--config-dir={home.configuration}")
    # In console mode Neo4j logs to its output, so one file tells everything about a start.
    command = java.command(
        java.SERVER_CLASS, *places, "--console-mode", options=(f"-Xmx{wanted.heap}", *options)
    )
    return Specification(str(home.folder), str(wanted.cache), port, command, pipe, wanted.owner)


def _wait_or_end(wanted: Launch, supervisor: Process, port: int, password: str) -> None:
    """Wait for the first answer; whatever prevents that, Ctrl+C too, leaves nothing running."""
    try:
        wait_ready(wanted.home, supervisor, port, password, wanted.say)
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
