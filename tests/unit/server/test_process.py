"""Processes told apart by their start, and the state file."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import ServerError
from graph.server import process
from graph.server.home import Home, check_memory, ensure_password, plans_kept, write_configuration
from graph.server.process import Process, State, read_state, write_state


def test_a_number_used_again_is_another_process() -> None:
    own = Process.of(os.getpid())
    assert own is not None
    assert own.alive()
    assert not Process(own.pid, "long ago").alive()


def test_a_process_that_ended_but_was_not_reaped_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    process = Process.of(child.pid)
    assert process is not None
    assert child.stdin is not None
    child.stdin.close()
    assert process.wait(10)
    assert Process.of(child.pid) is None
    child.wait()


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    own = Process(os.getpid(), "1")
    state = State(own, own, 7687, 1.5, "25", "2026")
    write_state(tmp_path / "state.json", state)
    assert read_state(tmp_path / "state.json") == state
    owned = replace(state, owner=Process(1, "2"))
    write_state(tmp_path / "state.json", owned)
    assert read_state(tmp_path / "state.json") == owned
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"java": 1, "supervisor": 2}'])
def test_a_state_that_makes_no_sense_is_no_state(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_text(text)
    assert read_state(tmp_path / "state.json") is None


def test_an_amount_of_memory_must_look_like_one() -> None:
    check_memory("ORIENTIR_DB_HEAP", "512m")
    for value in ("", "0g", "1 g", "1gb", "-Xmx1g", "1g\nserver.http.enabled=true"):
        with pytest.raises(ServerError, match="ORIENTIR_DB_HEAP"):
            check_memory("ORIENTIR_DB_HEAP", value)


def test_plans_are_kept_as_memory_allows(tmp_path: Path) -> None:
    assert [plans_kept(heap) for heap in ("64m", "512m", "1g", "4G", "2097152k")] == [
        100, 250, 500, 2000, 1000,
    ]  # fmt: skip
    write_configuration(Home(tmp_path), 7687, "4g", "64m")
    told = (tmp_path / "conf" / "neo4j.conf").read_text()
    assert "server.memory.query_cache.per_db_cache_num_entries=2000\n" in told


def test_a_lost_password_is_not_replaced_by_a_new_one(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.data / "databases" / "system").mkdir(parents=True)
    with pytest.raises(ServerError, match="orientir db reset"):
        ensure_password(home)
    assert not home.password.exists()


@pytest.mark.skipif(not Path(process._PS).exists(), reason="no ps here")
def test_where_there_is_no_proc_ps_tells_processes_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_HAS_PROC", False)
    own = Process.of(os.getpid())
    assert own is not None
    assert own.alive()
    assert not Process(own.pid, "long_ago").alive()
