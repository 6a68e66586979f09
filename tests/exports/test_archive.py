"""Archives of media, unpacked again; what can't be given is told in the list."""

from __future__ import annotations

import csv
import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from exports.archive import LIST_NAME, MediaEntry, archived, write_archive
from graph.settings import Settings
from store import ALLOWED, FileStore, open_store, received
from store.errors import StoreUnavailableError

pytestmark = pytest.mark.anyio

MADE_AT: Final = datetime(2019, 10, 2, 7, 30, tzinfo=UTC)
PHOTO: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 20


async def kept(tmp_path: Path) -> FileStore:
    """A store with one photo in it."""
    files = open_store(Settings(home=tmp_path, media_folder=tmp_path / "media"))

    async def chunks() -> AsyncIterator[bytes]:
        yield PHOTO

    async with received(chunks(), ALLOWED["image/jpeg"], 10**6, tmp_path) as taken:
        await files.keep(taken)
    return files


def entry(number: int, event: str = "День/профессий", **other: str) -> MediaEntry:
    sha256 = other.get("sha256", hashlib.sha256(PHOTO).hexdigest())
    withheld = other.get("withheld", "")
    day = date(2019, 9, 20)
    return MediaEntry(f"m{number}", sha256, event, day, "image/jpeg", len(PHOTO), withheld)


async def test_files_and_a_list_come_out_again(tmp_path: Path) -> None:
    files = await kept(tmp_path)
    opened: list[str] = []

    async def opening(asked: MediaEntry) -> AsyncIterator[bytes]:
        opened.append(asked.id)
        return await files.read(asked.sha256, 0, asked.size)

    entries = [
        entry(1),
        entry(2),
        entry(3, sha256="0" * 64),
        entry(4, withheld="на снимке ребёнок без согласия на съёмку"),
        entry(5, event="=1+1"),
    ]
    out = io.BytesIO()
    await write_archive(entries, opening, MADE_AT, out)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "001 День профессий 20.09.2019 фото.jpg",
            "002 День профессий 20.09.2019 фото.jpg",
            "005 =1+1 20.09.2019 фото.jpg",
            LIST_NAME,
        ]
        assert archive.read("002 День профессий 20.09.2019 фото.jpg") == PHOTO
        told = archive.read(LIST_NAME).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told, newline=""), delimiter=";"))
    assert [row[6] for row in rows[1:]] == [
        "приложен",
        "приложен",
        "в хранилище файла сейчас нет",
        "на снимке ребёнок без согласия на съёмку",
        "приложен",
    ]
    assert (rows[3][1], rows[4][1], rows[5][2]) == ("", "", "'=1+1")
    assert "m4" not in opened


async def test_no_files_make_an_archive_of_the_list_alone() -> None:
    async def opening(asked: MediaEntry) -> AsyncIterator[bytes]:
        raise AssertionError(asked)

    out = io.BytesIO(b"".join([piece async for piece in archived([], opening, MADE_AT)]))
    assert zipfile.ZipFile(out).namelist() == [LIST_NAME]


async def test_a_long_video_is_never_held_whole() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield bytes(1_000_000)

    async def opening(asked: MediaEntry) -> AsyncIterator[bytes]:
        return pieces()

    size = 0
    tracemalloc.start()
    try:
        async for piece in archived([entry(1)], opening, MADE_AT):
            size += len(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 200_000_000
    assert peak < 8_000_000


async def test_a_store_that_fails_midway_ends_the_archive_with_its_error() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"begun"
        raise StoreUnavailableError

    async def opening(asked: MediaEntry) -> AsyncIterator[bytes]:
        return pieces()

    with pytest.raises(StoreUnavailableError):
        await write_archive([entry(1)], opening, MADE_AT, io.BytesIO())
