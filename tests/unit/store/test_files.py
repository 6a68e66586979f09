"""Files by their fingerprint, in a folder and in S3 alike; cleaning loses nothing that is named."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from graph.errors import ConfigurationError
from graph.settings import Settings
from store import ALLOWED, FileStore, open_store, received
from store.cleaning import GRACE, clean
from store.errors import FileMissingError, StoreUnavailableError
from tests.unit.store.conftest import s3_settings
from tests.unit.store.samples import JPEG, chunks, files_in

pytestmark = pytest.mark.anyio

LATER = datetime.now(UTC) + GRACE + timedelta(hours=1)
UNKNOWN = "0" * 64


async def kept(files: FileStore, what: bytes) -> str:
    """Keep a photo of these bytes; its sha256."""
    whole = JPEG + what
    async with received(chunks(whole), ALLOWED["image/jpeg"], 10**8, files.folder) as file:
        await files.keep(file)
        await files.keep(file)
    assert file.sha256 == hashlib.sha256(whole).hexdigest()
    return file.sha256


async def read(files: FileStore, sha256: str, begin: int = 0, end: int = 10**9) -> bytes:
    return b"".join([piece async for piece in await files.read(sha256, begin, end)])


class Graph:
    """What some graph names at each of cleaning's questions, the last answer for ever."""

    def __init__(self, *answers: set[str]) -> None:
        self.answers = list(answers)

    async def __call__(self, asked: list[str]) -> set[str]:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer & set(asked)


async def everything_else(files: FileStore, *own: str) -> set[str]:
    """Files of other tests: the bucket is shared, and a graph that names them keeps them."""
    return {s async for batch in files.older_than(LATER) for s in batch} - set(own)


async def test_a_file_comes_back_whole_and_in_parts(files: FileStore) -> None:
    what = os.urandom(12_000_000)  # more than one part of an upload to S3
    sha256 = await kept(files, what)
    assert await files.has(sha256)
    assert await read(files, sha256) == JPEG + what
    assert await read(files, sha256, 5, 105) == (JPEG + what)[5:105]


async def test_a_file_that_is_not_there_is_told(files: FileStore) -> None:
    assert not await files.has(UNKNOWN)
    with pytest.raises(FileMissingError):
        await files.read(UNKNOWN, 0, 1)
    await files.set_aside(UNKNOWN)
    await files.delete_aside(UNKNOWN)
    assert await files.aside() == []


async def test_cleaning_deletes_what_is_old_and_not_named(files: FileStore) -> None:
    named, orphan = await kept(files, b"named"), await kept(files, b"orphan")
    others = await everything_else(files, named, orphan)
    graph = Graph(others | {named})
    assert await clean(files, graph, datetime.now(UTC) + GRACE - timedelta(minutes=1)) == 0
    assert await files.has(orphan)
    assert await clean(files, graph, LATER) == 1
    assert not await files.has(orphan)
    assert await read(files, named) == JPEG + b"named"
    assert await clean(files, graph, LATER) == 0


async def test_a_node_written_while_cleaning_looks_keeps_its_file(files: FileStore) -> None:
    late = await kept(files, b"late")
    others = await everything_else(files, late)
    # Not named when first looked at; its node is there when looked at again.
    assert await clean(files, Graph(others, others | {late}), LATER) == 0
    assert await read(files, late) == JPEG + b"late"


async def test_an_upload_that_comes_while_its_file_is_taken_away_writes_it_again(
    files: FileStore,
) -> None:
    sha256 = await kept(files, b"again")
    await files.set_aside(sha256)
    assert not await files.has(sha256)
    assert await kept(files, b"again") == sha256
    # Cleaning was killed there: the next one finds the node and puts the file back.
    others = await everything_else(files, sha256)
    assert await clean(files, Graph(others | {sha256}), LATER) == 0
    assert await files.aside() == []
    assert await read(files, sha256) == JPEG + b"again"


async def test_cleaning_goes_on_where_it_was_cut_off(files: FileStore) -> None:
    sha256 = await kept(files, b"cut off")
    await files.set_aside(sha256)
    others = await everything_else(files, sha256)
    assert await clean(files, Graph(others), datetime.now(UTC)) == 1
    assert await files.aside() == []
    assert not await files.has(sha256)


async def test_what_a_killed_writer_left_in_a_folder_is_cleaned_when_old(tmp_path: Path) -> None:
    files = open_store(Settings(home=tmp_path))
    sha256 = await kept(files, b"whole")
    left = [tmp_path / "media" / "ab" / f"cdef#{number}" for number in (1, 2)]
    left[0].parent.mkdir(exist_ok=True)
    for file in left:
        file.write_bytes(JPEG)
    old = time.time() - GRACE.total_seconds() - 60
    os.utime(left[0], (old, old))
    assert await clean(files, Graph({sha256}), datetime.now(UTC)) == 1
    assert [file.exists() for file in left] == [False, True]
    assert await files.has(sha256)


async def test_a_folder_holds_fingerprints_only_and_is_closed_to_others(tmp_path: Path) -> None:
    files = open_store(Settings(home=tmp_path))
    sha256 = await kept(files, b"one")
    assert files_in(tmp_path) == {f"media/{sha256[:2]}/{sha256[2:]}"}
    assert stat.S_IMODE((tmp_path / "media").stat().st_mode) == 0o700
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700


async def test_a_store_that_fails_says_no_address(tmp_path: Path) -> None:
    # Nobody listens there.
    files = open_store(s3_settings("http://127.0.0.1:9", tmp_path))
    with pytest.raises(StoreUnavailableError) as refused:
        await files.has(UNKNOWN)
    assert "127.0.0.1" not in refused.value.message


def test_a_bucket_needs_its_key_and_secret(tmp_path: Path) -> None:
    bucket = Settings(home=tmp_path, media_s3_bucket="b")
    with pytest.raises(ConfigurationError, match="KEY_ID"):
        open_store(bucket)
    key = bucket.model_copy(update={"media_s3_key_id": "k"})
    with pytest.raises(ConfigurationError, match="SECRET_FILE"):
        open_store(key)
    secret = tmp_path / "secret"
    with pytest.raises(ConfigurationError, match="не читается"):
        open_store(key.model_copy(update={"media_s3_secret_file": secret}))
    secret.write_text("s\n")
    open_store(key.model_copy(update={"media_s3_secret_file": secret}))
    open_store(key.model_copy(update={"media_s3_secret": SecretStr("s")}))
    assert not (tmp_path / "media").exists()
