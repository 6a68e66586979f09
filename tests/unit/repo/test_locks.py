"""The locks: every package by hash, no address of any registry anywhere in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-uv.txt",
    "requirements-codegen.txt",
    "requirements-mutation.txt",
)
# Put together here, so that this file itself holds none of them.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("repo1", "maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("central", "sonatype", "com"),
        ("proxy", "golang", "org"),
        ("static", "crates", "io"),
        ("index", "crates", "io"),
        ("registry-1", "docker", "io"),
        ("conda", "anaconda", "org"),
        ("deb", "debian", "org"),
        ("ghcr", "io"),
        ("quay", "io"),
    )
]


def files() -> list[Path]:
    """What is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout of git: cannot tell the project's files from others")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_registry_is_named_anywhere() -> None:
    wanted = re.compile("|".join(map(re.escape, HOSTS)).encode())
    found = {
        (str(path.relative_to(ROOT)), match.group().decode())
        for path in files()
        if path.is_file()
        for match in wanted.finditer(path.read_bytes())
    }
    assert found == set()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text


def test_what_runs_is_what_is_tested() -> None:
    running, developing = (pins(name) for name in LOCKS[:2])
    assert running.items() <= developing.items()


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))
