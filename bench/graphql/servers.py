"""The contestants' servers: one process each, one worker each, on free ports of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from api.auth.door import COOKIE
from bench.graphql.place import Place

ROOT: Final = Path(__file__).parents[2]
PEER: Final = Path(__file__).parent / "peer"
# The locked packages of the peer are in place: made by `make bench`.
PEER_READY: Final = PEER / "node_modules"
STARTS_WITHIN_SECONDS: Final = 60.0


@contextmanager
def uvicorn(factory: str, environment: dict[str, str]) -> Iterator[int]:
    """A Python server as `orientir run` runs one; its port."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "--timeout-keep-alive", "600"]
    with _process([*command, "--loop", "uvloop", "--http", "httptools"], environment, port):
        yield port


@contextmanager
def node(environment: dict[str, str]) -> Iterator[int]:
    """The peer's server; its port."""
    port = _free_port()
    own = {"BENCH_PORT": str(port), "NODE_ENV": "production"}
    with _process(["node", str(PEER / "server.js")], environment | own, port):
        yield port


async def signed_in(port: int, login: str, password: str) -> str:
    """The cookie of a sign-in at our own server."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        await client.post("/sign-in", data={"login": login, "password": password})
        return f"{COOKIE}={client.cookies[COOKIE]}"


def environment(place: Place, home: Path) -> dict[str, str]:
    """What all servers are told: the graph by both names, the folder of its password and keys."""
    graph = {
        "ORIENTIR_NEO4J_URI": place.uri,
        "ORIENTIR_NEO4J_USER": place.user,
        "ORIENTIR_NEO4J_PASSWORD": place.password,
        "ORIENTIR_HOME": str(home),
        "ORIENTIR_LOG_LEVEL": "WARNING",
    }
    unbounded = {"ORIENTIR_REQUESTS_PER_MINUTE": "0", "ORIENTIR_REQUESTS_AT_ONCE": "0"}
    return place.environment() | graph | unbounded


@contextmanager
def _process(command: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=os.environ | environment, stdout=sys.stderr
    ) as process:
        try:
            _wait(process, port)
            yield
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < STARTS_WITHIN_SECONDS:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server on port {port} has not started")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def loop_factory() -> Callable[[], AbstractEventLoop]:
    """The loop that our servers run on, for the harness too."""
    import uvloop

    return uvloop.new_event_loop
