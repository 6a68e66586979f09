"""Prefect's surroundings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows import engine
from graph.settings import Settings


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that `prepare` sets are put back after the test."""
    for name in (*engine.environment(Path()), "ORIENTIR_HOME"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_a_run_in_any_folder_has_the_same_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    engine.prepare(Settings(home=Path("here")))
    assert os.environ["ORIENTIR_HOME"] == str(tmp_path / "here")
    assert os.environ["PREFECT_HOME"] == str(tmp_path / "here" / "prefect")
    assert (tmp_path / "here" / "prefect").is_dir()


@pytest.mark.parametrize("wish", [None, "true"])
def test_nothing_is_told_to_others_whatever_is_set(
    wish: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if wish:
        monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", wish)
    engine.prepare(Settings(home=tmp_path))
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_what_is_set_already_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", "/elsewhere")
    engine.prepare(Settings(home=tmp_path))
    assert os.environ["PREFECT_HOME"] == "/elsewhere"
