"""What is known of a local server without changing it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from graph.server import bolt, disk, java
from graph.server.home import USER, Home, read_password
from graph.server.jars import NEO4J_VERSION
from graph.server.process import State, read_state

Condition = Literal["running", "starting", "stopped", "stale"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running server answers, and as whom to sign in."""

    uri: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Status:
    """`stale` means that it was killed: the next start recovers its data."""

    state: Condition
    home: Path
    disk_bytes: int
    neo4j_version: str
    java_version: str
    uri: str | None = None
    port: int | None = None
    pid: int | None = None
    uptime_seconds: int | None = None


def address_of(home: Home, port: int) -> Address:
    """The address of the server of this home at a port."""
    return Address(f"bolt://127.0.0.1:{port}", USER, read_password(home))


def status_of(home: Home) -> Status:
    """Look at the state file, the processes, the port and the disk."""
    state = read_state(home.state)
    size = disk.size_bytes(home.folder)
    if state is None or not state.alive():
        condition: Condition = "stopped" if state is None else "stale"
        return Status(condition, home.folder, size, NEO4J_VERSION, java.version())
    return Status(
        _condition(home, state),
        home.folder,
        size,
        state.neo4j_version,
        state.java_version,
        uri=address_of(home, state.port).uri,
        port=state.port,
        pid=state.java.pid,
        uptime_seconds=max(0, int(time.time() - state.started_at)),
    )


def _condition(home: Home, state: State) -> Condition:
    ready = bolt.answers(state.port, USER, read_password(home))
    return "running" if ready else "starting"
