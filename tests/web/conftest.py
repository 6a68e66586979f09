"""The application as it runs: uvicorn in front of a planted network, a real browser before it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Page, async_playwright

from api.app import create_app
from graph.settings import Settings
from tests.api.planted import MOMENT, plant
from tests.conftest import emptied

CHROMIUM = Path("/usr/bin/chromium")
INSTALLED = CHROMIUM.exists()
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Settings]:
    """Settings of the planted network."""
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield server_settings


@pytest.fixture(scope="module")
def site(network: Settings) -> Iterator[str]:
    """The address of the running application."""
    app = create_app(network, clock=lambda: MOMENT)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        with _stopping(server, thread):
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console has complained of; a test takes away what it asked for."""
    return []


@pytest.fixture
async def page(site: str, complaints: list[str]) -> AsyncIterator[Page]:
    """A browser's page; what its console complains of fails the test."""
    if not INSTALLED:
        pytest.skip(f"нет {CHROMIUM}: страницы в браузере НЕ проверены (apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        opened = await browser.new_page(base_url=site, viewport={"width": 360, "height": 800})
        opened.on("console", lambda message: complaints.append(message.text))
        yield opened
        await browser.close()
    assert complaints == []


@contextlib.contextmanager
def _stopping(server: uvicorn.Server, thread: threading.Thread) -> Iterator[None]:
    deadline = time.monotonic() + 20
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        assert server.started
        yield
    finally:
        server.should_exit = True
        thread.join(20)
