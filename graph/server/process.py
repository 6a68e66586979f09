"""Processes by number *and* start time, so that a number used again isn't taken for our own.

Also the state file that says which processes a server is made of.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_PS = "/bin/ps"
_HAS_PROC = Path("/proc/self/stat").exists()


@dataclass(frozen=True, slots=True)
class Process:
    """One process of one moment; `started` is the system's own mark of when it began."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> Process | None:
        """The living process of this number, if there is one."""
        started = _started(pid)
        return cls(pid, started) if started else None

    def alive(self) -> bool:
        """Whether it still runs (a process that ended but wasn't reaped doesn't)."""
        return _started(self.pid) == self.started

    def send(self, number: signal.Signals) -> None:
        """Send a signal if it still runs."""
        if self.alive():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return  # it ended between the two lines, which is what was wanted

    def wait(self, seconds: float) -> bool:
        """Whether it ended within so many seconds."""
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def _started(pid: int) -> str:
    """When a process began; empty when it doesn't run."""
    return _started_by_proc(pid) if _HAS_PROC else _started_by_ps(pid)


def _started_by_proc(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = stat.rpartition(")")[2].split()  # the name before it may hold spaces
    return "" if fields[0] in "ZX" else fields[19]


def _started_by_ps(pid: int) -> str:
    command = [_PS, "-o", "stat=,lstart=", "-p", str(pid)]
    found = subprocess.run(  # noqa: S603 - a fixed program and a number
        command, capture_output=True, text=True, check=False, env={"LC_ALL": "C"}
    )
    state, *started = found.stdout.split() or [""]
    return "" if state.startswith("Z") else "_".join(started)


@dataclass(frozen=True, slots=True)
class State:
    """What runs, as the supervisor wrote it; `started_at` is seconds since 1970.

    `owner` is the process with whose death the server ends, None for one that runs until stopped.
    """

    java: Process
    supervisor: Process
    port: int
    started_at: float
    java_version: str
    neo4j_version: str
    owner: Process | None = None

    def alive(self) -> bool:
        """Whether both processes run: without its supervisor a server isn't looked after."""
        return self.java.alive() and self.supervisor.alive()


def write_state(path: Path, state: State) -> None:
    """Write the state file whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(asdict(state)), encoding="utf-8")
    part.replace(path)


def read_state(path: Path) -> State | None:
    """The state file, or None when there is none or it can't be understood."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        java, supervisor = (Process(**fields.pop(name)) for name in ("java", "supervisor"))
        owner = Process(**found) if (found := fields.pop("owner", None)) else None
        return State(java=java, supervisor=supervisor, owner=owner, **fields)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None
