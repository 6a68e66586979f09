"""Java's AOT cache of Neo4j: classes loaded and linked ahead of time, which halves a start.

Must not record: `recorder` does, in the background. A cache is good for one lock and one Java;
Java itself refuses one that doesn't fit and goes on without it.
"""

from __future__ import annotations

import platform
from pathlib import Path

from graph.server import java
from graph.server.jars import lock_hash


def folder_in(cache: Path) -> Path:
    """Where caches lie and are recorded."""
    return cache / "aot"


def file_in(cache: Path) -> Path:
    """The cache of this lock, this Java and this kind of machine; perhaps not recorded yet."""
    machine = f"{platform.system()}-{platform.machine()}".lower()
    return folder_in(cache) / f"neo4j-{lock_hash()}-java-{java.version()}-{machine}.aot"


def options(cache: Path) -> tuple[str, ...]:
    """JVM options that use the cache, none when it hasn't been recorded."""
    file = file_in(cache)
    return (f"-XX:AOTCache={file}",) if file.is_file() else ()


def refused(console: Path) -> bool:
    """Whether Java said at its start that it can't use the cache it was given."""
    lines = console.read_text(encoding="utf-8", errors="replace").splitlines()
    return any("[error" in line and "[aot" in line for line in lines)


def discard(cache: Path) -> None:
    """Delete a cache that prevented a start; it will be recorded anew."""
    file_in(cache).unlink(missing_ok=True)
