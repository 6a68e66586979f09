"""Dump, reset and load of a local server."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.server import LocalServer
from graph.server.archive import is_empty
from tests.graph.server.conftest import Ask


def test_what_was_dumped_comes_back_after_a_reset(
    server: LocalServer, ask: Ask, tmp_path: Path
) -> None:
    file, junk, half = (tmp_path / name for name in ("graph.dump", "junk", "half"))
    junk.write_text("not an archive")
    address = server.start()
    ask(address, "CREATE (:Thing {name: 'Ключ'})-[:OF]->(:Thing {name: 'Замок'})")

    server.dump(file)
    assert server.address() == address  # it runs again, where it was
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert address.password.encode() not in file.read_bytes()

    with pytest.raises(InputError, match="уже есть данные"):
        server.load(file)
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    for broken in (junk, half):
        with pytest.raises(InputError, match=f"{broken.name} не загрузился.*Прежние данные"):
            server.load(broken, overwrite=True)
    assert ask(address, "MATCH (n:Thing) RETURN n.name ORDER BY n.name") == ["Замок", "Ключ"]

    server.reset()
    assert [path.name for path in server.folder.folder.iterdir()] == ["start.lock"]
    (server.folder.folder / "load-killed").mkdir()  # as a load that was killed leaves it
    server.load(file)
    assert not is_empty(server.folder)
    again = server.start()
    assert again.password != address.password
    query = "MATCH (a:Thing)-[:OF]->(b) RETURN a.name + ' ' + b.name"
    assert ask(again, query) == ["Ключ Замок"]
    assert not list(server.folder.folder.glob("load*"))


def test_a_file_that_is_not_there_touches_nothing(server: LocalServer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="не читается"):
        server.load(tmp_path / "absent")
    with pytest.raises(InputError, match="существующая папка"):
        server.dump(tmp_path / "absent" / "file")
    assert not server.folder.folder.exists()
