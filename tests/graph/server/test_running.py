"""What a running local server is like; all tests share one."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import threading
from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import AuthError

from graph.errors import ServerError
from graph.server import NEO4J_VERSION, Address, LocalServer
from graph.server.process import read_state
from graph.server.supervisor import BEHIND
from tests.graph.server.conftest import Ask

WANTED = {
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.bolt.enabled": "true",
    "dbms.usage_report.enabled": "false",
    "dbms.fleet_manager.enabled": "false",
    "server.fleet_discovery.enabled": "false",
    "db.tx_log.preallocate": "false",
    "server.config.strict_validation.enabled": "true",
}


def test_it_is_the_locked_version(running: LocalServer, ask: Ask) -> None:
    query = (
        "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]"
    )
    assert ask(running.address(), query) == [NEO4J_VERSION]


def test_neo4j_took_every_setting(running: LocalServer, ask: Ask) -> None:
    found = ask(running.address(), "SHOW SETTINGS YIELD name, value RETURN [name, value]")
    values = dict(pair for pair in found if isinstance(pair, list))
    assert {name: values.get(name) for name in WANTED} == WANTED
    log = running.folder.console.read_text().lower()
    assert "unrecognized" not in log
    assert "deprecated" not in log


def test_neo4j_knows_every_setting_of_compose(running: LocalServer, ask: Ask) -> None:
    text = (Path(__file__).parents[3] / "docker-compose.yml").read_text(encoding="utf-8")
    variables = re.findall(r"^ +NEO4J_([a-z]\w+):", text, re.MULTILINE)
    # As the image's own script reads them: __ is _, _ is a dot.
    named = {name.replace("__", "-").replace("_", ".").replace("-", "_") for name in variables}
    known = ask(running.address(), "SHOW SETTINGS YIELD name RETURN name")
    assert named
    assert named <= set(known)


@pytest.mark.skipif(sys.platform != "linux", reason="только Linux ставит базу позади других")
def test_it_leaves_processors_to_those_who_ask_it(running: LocalServer) -> None:
    state = read_state(running.folder.state)
    assert state is not None
    nice = {
        one.pid: os.getpriority(os.PRIO_PROCESS, one.pid) for one in (state.java, state.supervisor)
    }
    assert nice[state.java.pid] == min(19, nice[state.supervisor.pid] + BEHIND)
    session = Path(f"/proc/{state.java.pid}/autogroup")
    if session.exists():
        assert session.read_text().split()[-1] == str(BEHIND)


def test_it_stops_without_waiting_for_idle_threads(running: LocalServer, ask: Ask) -> None:
    # The setting is internal: should a version drop it, strict validation refuses to start and
    # should one rename its unit or meaning, Neo4j shows another value here.
    debug = (running.folder.logs / "debug.log").read_text()
    assert "internal.server.bolt.thread_pool_shutdown_wait_time=0s" in debug


def test_it_listens_on_the_loopback_address_only(running: LocalServer, ask: Ask) -> None:
    query = "SHOW SETTINGS YIELD name, value WHERE name = 'server.bolt.listen_address' RETURN value"
    (value,) = ask(running.address(), query)
    assert str(value).startswith(("127.0.0.1:", "localhost:"))


def test_the_password_is_its_owners_alone(running: LocalServer) -> None:
    for path in (running.folder.password, running.folder.data / "dbms" / "auth.ini"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(running.folder.folder.stat().st_mode) == 0o700
    address = running.address()
    assert address.password not in repr(address)
    for log in running.folder.logs.iterdir():
        assert address.password not in log.read_text(errors="replace")


def test_the_default_password_is_refused(running: LocalServer) -> None:
    address = running.address()
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=("neo4j", "neo4j")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_a_second_start_finds_the_first(running: LocalServer) -> None:
    before = running.status().pid
    found: list[Address] = []
    threads = [threading.Thread(target=lambda: found.append(running.start())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {running.address()}
    assert len(found) == 3
    assert running.status().pid == before


def test_status_tells_what_runs(running: LocalServer) -> None:
    status = running.status()
    assert status.state == "running"
    assert status.uri == running.address().uri
    assert status.neo4j_version == NEO4J_VERSION
    assert status.disk_bytes > 0
    state = json.loads(running.folder.state.read_text())
    assert (state["java"]["pid"], state["port"]) == (status.pid, status.port)


def test_a_port_in_use_is_told_plainly(running: LocalServer, tmp_path: Path) -> None:
    port = running.status().port
    assert port is not None
    other = LocalServer(tmp_path, running.cache, port=port)
    with pytest.raises(ServerError, match=f"Порт {port} занят.*ORIENTIR_DB_PORT"):
        other.start()
    assert other.status().state == "stopped"


def test_two_checkouts_do_not_meet(running: LocalServer, tmp_path: Path) -> None:
    other = LocalServer(tmp_path, running.cache)
    assert other.status().state == "stopped"
    with pytest.raises(ServerError, match="orientir db start"):
        other.address()
    assert not other.stop()
    assert running.status().state == "running"
