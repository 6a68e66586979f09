"""What a start depends on: Java's flags and locale, the port, the guard, when to record."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import ServerError
from graph.server import (
    LocalServer,
    bolt,
    download,
    java,
    launching,
    local,
    recorder,
    supervisor,
)
from graph.server.home import Home
from graph.server.launching import Launch, Launched, launch
from graph.server.ports import PortForbiddenError, PortTakenError, refused
from graph.server.process import Process


def test_java_gets_the_flags_of_the_newest_version_known() -> None:
    assert "--sun-misc-unsafe-memory-access=allow" in java.flags(25)
    assert java.flags(26) == java.flags(25)
    assert "--sun-misc-unsafe-memory-access=allow" not in java.flags(21)
    with pytest.raises(ServerError, match="Java 21"):
        java.flags(17)


def test_a_port_for_the_administrator_is_not_called_taken() -> None:
    forbidden = refused(80, PermissionError(errno.EACCES, "Permission denied"))
    assert isinstance(forbidden, PortForbiddenError)
    assert "от 1024" in forbidden.message
    assert isinstance(refused(80, OSError(errno.EADDRINUSE, "in use")), PortTakenError)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "C.UTF-8"),
        ({"LC_ALL": "C"}, "C.UTF-8"),
        ({"LC_ALL": "POSIX", "LANG": "ru_RU.UTF-8"}, "C.UTF-8"),
        ({"LANG": "ru_RU.UTF-8"}, None),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, None),
    ],
)
def test_java_gets_a_locale_in_which_it_can_open_russian_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], expected: str | None
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert java.environment(tmp_path).get("LC_ALL") == expected


def test_where_the_kernel_has_no_death_signal_a_guard_kills() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    guard = supervisor._guard(child.pid)
    assert guard.stdin is not None
    guard.stdin.close()  # as the system does when the one that holds the other end dies
    assert child.wait() == -signal.SIGKILL
    assert child.stdin is not None
    child.stdin.close()
    guard.wait()


def test_a_free_port_that_somebody_takes_meanwhile_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tried: list[int] = []

    def launch_on(port: int, wanted: Launch) -> Launched:
        tried.append(port)
        if len(tried) == 1 or wanted.port:
            raise PortTakenError(port)
        return Launched(port, None)

    monkeypatch.setattr(launching, "_launch_on", launch_on)
    wanted = Launch(Home(tmp_path), tmp_path, "1g", "32m", 0, None, print)
    assert launch(wanted).port == tried[1]
    # A port that was asked for is that port or none.
    with pytest.raises(PortTakenError, match="7687"):
        launch(replace(wanted, port=7687))
    assert tried[2:] == [7687]


def test_the_first_start_records_no_cache_and_the_second_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    recorded: list[Path] = []
    monkeypatch.setattr(local, "launch", lambda wanted: Launched(wanted.port, None))
    monkeypatch.setattr(download, "fetch", lambda *_: None)
    monkeypatch.setattr(recorder, "begin", recorded.append)
    server = LocalServer(tmp_path, tmp_path / "cache", port=7687, record_aot=True)
    server.folder.folder.mkdir()
    server.folder.password.write_text("secret")
    server.start()
    assert recorded == []
    server.folder.data.mkdir()  # as Neo4j does
    server.start()
    assert recorded == [tmp_path / "cache"]


def test_a_cache_closed_to_us_is_used_without_recording(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    recorder.begin(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_who_waits_long_is_told_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = iter([False, False, False, True])
    monkeypatch.setattr(launching, "SLOW_SECONDS", -1.0)
    monkeypatch.setattr(bolt, "answers", lambda *_: next(answers))
    own = Process.of(os.getpid())
    assert own is not None
    said: list[str] = []
    launching.wait_ready(Home(tmp_path), own, 1, "", said.append)
    assert ["ещё запускается" in line and "console.log" in line for line in said] == [True]
