"""The command line as a person meets it: exit codes, messages, nothing but what was asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.catalogue import CATALOGUE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def orientir(
    home: Path, *arguments: str, program: tuple[str, ...] = ("-m", "cli.main"), **variables: str
) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ORIENTIR_", "PREFECT_"))}
    # Nothing may listen on port 9 of this machine: a graph that can't be reached.
    graph = {"ORIENTIR_NEO4J_URI": "bolt://127.0.0.1:9", "ORIENTIR_NEO4J_PASSWORD": "none"}
    return subprocess.run(
        [sys.executable, *program, *arguments],
        env=kept | graph | {"ORIENTIR_HOME": str(home)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_the_commands_and_imports_nothing_heavy(home: Path) -> None:
    ran = orientir(home, "--help", PYTHONPROFILEIMPORTTIME="1")
    assert ran.returncode == 0
    commands = ("run", "demo", "scan", "gaps", "trace", "rules", "migrate", "db", "import")
    for command in (*commands, "flows", "docs", "version"):
        assert f"│ {command} " in ran.stdout
    imported = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert imported.isdisjoint({"prefect", "strawberry", "starlette", "uvicorn", "neo4j"})


@pytest.mark.parametrize(
    "command",
    [
        *(["run"], ["demo"], ["scan"], ["migrate"], ["docs"], ["version"]),
        *(["gaps"], ["trace"], ["rules"]),
        *(["account", "create"], ["account", "oidc"], ["token", "create"]),
        *(["flows", "serve"], ["flows", "run"], ["media", "clean"]),
        *(["import", "files"], ["import", "kinds"], ["import", "list"], ["import", "template"]),
        *(["import", "undo"], ["import", "resume"]),
        *(["alerts", "list"], ["alerts", "dead"], ["alerts", "retry"], ["alerts", "test"]),
    ],
)
def test_every_command_gives_an_example(home: Path, command: list[str]) -> None:
    ran = orientir(home, *command, "--help")
    assert ran.returncode == 0
    assert f"orientir {' '.join(command)}" in " ".join(ran.stdout.split())
    assert "Пример" in ran.stdout


def test_files_are_imported_without_naming_the_command(home: Path) -> None:
    for arguments in (["нет.csv", "--help"], ["--dry-run", "нет.csv", "--help"]):
        ran = orientir(home, "import", *arguments)
        assert ran.returncode == 0
        assert "orientir import files" in ran.stdout
    ran = orientir(home, "import", "--help")
    assert "--dry-run" in ran.stdout
    ran = orientir(home, "import", "a.csv", "b.csv", "--marked", "c.xlsx")
    assert (ran.returncode, ran.stdout) == (2, "")


@pytest.mark.parametrize(
    "arguments",
    [["nosuch"], ["scan", "--nosuch"], ["run", "--port", "x"], ["demo", "--regions", "86"]],
)
def test_wrong_usage_is_2(home: Path, arguments: list[str]) -> None:
    ran = orientir(home, *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")


def test_an_expected_error_is_1_and_one_message(home: Path) -> None:
    ran = orientir(home, "flows", "run", "skan")
    names = ", ".join(entry.name for entry in CATALOGUE)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"Ошибка: Нет процесса «skan». Есть: {names}.\n"


def test_an_absent_database_is_told_without_a_traceback(home: Path) -> None:
    ran = orientir(home, "scan")
    assert ran.returncode == 1
    assert ran.stderr.startswith("Ошибка: Neo4j не отвечает.")
    assert "Traceback" not in ran.stderr


def test_debug_adds_the_traceback(home: Path) -> None:
    ran = orientir(home, "--debug", "flows", "run", "skan")
    assert ran.returncode == 1
    assert "Traceback" in ran.stderr
    assert orientir(home, "flows", "run", "skan", ORIENTIR_DEBUG="1").stderr == ran.stderr


# The real command line with one more command, which fails as nobody foresaw.
FAILING = """
import cli.main
cli.main.app.command("fail")(lambda: {}["nobody"])
cli.main.main()
"""


def test_an_unexpected_failure_is_kept_in_a_file_of_the_owner(home: Path) -> None:
    ran = orientir(home, "fail", program=("-c", FAILING))
    log = home / "logs" / "failures.log"
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"Сбой программы (KeyError). Подробности: {log}\n")
    assert "nobody" not in ran.stderr
    assert "KeyError: 'nobody'" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_failure_that_cannot_be_kept_is_still_told(home: Path) -> None:
    home.write_text("not a folder", encoding="utf-8")
    ran = orientir(home, "fail", program=("-c", FAILING))
    assert ran.returncode == 1
    assert "записать не удалось" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_wrong_setting_is_named(home: Path) -> None:
    ran = orientir(home, "migrate", ORIENTIR_PORT="seventy")
    assert ran.returncode == 1
    assert "ORIENTIR_PORT" in ran.stderr
    assert "seventy" not in ran.stderr


def test_version_for_programs(home: Path) -> None:
    ran = orientir(home, "version", "--json")
    assert json.loads(ran.stdout).keys() == {"orientir", "graph", "neo4j", "python"}


def test_flows_for_programs(home: Path) -> None:
    ran = orientir(home, "flows", "list", "--json")
    scan = [row for row in json.loads(ran.stdout) if row["flow"] == "scan"]
    assert {row["cron"] for row in scan} == {"0 6 * * *"}
