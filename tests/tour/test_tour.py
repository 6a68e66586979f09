"""docs/tour.md as somebody new follows it: every command of it, in its order, in a real shell."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", TOUR, re.MULTILINE | re.DOTALL)
START_SECONDS = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tour")


@pytest.fixture(scope="module")
def shown(folder: Path) -> Iterator[list[str]]:
    """What each of the commands has printed; the first is left running, as the page says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        "ORIENTIR_HOME": str(folder / ".orientir"),
        "ORIENTIR_PORT": str(port),
        "ORIENTIR_WARM_PLANS": "false",
    }
    first, *rest = (text.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for text in COMMANDS)
    with (folder / "run.log").open("wb") as log:
        running = subprocess.Popen(
            ["bash", "-c", first], cwd=ROOT, env=os.environ | own, stdout=log,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_ready(running, port, folder / "run.log")
        yield [(folder / "run.log").read_text(encoding="utf-8"), *_told(rest, folder, own)]
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(60)


def _wait_ready(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert running.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(httpx.TransportError):  # It may not have come up yet.
            if httpx.get(f"http://127.0.0.1:{port}/health/ready", trust_env=False).is_success:
                return
        time.sleep(0.5)
    pytest.fail(log.read_text(encoding="utf-8"))


def _told(commands: list[str], folder: Path, own: dict[str, str]) -> list[str]:
    """All in one shell, as in one window; each has to succeed."""
    mark = "<<<здесь следующая>>>"
    script = f"\necho '{mark}'\n".join(commands)
    text = script.replace('"$PWD/.venv/bin:$PATH"', f'"{ROOT}/.venv/bin:$PATH"')
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text], cwd=folder, capture_output=True, text=True,
        env=os.environ | own | {"COLUMNS": "200"}, timeout=START_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.split(mark)


def test_the_tour_ends_at_a_root_cause_and_whom_to_call(shown: list[str], folder: Path) -> None:
    assert len(shown) == len(COMMANDS)
    run, causes, trace, asked, later = shown
    assert "http://127.0.0.1" in run
    assert "держит" in causes
    assert len(causes.splitlines()) > 5
    assert trace.strip()
    answer = httpx.Response(200, text=asked).json()
    (edge,) = answer["data"]["rootCauses"]["edges"]
    assert edge["node"]["blockedGaps"] > 0
    assert edge["node"]["gap"]["answeredBy"]["phone"]
    assert "watch" in later
    (report,) = (folder / "отчёты").iterdir()
    assert report.suffix == ".xlsx"
    assert report.read_bytes().startswith(b"PK")


def test_nothing_of_the_tour_is_left_out() -> None:
    assert len(COMMANDS) == TOUR.count("```sh") == 5
