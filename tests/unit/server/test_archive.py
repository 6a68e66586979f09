"""A dump onto a full disk, and a load that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import ServerError
from graph.server import archive, disk
from graph.server.archive import finish
from graph.server.home import Home

# Like Neo4j's own tool: goes on and ends well however its output fares.
TOOL = "import os; os.write(1, b'x' * 1000)"


def test_a_dump_onto_a_full_disk_is_no_success(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerError, match=r"Кончилось место.*в другой папке"),
        disk.translated(tmp_path, "укажите файл в другой папке"),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        archive._run([sys.executable, "-c", TOOL], dict(os.environ), subprocess.DEVNULL, full)


@pytest.mark.parametrize("moved", [(), ("databases",), ("databases", "transactions")])
def test_a_load_that_was_killed_while_it_moved_files_is_finished(
    tmp_path: Path, moved: tuple[str, ...]
) -> None:
    home = Home(tmp_path)
    for kind in ("databases", "transactions"):
        present, loaded = home.data / kind / "neo4j", home.loaded / kind / "neo4j"
        present.mkdir(parents=True)
        (present / "store").write_text("new" if kind in moved else "old")
        if kind not in moved:
            loaded.mkdir(parents=True)
            (loaded / "store").write_text("new")
    finish(home)
    assert [file.read_text() for file in home.data.rglob("store")] == ["new", "new"]
    assert not home.loaded.exists()
    finish(home)  # and once more changes nothing
    assert [file.read_text() for file in home.data.rglob("store")] == ["new", "new"]
