"""The two stores that there are: a folder, and S3 as moto's server speaks it over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from pydantic import SecretStr

from graph.settings import Settings
from store import FileStore, open_store

BUCKET = "orientir-media"


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """An S3 of its own with one empty bucket."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx.put(f"{address}/{BUCKET}").raise_for_status()
    yield address
    server.stop()


def s3_settings(address: str, home: Path) -> Settings:
    return Settings(
        home=home,
        media_s3_bucket=BUCKET,
        media_s3_endpoint=address,
        media_s3_key_id="key",
        media_s3_secret=SecretStr("secret"),
    )


@pytest.fixture(params=["folder", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return open_store(Settings(home=tmp_path))
    return open_store(s3_settings(request.getfixturevalue("s3_address"), tmp_path))
