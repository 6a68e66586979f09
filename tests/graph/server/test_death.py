"""Neo4j never outlives its owner or its supervisor, and what was written survives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import ServerError
from graph.server import Address, LocalServer, aot, download, recorder
from graph.server.home import Home
from graph.server.jars import place, read_lock
from graph.server.process import Process, State, read_state
from tests.graph.server.conftest import Ask

OWNER = """
import json, sys
from pathlib import Path
from graph.server import LocalServer
home, cache = map(Path, sys.argv[1:])
LocalServer(home, cache, heap="400m", page_cache="32m").start(owned=True)
print("ready", flush=True)
sys.stdin.read()
"""
DEADLINE_SECONDS = 10


def started_by_another_process(server: LocalServer) -> subprocess.Popen[bytes]:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(server.home), str(server.cache)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"ready\n"
    return owner


def started_twice_at_once(server: LocalServer) -> Address:
    """Start by two that don't know of each other; both must get the one server."""
    with ThreadPoolExecutor(2) as pool:
        starts = [pool.submit(replace(server).start) for _ in range(2)]
    addresses = {start.result() for start in starts}
    assert addresses == {server.address()}
    return server.address()


def spoilt_cache(real: Path, cache: Path) -> str:
    """A cache with one jar whose content is wrong; the address of a repository with right ones."""
    lock = read_lock()
    download.fetch(lock, real, None, print)
    for jar in lock:
        for copy in (place(cache, jar), cache / "maven" / jar.path):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(place(real, jar))
    spoilt = next(jar for jar in lock if jar.coordinate.startswith("org.neo4j.app:neo4j-server:"))
    place(cache, spoilt).unlink()
    place(cache, spoilt).write_bytes(b"x" * spoilt.size)
    return (cache / "maven").as_uri()


def state_of(server: LocalServer) -> State:
    state = read_state(server.folder.state)
    assert state is not None
    return state


def test_kill_9_of_the_owner_and_of_the_supervisor_end_neo4j_and_lose_nothing(
    server: LocalServer, ask: Ask, tmp_path: Path
) -> None:
    with started_by_another_process(server) as owner:
        assert ask(server.address(), "CREATE (n:Thing {of: 'owner'}) RETURN 1") == [1]
        # Another command stops it and starts it again, and its owner stays its owner.
        before = state_of(server)
        server.dump(tmp_path / "graph.dump")
        java = state_of(server).java
        assert java != before.java
        assert state_of(server).owner == before.owner == Process.of(owner.pid)
        owner.kill()
        assert java.wait(DEADLINE_SECONDS)

    address = started_twice_at_once(server)
    assert ask(address, "MATCH (n:Thing) RETURN n.of") == ["owner"]
    assert ask(address, "CREATE (n:Thing {of: 'supervisor'}) RETURN 1") == [1]
    address = started_while_it_dies(server)
    assert ask(address, "MATCH (n:Thing) RETURN count(n)") == [2]
    killed = state_of(server)
    killed.supervisor.send(signal.SIGKILL)
    assert killed.java.wait(DEADLINE_SECONDS)
    assert server.status().state == "stale"
    with pytest.raises(ServerError, match="не запущена"):
        server.address()

    said: list[str] = []
    server.say = said.append
    with server as address:
        assert ask(address, "MATCH (n:Thing) RETURN n.of ORDER BY n.of") == ["owner", "supervisor"]
        java = state_of(server).java
        assert not java.wait(0)
    assert [f"процесс {killed.java.pid}" in line for line in said] == [True]
    assert not java.alive()
    assert server.status().state == "stopped"


def started_while_it_dies(server: LocalServer) -> Address:
    """Somebody finds it running, and it is killed before it has answered."""
    dying = state_of(server).java
    dying.send(signal.SIGSTOP)
    with ThreadPoolExecutor() as pool:
        starting = pool.submit(server.start)
        time.sleep(1)
        dying.send(signal.SIGKILL)
        return starting.result(60)


def test_a_state_file_of_another_process_of_that_number_is_stale(server: LocalServer) -> None:
    server.folder.folder.mkdir(parents=True)
    process = {"pid": os.getpid(), "started": "long ago"}
    state = {"java": process, "supervisor": process, "port": 1, "started_at": 0.0}
    server.folder.state.write_text(json.dumps(state | {"java_version": "1", "neo4j_version": "1"}))
    assert server.status().state == "stale"
    assert not server.stop()  # and this process wasn't killed


def test_java_that_does_not_start_shows_its_log(server: LocalServer) -> None:
    server.heap = "1k"
    with pytest.raises(ServerError, match=r"(?s)не запустился.*console\.log.*heap"):
        server.start()
    assert not state_of(server).alive()


def test_what_is_broken_in_the_cache_is_brought_anew(server: LocalServer, tmp_path: Path) -> None:
    real, server.cache = server.cache, tmp_path / "cache"
    server.maven_url = spoilt_cache(real, server.cache)
    broken = aot.file_in(server.cache)
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"broken" * 1000)
    said: list[str] = []
    server.say = said.append
    server.start(owned=True)
    assert server.status().state == "running"
    assert not broken.exists()
    assert "повреждены" in said[0]
    assert said[-1] == "Загрузка Neo4j: готово."


def test_a_home_that_cannot_be_written_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerError, match=r"на месте папки лежит файл.*ORIENTIR_HOME"):
        LocalServer(tmp_path / "file", tmp_path).start()


def test_only_one_recorder_of_the_aot_cache_works_and_it_clears_up(tmp_path: Path) -> None:
    left = Home(tmp_path / "scratch-left")
    left.data.mkdir(parents=True)
    with recorder.alone(tmp_path) as first, recorder.alone(tmp_path) as second:
        assert (first, second) == (True, False)
        assert not left.folder.exists()
