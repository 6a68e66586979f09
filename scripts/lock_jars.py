"""Make `graph/server/jars.lock`: every jar of the local Neo4j with its checksum.

Run by a developer when NEO4J_VERSION changes: `.venv/bin/python scripts/lock_jars.py`. It resolves
with jgo, one jar at a time (two minutes); what it writes holds coordinates and no addresses.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

import jgo

from graph.server.jars import LOCK_FILE, NEO4J_VERSION, ROOTS, Jar

HEADER = "# Made by scripts/lock_jars.py; not edited by hand. coordinate sha256 bytes folder\n"


def locked(path: Path, coordinate: str) -> Jar:
    """The lock's row of a jar that lies at `path`; its folder is the one jgo has chosen."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Jar(coordinate, sha256, path.stat().st_size, path.parent.name)


def resolve(folder: Path) -> list[Jar]:
    """Every jar that jgo finds for ROOTS, sorted by coordinate."""
    endpoint = "+".join(f"{root}:{NEO4J_VERSION}" for root in ROOTS)
    environment = jgo.build(endpoint, cache_dir=folder)
    paths = {path.name: path for path in environment.all_jars}
    jars = []
    for artifact in jgo.resolve(endpoint):
        parts = [artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier]
        if path := paths.get(artifact.filename):
            jars.append(locked(path, ":".join(part for part in parts if part)))
    if len(jars) != len(paths):
        sys.exit(f"jgo linked {len(paths)} jars but named {len(jars)}")
    return sorted(jars, key=lambda jar: jar.coordinate)


def main() -> None:
    """Write the lock."""
    with tempfile.TemporaryDirectory() as folder:
        jars = resolve(Path(folder))
    LOCK_FILE.write_text(HEADER + "".join(f"{jar}\n" for jar in jars), encoding="utf-8")


if __name__ == "__main__":
    main()
