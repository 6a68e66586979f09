"""The child that parses: what it can't reach, how it ends, and what is told of it then."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reading import LIMITS, Refusal, RefusedFileError, read
from imports.reading.process import Child
from imports.reading.wire import Take, packed, restored, unpacked

# More rows than the pipe holds: the child waits for whoever takes them.
MANY = b"name;number\n" + b"somebody;1\n" * 200_000


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(MANY)
    return path


def children() -> set[int]:
    """Our children by their ids, those that ended and weren't waited for among them."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


@pytest.fixture
def pid(many: Path) -> Iterator[int]:
    """The id of a child in the middle of a file."""
    before = children()
    with read(many, "a.csv") as reading:
        next(reading.rows())
        (pid,) = children() - before
        yield pid


def test_it_has_no_environment_no_folder_and_three_pipes(pid: int) -> None:
    process = Path(f"/proc/{pid}")

    assert process.joinpath("environ").read_bytes() == b""
    assert process.joinpath("cwd").readlink() == Path("/")
    assert {fd.name for fd in process.joinpath("fd").iterdir()} == {"0", "1", "2"}
    assert os.getpgid(pid) == os.getsid(pid) == pid


def test_it_is_bounded_before_it_has_the_file(pid: int) -> None:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    soft = {line[:26].strip(): line[26:47].strip() for line in lines}

    assert soft["Max file size"] == soft["Max core file size"] == "0"
    assert soft["Max processes"] == "0"
    assert soft["Max open files"] == "3"
    assert soft["Max address space"] == str(LIMITS.memory)
    assert int(soft["Max cpu time"]) <= LIMITS.cpu + 5


def test_it_imports_little() -> None:
    program = "import imports.reading.child, sys; print(*{n.split('.')[0] for n in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )

    assert {"imports", "python_calamine", "olefile"} <= set(done.stdout.split())
    assert not {"neo4j", "pydantic", "prefect", "asyncio", "socket"} & set(done.stdout.split())


def test_it_is_gone_when_the_reader_leaves_early(many: Path) -> None:
    before = children()
    with read(many, "a.csv") as reading:
        next(reading.rows())
        assert len(children() - before) == 1
    assert children() == before

    with pytest.raises(KeyError), read(many, "a.csv"):
        raise KeyError
    assert children() == before


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (signal.SIGKILL, Refusal.MEMORY),
        (signal.SIGABRT, Refusal.MEMORY),
        (signal.SIGXCPU, Refusal.TIME),
        (signal.SIGSEGV, Refusal.DAMAGED),
        (signal.SIGTERM, Refusal.DAMAGED),
    ],
)
def test_however_it_dies_the_file_is_refused(
    many: Path, how: signal.Signals, reason: Refusal
) -> None:
    before = children()
    with read(many, "a.csv") as reading:
        rows = reading.rows()
        next(rows)
        (pid,) = children() - before
        os.kill(pid, how)
        with pytest.raises(RefusedFileError) as caught:
            list(rows)

    assert caught.value.reason is reason
    assert caught.value.message.startswith("Файл «a.csv»: ")
    assert children() == before


def test_a_file_that_takes_too_long(tmp_path: Path) -> None:
    # The child has a second of its own, and this takes more.
    path = tmp_path / "slow"
    path.write_bytes(b'"name";1\n' * 2_000_000)
    before = children()

    for limits in (replace(LIMITS, cpu=0), replace(LIMITS, wall=0)):
        with pytest.raises(RefusedFileError) as caught, read(path, "a.csv", limits=limits):
            pass
        assert caught.value.reason is Refusal.TIME
        assert caught.value.message == (
            "Файл «a.csv»: читается слишком долго. Разделите файл на части, каждую с заголовками."
        )
    assert children() == before


def test_a_file_that_takes_too_much_memory(many: Path) -> None:
    limits = replace(LIMITS, memory=40 * 1024 * 1024)

    with pytest.raises(RefusedFileError) as caught, read(many, "a.csv", limits=limits):
        pass

    assert caught.value.reason is Refusal.MEMORY


ENDLESS = """
from imports.reading.fence import die_with
die_with(0)
print(flush=True)
while True:
    pass
"""


def test_it_dies_with_its_parent_even_while_it_is_busy() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", ENDLESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdout.readline()
    assert child.poll() is None

    child.stdin.close()

    assert child.wait() == -signal.SIGIO
    child.stdout.close()


PARENT = """
import os, sys
from pathlib import Path
from imports.reading import read
with read(Path(sys.argv[1]), "a.csv") as reading:
    next(reading.rows())
    print(Path(f"/proc/self/task/{os.getpid()}/children").read_text(), flush=True)
    sys.stdin.read()
"""


def test_a_parent_that_is_killed_leaves_no_child(many: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, many], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())

    parent.kill()
    parent.wait()

    while is_alive(pid):
        time.sleep(0.01)
    parent.stdin.close()
    parent.stdout.close()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_child_that_never_reads_doesnt_hold_its_parent() -> None:
    with Child(replace(LIMITS, wall=0)) as child, pytest.raises(RefusedFileError):
        child.answer()


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.dates(),
    st.datetimes(),
)


@settings(deadline=None)
@given(cells=st.lists(CELLS))
def test_cells_come_over_the_pipe_as_they_are(
    cells: list[str | float | date | datetime | None],
) -> None:
    message = unpacked(taker(packed({"rows": [cells]})))

    assert message is not None
    back = list(map(restored, message["rows"][0]))
    assert [(type(cell), cell) for cell in back] == [(type(cell), cell) for cell in cells]


@pytest.mark.parametrize("cell", [{"day": 1}, {"day": "1"}, {"pickle": "1"}, [], ["a"], {}])
def test_what_is_no_cell_is_none(cell: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        restored(cell)


@pytest.mark.parametrize(
    "stream", [b"\xff\xff\xff\xff", b"\x02\x00\x00\x00[]", b"\x01\x00\x00\x00{"]
)
def test_what_is_no_message_is_none(stream: bytes) -> None:
    with pytest.raises((ValueError, orjson.JSONDecodeError)):
        unpacked(taker(stream))


@pytest.mark.parametrize("stream", [b"", b"\x02", b"\x02\x00\x00\x00{"])
def test_a_stream_that_ends_has_no_message(stream: bytes) -> None:
    assert unpacked(taker(stream)) is None


def taker(stream: bytes) -> Take:
    return io.BytesIO(stream).read
