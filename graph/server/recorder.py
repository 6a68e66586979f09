"""Records the AOT cache: runs Neo4j once on a scratch home and lets Java write what it loaded.

Runs detached, niced, one at a time for all checkouts of a user, and never on a first start. Ends
by itself; a scratch folder left by a killed recorder is removed by the next one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.server import aot, bolt, disk, java
from graph.server.background import detach, detached, die_with
from graph.server.home import USER, Home, ensure_password, write_configuration
from graph.server.ports import free_port

NICENESS = 15
START_SECONDS = 300.0
WRITE_SECONDS = 300.0
_SCRATCH = "scratch-"
_HEAP = "512m"
_NEEDED_BYTES = 600_000_000
_FIRST_JAVA = 25  # the first that records and writes in one run

# Shapes the system asks for, so that the classes that plan and run them are in the cache too.
_TRAINING = (
    "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Unit) REQUIRE n.id IS UNIQUE",
    "UNWIND range(1, 50) AS id MERGE (a:Unit {id: id}) MERGE (b:Unit {id: id + 1}) "
    "MERGE (a)-[:NEXT {since: date()}]->(b)",
    "MATCH (a:Unit) WHERE a.id > 10 CALL (a) { MATCH (a)-[:NEXT]->(b) RETURN collect([b.id]) AS "
    "found LIMIT 5 } RETURN a.id, found, COUNT { (a)-[:NEXT]->() } ORDER BY a.id LIMIT 20",
    "MATCH p = (:Unit {id: 1})-[:NEXT*1..5]->(b) OPTIONAL MATCH (b)-[:NEXT]->(c) "
    "RETURN length(p), count(DISTINCT c), datetime()",
)


def begin(cache: Path) -> None:
    """Record in the background unless there is a cache, a recorder, or no room or right for one."""
    if java.major_version() >= _FIRST_JAVA and _has_room(cache) and not aot.file_in(cache).exists():
        aot.folder_in(cache).mkdir(parents=True, exist_ok=True)
        detached("record", str(cache))


def _has_room(cache: Path) -> bool:
    """Whether we may and can write there; a start doesn't depend on it, so it is no error."""
    enough = shutil.disk_usage(cache).free > _NEEDED_BYTES + disk.RESERVE_BYTES
    return enough and os.access(cache, os.W_OK | os.X_OK)


def main(argument: str) -> int:
    """Leave our parent and record; 0 also when another recorder is at it."""
    cache = Path(argument)
    folder = aot.folder_in(cache)
    detach(folder / "record.log")
    os.nice(NICENESS)
    with alone(folder) as free:
        if free and not aot.file_in(cache).exists():
            return record(cache)
    return 0


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether no other recorder runs; what a killed one left is removed."""
    with (folder / "record.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        for left in folder.glob(f"{_SCRATCH}*"):
            shutil.rmtree(left)
        (folder / "record.log").write_bytes(b"")
        yield True


def record(cache: Path) -> int:
    """Record the cache of `cache` now; 0 when it is there, 1 when Neo4j or Java did not manage."""
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=aot.folder_in(cache)) as folder:
        output = Path(folder) / "cache.aot"
        process, port, password = _train(Home(Path(folder)), cache, output)
        try:
            ready = _wait(process, port, password)
            done = ready and all(bolt.answers(port, USER, password, query) for query in _TRAINING)
            process.send_signal(signal.SIGTERM)
            process.wait(WRITE_SECONDS)
        finally:
            process.kill()
            process.wait()
        if not done or not output.is_file():
            return 1
        output.replace(aot.file_in(cache))
    return 0


def _train(home: Home, cache: Path, output: Path) -> tuple[subprocess.Popen[bytes], int, str]:
    port = free_port()
    password = ensure_password(home)
    write_configuration(home, port, _HEAP, "32m")
    places = (f"--home-dir={home.folder}", f"--config-dir={home.configuration}", "--console-mode")
    options = (f"-Xmx{_HEAP}", f"-XX:AOTCacheOutput={output}")
    recorder = os.getpid()
    process = subprocess.Popen(  # noqa: S603 - our own command line
        java.command(java.SERVER_CLASS, *places, options=options),
        env=java.environment(cache),
        cwd=home.folder,
        stdin=subprocess.DEVNULL,
        # Safe: there are no threads in this process.
        preexec_fn=(lambda: die_with(recorder)) if sys.platform == "linux" else None,
    )
    return process, port, password


def _wait(process: subprocess.Popen[bytes], port: int, password: str) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while not bolt.answers(port, USER, password):
        if process.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True
