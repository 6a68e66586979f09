"""The process between us and Neo4j: starts Java, and sees that it never outlives its owner.

Runs detached from the terminal, by `python -m graph.server`. Nobody can catch kill -9, therefore
two edges: owner → supervisor by a pipe whose end of file is seen when the owner dies; supervisor →
Java by the kernel's parent-death signal on Linux, by a guard that watches a pipe elsewhere. When
another command stops a server and starts it again, as a dump does, it can't give it the owner's
pipe: then the supervisor looks every second whether the owner lives.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.server import java
from graph.server.background import detach, detached, die_with, stand_behind
from graph.server.home import Home
from graph.server.jars import NEO4J_VERSION
from graph.server.process import Process, State, write_state

STOP_SECONDS = 8.0
"""How long Neo4j may take to close its files before it is killed; its log recovers the rest."""

OWNER_LOOK_SECONDS = 1.0
"""How often to see whether an owner lives whose pipe we don't have."""

BEHIND = 10
"""How far Neo4j stands behind whoever asks it for a processor (nice).

It answers with dozens of threads, an application speaks to it with one: among equals the one that
hands out answers had a third of what it needed while all waited for it.
"""

_GUARD = 'read -r _; kill -9 "$0"'
_CLEAN = (0, 128 + signal.SIGTERM)
_ENDING = frozenset((signal.SIGTERM, signal.SIGINT, signal.SIGHUP))


@dataclass(frozen=True, slots=True)
class Specification:
    """What to run; `pipe` is the descriptor of the owner's pipe, if it could be handed over."""

    home: str
    cache: str
    port: int
    command: list[str]
    pipe: int | None
    owner: Process | None


def _read(argument: str) -> Specification:
    fields = json.loads(argument)
    owner = fields.pop("owner")
    return Specification(owner=owner and Process(**owner), **fields)


def spawn(specification: Specification) -> Process:
    """Start a supervisor, which isn't our child."""
    return detached("supervise", json.dumps(asdict(specification)), specification.pipe)


def main(argument: str) -> int:
    """Leave our parent and supervise until Neo4j ends; output goes to the console log."""
    specification = _read(argument)
    home = Home(Path(specification.home))
    os.chdir(home.folder)  # what a crashing Java leaves behind doesn't land in somebody's folder
    return _supervise(specification, home, detach(home.console))


def _supervise(specification: Specification, home: Home, own: Process) -> int:
    woken = _wake_on_signals()
    process = _start_java(specification)
    guard = _guard(process.pid) if sys.platform != "linux" else None
    if child := Process.of(process.pid):
        write_state(home.state, _state(specification, child, own))
    code = _watch(process, woken, specification)
    if guard:
        guard.kill()
    if code in _CLEAN:  # otherwise the file stays and tells that the data needs recovering
        home.state.unlink(missing_ok=True)
    return code


def _state(specification: Specification, child: Process, own: Process) -> State:
    versions = (java.version(), NEO4J_VERSION)
    return State(child, own, specification.port, time.time(), *versions, specification.owner)


def _wake_on_signals() -> socket.socket:
    """A socket that becomes readable when a child ends or somebody asks us to end."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.detach())
    for number in (signal.SIGCHLD, *_ENDING):
        signal.signal(number, lambda *_: None)
    return reader


def _start_java(specification: Specification) -> subprocess.Popen[bytes]:
    supervisor = os.getpid()
    return subprocess.Popen(  # noqa: S603 - our own command line
        specification.command,
        env=java.environment(Path(specification.cache)),
        stdin=subprocess.DEVNULL,
        # Safe: there are no threads in this process.
        preexec_fn=(lambda: _before_java(supervisor)) if sys.platform == "linux" else None,
    )


def _before_java(supervisor: int) -> None:
    die_with(supervisor)
    stand_behind(BEHIND)


def _guard(pid: int) -> subprocess.Popen[bytes]:
    """A shell that kills Java once its standard input ends, which is when we die."""
    return subprocess.Popen(["/bin/sh", "-c", _GUARD, str(pid)], stdin=subprocess.PIPE)  # noqa: S603


def _watch(process: subprocess.Popen[bytes], woken: socket.socket, wanted: Specification) -> int:
    pipe, looked_after = wanted.pipe, wanted.owner if wanted.pipe is None else None
    watched = [woken.fileno(), *([] if pipe is None else [pipe])]
    pause = OWNER_LOOK_SECONDS if looked_after else None
    while process.poll() is None:
        ready, _, _ = select.select(watched, [], [], pause)
        orphaned = pipe in ready or (looked_after is not None and not looked_after.alive())
        if orphaned or (woken.fileno() in ready and _asked_to_end(woken)):
            return _end(process)
    return process.returncode


def _asked_to_end(woken: socket.socket) -> bool:
    return not _ENDING.isdisjoint(woken.recv(64))


def _end(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    try:
        return process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        print("supervisor: Neo4j did not stop, killing it", flush=True)  # noqa: T201 - the log
        process.kill()
        return process.wait()
