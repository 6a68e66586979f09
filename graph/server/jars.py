"""The committed list of jars the local Neo4j is made of; reads it and says where each jar lies.

Must not download or start anything.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

NEO4J_VERSION = "2026.09.0"
"""The one version of Neo4j this project runs; jars.lock and docker-compose.yml name the same."""

ROOTS = ("org.neo4j:neo4j", "org.neo4j.app:neo4j-server")
LOCK_FILE = Path(__file__).with_name("jars.lock")


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of the lock; `coordinate` is group:artifact:version[:classifier], `size` bytes."""

    coordinate: str
    sha256: str
    size: int
    folder: str

    def __str__(self) -> str:
        return f"{self.coordinate} {self.sha256} {self.size} {self.folder}"

    @property
    def name(self) -> str:
        """File name as Maven repositories have it."""
        return "-".join(self.coordinate.split(":")[1:]) + ".jar"

    @property
    def path(self) -> str:
        """Path inside a Maven repository."""
        group, artifact, version = self.coordinate.split(":")[:3]
        return f"{group.replace('.', '/')}/{artifact}/{version}/{self.name}"


def read_lock(path: Path = LOCK_FILE) -> tuple[Jar, ...]:
    """The jars of a lock file, in its order; ValueError on a line that isn't one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_parse(line) for line in lines if line and not line.startswith("#"))


def _parse(line: str) -> Jar:
    coordinate, sha256, size, folder = line.split()
    if folder not in ("jars", "modules") or len(sha256) != 64 or coordinate.count(":") < 2:
        raise ValueError(f"not a line of jars.lock: {line}")
    return Jar(coordinate, sha256, int(size), folder)


def lock_hash(path: Path = LOCK_FILE) -> str:
    """Sixteen hex digits that change when any jar changes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def folder_in(cache: Path) -> Path:
    """Where the jars of this version lie in the cache."""
    return cache / "jars" / NEO4J_VERSION


def place(cache: Path, jar: Jar) -> Path:
    """Where a jar lies in the cache."""
    return folder_in(cache) / jar.folder / jar.name


def classpath(cache: Path) -> list[Path]:
    """Every jar, in the lock's order: an AOT cache is good only for the order it was made with."""
    return [place(cache, jar) for jar in read_lock()]
