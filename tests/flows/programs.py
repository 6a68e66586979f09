"""Our own program in processes of its own, with a Prefect and a home apart from this test's."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Whatever a process and its children connect to or look up is written down, address by address.
WATCH = """
import os, sys

def _watch(event, args):
    if event == "socket.connect":
        told = args[1]
    elif event == "socket.getaddrinfo":
        told = args[0]
    else:
        return
    with open({log!r}, "a", encoding="utf-8") as log:
        log.write(repr(told[0] if isinstance(told, tuple) else told) + "\\n")

sys.addaudithook(_watch)
"""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cli.main", *arguments]


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """This environment with a home of its own and without this test's Prefect."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return kept | {"ORIENTIR_HOME": str(home)} | more


def watched(folder: Path) -> tuple[dict[str, str], Path]:
    """Variables that make every Python process tell whom it connects to, and where it does."""
    log = folder / "connections.txt"
    log.touch()
    (folder / "sitecustomize.py").write_text(WATCH.format(log=str(log)), encoding="utf-8")
    return {"PYTHONPATH": str(folder)}, log


@contextmanager
def serving(
    arguments: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The program while the block lasts, its output in `log`; then Ctrl-C, which it obeys."""
    with log.open("wb") as out, _obeyed_ctrl_c():
        process = subprocess.Popen(arguments, env=environment, stdout=out, stderr=out)
    try:
        yield process
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, log.read_text()
    finally:
        process.kill()
        process.wait(60)


@contextmanager
def _obeyed_ctrl_c() -> Iterator[None]:
    """A shell makes what it runs in the background deaf to Ctrl-C, and its children inherit that.

    A process begun in this block isn't: what has a handler here begins with the usual one there.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def kept_port() -> int:
    """A free port that no outgoing connection is given while its server is down."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port from 20000 to 29999")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
