"""Processes of ours that outlive the command that started them, and children that must not.

A detached process forks once, so that it becomes nobody's child: whoever asked for it has nothing
to wait for, and finds no zombie.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

from graph.server.process import Process

_PR_SET_PDEATHSIG = 1


def detached(role: str, argument: str, descriptor: int | None = None) -> Process:
    """Run `python -m graph.server ROLE ARGUMENT` detached; returns once it has left us."""
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", "graph.server", role, argument],
        env=os.environ | {"PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        pass_fds=() if descriptor is None else (descriptor,),
        start_new_session=True,
        check=True,
    )
    pid, started = done.stdout.decode().split()
    return Process(int(pid), started)


def detach(log: Path) -> Process:
    """In the process `detached` runs: leave the parent, tell it who we are, write to `log`."""
    if os.fork():
        os._exit(0)
    own = Process.of(os.getpid())
    if own is None:
        raise RuntimeError("this process is not in the process table")
    print(own.pid, own.started, flush=True)  # noqa: T201 - to `detached`
    with log.open("ab", buffering=0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    return own


def die_with(parent: int) -> None:
    """In a child before exec: let the kernel kill it when its parent dies (Linux)."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above took effect
        os._exit(1)


def stand_behind(nice: int) -> None:
    """Let this process and what it becomes yield to others that want a processor (Linux)."""
    os.nice(nice)
    # Where Linux shares processors by session, that counts inside of one: so the session too.
    group = Path("/proc/self/autogroup")
    if group.exists():
        group.write_text(str(nice), encoding="utf-8")
