"""Copies as files: whole or not there, read to the end or refused, the newest kept."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.errors import InputError
from queries.backup.file import (
    Header,
    Writing,
    check,
    copies,
    folder_of_copies,
    header_of,
    keep_newest,
    lines,
)
from queries.backup.reading import Content, Part, heading, line

AT = datetime(2019, 10, 14, 2, 0, tzinfo=UTC)
ROWS = [["a", 1, None, "2019-10-14"], ["b", 2, 1.5, "Привет"], ["c", 3, None, "x" * 500]]


def written(folder: Path, at: datetime = AT, rows: list[list[object]] = ROWS) -> Path:
    texts = [heading("Person"), *(line(row) for row in rows), heading("Region")]
    own = hashlib.sha256(b"".join(texts[1:-1])).hexdigest()
    parts = {"Person": Part(len(rows), 0, own), "Region": Part(0, 0, hashlib.sha256().hexdigest())}
    content = Content(parts, hashlib.sha256(b"".join(texts)).hexdigest())
    with folder_of_copies(folder):
        writing = Writing(folder, at)
        sink = writing.begin()
        for text in texts:
            sink(text)
        return writing.finish(Header(4, at, content, {"Person": {"columns": ["id"], "links": []}}))


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = written(tmp_path)
    header = check(path)
    assert (header.graph_version, header.made_at) == (4, AT)
    assert (header.content.nodes, header.content.quiet) == (3, True)
    assert header_of(path) == header
    assert [one for one, _ in lines(path)] == ["Person", *ROWS, "Region"]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = written(tmp_path / "backups")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(one.name for one in path.parent.iterdir()) == [".lock", path.name]


def test_a_cut_file_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = written(tmp_path).read_bytes()
    cut = tmp_path / "cut.jsonl.gz"
    for length in range(0, len(whole), 7):
        cut.write_bytes(whole[:length])
        with pytest.raises(InputError, match="обрезана"):
            check(cut)


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path).read_bytes()
    other = tmp_path / "other.jsonl.gz"
    for place in range(len(whole) // 2, len(whole), 11):
        other.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        with pytest.raises(InputError, match="изменена"):
            check(other)


def test_lines_of_another_copy_are_refused(tmp_path: Path) -> None:
    one = written(tmp_path).read_bytes()
    two = written(tmp_path, AT + timedelta(days=1), ROWS[:2]).read_bytes()
    begin = [data.index(b"\x1f\x8b", 2) for data in (one, two)]
    mixed = tmp_path / "mixed.jsonl.gz"
    mixed.write_bytes(one[: begin[0]] + two[begin[1] :])
    with pytest.raises(InputError):
        check(mixed)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="orientir backup list"):
        check(tmp_path / "нет.jsonl.gz")


def test_the_newest_are_kept(tmp_path: Path) -> None:
    paths = [written(tmp_path, AT + timedelta(days=day)) for day in range(5)]
    (tmp_path / "orientir-junk.jsonl.gz").write_text("не копия")
    assert [copy.path for copy in copies(tmp_path)] == paths[::-1]
    assert keep_newest(tmp_path, 2) == paths[2::-1]
    assert [copy.path for copy in copies(tmp_path)] == paths[:2:-1]
    assert (tmp_path / "orientir-junk.jsonl.gz").exists()


ENDLESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from queries.backup.file import Writing, folder_of_copies
folder = Path(sys.argv[1])
with folder_of_copies(folder):
    sink = Writing(folder, datetime(2019, 10, 15, tzinfo=UTC)).begin()
    while True:
        sink(b"[1]\\n" * 1000)
"""


def test_a_writer_that_is_killed_leaves_the_old_ones(tmp_path: Path) -> None:
    old = written(tmp_path)
    with subprocess.Popen([sys.executable, "-c", ENDLESS, str(tmp_path)]) as process:
        while not any(p.stat().st_size for p in tmp_path.glob(".*.part")):
            assert process.poll() is None
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    assert [copy.path for copy in copies(tmp_path)] == [old]
    check(old)
    with folder_of_copies(tmp_path):
        assert list(tmp_path.glob(".*.part")) == []
