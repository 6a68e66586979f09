"""A file that is taken in leaves nothing behind, however it ends."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import ALLOWED, received
from store.errors import FileTooLargeError, FileTypeError
from store.receiving import PIECE
from tests.unit.store.samples import HTML, JPEG, chunks, files_in

pytestmark = pytest.mark.anyio

PHOTO = ALLOWED["image/jpeg"]

# Begins to take a file in and says so; then no more of it ever comes.
HANGING = """
import asyncio, sys
from pathlib import Path
from store import ALLOWED, received
from tests.unit.store.samples import JPEG

async def endless():
    yield JPEG + bytes(3_000_000)
    print("begun", flush=True)
    await asyncio.sleep(600)

async def main():
    async with received(endless(), ALLOWED["image/jpeg"], 10**9, Path(sys.argv[1])):
        pass

asyncio.run(main())
"""


@pytest.mark.parametrize("size", [len(JPEG), 4095, 4096, 4097, PIECE, 2 * PIECE + 1])
async def test_what_arrives_is_what_was_sent(tmp_path: Path, size: int) -> None:
    whole = JPEG + bytes(i % 251 for i in range(size - len(JPEG)))
    pieces = [whole[i : i + 65_537] for i in range(0, size, 65_537)]
    async with received(chunks(*pieces), PHOTO, size, tmp_path) as file:
        assert file.file.read() == whole
        assert (file.size, file.sha256) == (size, hashlib.sha256(whole).hexdigest())
        assert file.content == PHOTO
        assert files_in(tmp_path) == set()
    assert file.file.closed


async def test_one_byte_at_a_time_is_a_file_too(tmp_path: Path) -> None:
    async with received(
        chunks(*(JPEG[i : i + 1] for i in range(len(JPEG)))), PHOTO, 99, tmp_path
    ) as f:
        assert f.file.read() == JPEG


async def test_a_byte_too_many_is_refused_while_it_comes(tmp_path: Path) -> None:
    read = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield JPEG

    with pytest.raises(FileTooLargeError, match="больше 0 МБ"):
        async with received(counted(), PHOTO, 3 * len(JPEG) - 1, tmp_path):
            pytest.fail("taken")
    assert read == 3
    assert files_in(tmp_path) == set()


async def test_a_wrong_type_is_refused_by_its_beginning(tmp_path: Path) -> None:
    read = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield HTML + bytes(4096)

    with pytest.raises(FileTypeError):
        async with received(counted(), PHOTO, 10**9, tmp_path):
            pytest.fail("taken")
    assert read == 1
    assert files_in(tmp_path) == set()


@pytest.mark.parametrize("pieces", [(), (b"",), (b"\xff",), (HTML,)])
async def test_what_is_no_picture_is_refused_at_its_end(
    tmp_path: Path, pieces: tuple[bytes, ...]
) -> None:
    with pytest.raises(FileTypeError):
        async with received(chunks(*pieces), PHOTO, 10**9, tmp_path):
            pytest.fail("taken")


def test_a_process_killed_while_it_takes_a_file_in_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HANGING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert files_in(tmp_path) == set()
