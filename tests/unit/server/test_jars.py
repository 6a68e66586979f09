"""The committed lock of jars."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.server.jars import NEO4J_VERSION, ROOTS, Jar, read_lock


def test_the_lock_holds_the_declared_version_of_every_root() -> None:
    coordinates = {jar.coordinate for jar in read_lock()}
    assert {f"{root}:{NEO4J_VERSION}" for root in ROOTS} <= coordinates


def test_every_line_of_the_lock_is_a_jar_of_its_own() -> None:
    jars = read_lock()
    assert len({jar.coordinate for jar in jars}) == len(jars) > 200
    assert len({jar.name for jar in jars}) == len(jars)
    assert all(jar.size > 0 for jar in jars)


def test_a_classifier_goes_into_the_name_and_not_into_the_folder() -> None:
    jar = Jar("io.netty:netty-x:4.2.Final:linux-x86_64", "0" * 64, 1, "modules")
    assert jar.path == "io/netty/netty-x/4.2.Final/netty-x-4.2.Final-linux-x86_64.jar"


@pytest.mark.parametrize(
    "line",
    [
        f"group:artifact {'0' * 64} 1 jars",
        f"group:artifact:1 {'0' * 63} 1 jars",
        f"group:artifact:1 {'0' * 64} one jars",
        f"group:artifact:1 {'0' * 64} 1 elsewhere",
        f"group:artifact:1 {'0' * 64} 1",
    ],
)
def test_a_line_that_is_no_jar_is_refused(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "jars.lock"
    lock.write_text(line)
    with pytest.raises(ValueError, match=r"."):
        read_lock(lock)


def test_the_lock_names_no_host() -> None:
    assert not any("://" in str(jar) for jar in read_lock())
