"""The Makefile's help, and how a Python is found."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FIND = ROOT / "scripts" / "find_python.sh"


def find(path: Path, python: str = "") -> subprocess.CompletedProcess[str]:
    """Run the search where only the programs in `path` exist."""
    return subprocess.run(
        ["/bin/sh", str(FIND)],
        env={"PATH": str(path), "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


def program(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["#!/bin/sh", *lines]) + "\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def real(folder: Path, name: str) -> Path:
    return program(folder, name, f'exec {sys.executable} "$@"')


def test_a_shim_that_only_pretends_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "python3.13", "exit 127")
    found = real(tmp_path, "python3.12")
    assert find(tmp_path).stdout.strip() == str(found)


def test_the_python_that_is_given_is_taken(tmp_path: Path) -> None:
    real(tmp_path, "python3.13")
    given = real(tmp_path, "mine")
    assert find(tmp_path, str(given)).stdout.strip() == str(given)


def test_without_any_it_says_what_to_do(tmp_path: Path) -> None:
    ran = find(tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Не найден Python 3.11 или новее" in ran.stderr
    assert "PYTHON=" in ran.stderr


def test_a_given_python_that_is_too_old_is_refused(tmp_path: Path) -> None:
    old = program(tmp_path, "old", "exit 1")
    ran = find(tmp_path, str(old))
    assert ran.returncode == 1
    assert f"PYTHON={old} не подходит" in ran.stderr


def test_a_missing_venv_is_told(tmp_path: Path) -> None:
    program(tmp_path, "python3.11", 'case "$2" in *ensurepip*) exit 1;; esac', "exit 0")
    (tmp_path / "basename").symlink_to("/usr/bin/basename")
    ran = find(tmp_path)
    assert ran.returncode == 1
    assert "apt-get install python3.11-venv" in ran.stderr


def test_help_tells_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: ([a-z-]+)$", makefile, re.MULTILINE))
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  make ([a-z-]+)", told.stdout, re.MULTILINE)) == targets
