"""`orientir db` where no server is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.database import app
from graph.errors import ConfigurationError, InputError
from graph.settings import settings

COMMANDS = ("start", "stop", "status", "reset", "dump", "load")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ORIENTIR_HOME", str(tmp_path))
    monkeypatch.delenv("ORIENTIR_NEO4J_URI", raising=False)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"Пример: orientir db {command}" in result.output


def test_status_of_a_server_never_started(home: Path) -> None:
    result = CliRunner().invoke(app, ["status", "--json"])
    assert result.exit_code == 0
    status = json.loads(result.stdout)
    assert (status["state"], status["uri"], status["disk_bytes"]) == ("stopped", None, 0)
    assert status["home"] == str(home / "db")


def test_a_wrong_command_line_is_usage() -> None:
    for arguments in (["dump"], ["load"], ["start", "--wrong"], ["wrong"]):
        assert CliRunner().invoke(app, arguments).exit_code == 2


def test_reset_asks_and_deletes_nothing_without_a_yes(home: Path) -> None:
    (home / "db" / "data").mkdir(parents=True)
    for answer, said in (("n\n", "Отменено"), ("", "добавьте --yes")):
        result = CliRunner().invoke(app, ["reset"], input=answer)
        assert result.exit_code == 1
        assert said in result.stderr
        assert "Aborted" not in result.output
    assert (home / "db" / "data").exists()
    assert CliRunner().invoke(app, ["reset", "--yes"]).exit_code == 0
    assert not (home / "db" / "data").exists()


def test_dump_asks_before_it_replaces_a_file(home: Path) -> None:
    file = home / "graph.dump"
    file.write_text("kept")
    assert CliRunner().invoke(app, ["dump", str(file)], input="n\n").exit_code == 1
    assert file.read_text() == "kept"
    # A folder isn't offered to be replaced.
    result = CliRunner().invoke(app, ["dump", str(home)])
    assert isinstance(result.exception, InputError)


def test_status_names_the_log_once_there_is_one(home: Path) -> None:
    assert "Журнал" not in CliRunner().invoke(app, ["status"]).output
    log = home / "db" / "logs" / "console.log"
    log.parent.mkdir(parents=True)
    log.touch()
    assert f"Журнал: {log}" in CliRunner().invoke(app, ["status"]).output


@pytest.mark.parametrize(
    "command", [[name] for name in COMMANDS[:4]] + [["dump", "f"], ["load", "f"]]
)
def test_an_external_server_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("ORIENTIR_NEO4J_URI", "neo4j://user:secret@graph.example:7687")
    result = CliRunner().invoke(app, command)
    assert isinstance(result.exception, ConfigurationError)
    assert "neo4j://graph.example" in result.exception.message
    assert "secret" not in result.exception.message
