"""The application as it runs: uvicorn in front of a planted network, a real browser before it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Page, async_playwright, expect
from starlette.applications import Starlette

from api.app import create_app
from graph.session import Graph
from graph.settings import Settings
from graph.writing import write_nodes
from queries.account.demo import create_demo_accounts
from queries.account.password import fingerprint
from tests import demonstration
from tests.api.planted import MOMENT, plant
from tests.conftest import emptied
from tests.web.looking import DESKTOP, TELEPHONE

CHROMIUM = Path("/usr/bin/chromium")
INSTALLED = CHROMIUM.exists()
# A database that has just begun makes each plan for the first time, and the machine may be busy.
PATIENCE_SECONDS = 60
expect.set_options(timeout=20_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


MOSCOW = (
    ("moscow-curator", "curator", "operator:curator:01"),
    ("moscow-coordinator", "coordinator", "RU-MOW:coordinator"),
)
"""Login, role and person of those who answer for the region that breaks every rule."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The served demo network: its address, the password of all its accounts, its graph."""

    site: str
    password: str
    graph: Graph


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Settings]:
    """Settings of the planted network."""
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield server_settings.model_copy(update={"request_seconds": PATIENCE_SECONDS})


@pytest.fixture(scope="module")
def site(network: Settings) -> Iterator[str]:
    """The address of the running application."""
    with _serving(create_app(network, clock=lambda: MOMENT)) as address:
        yield address


@pytest.fixture(scope="module")
async def demo(
    server_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Demo]:
    """The demo network of two regions, served, with its accounts: for pages that need much."""
    home = tmp_path_factory.mktemp("demo")
    async with emptied(server_settings) as graph:
        await demonstration.show(graph)
        made = await create_demo_accounts(graph, demonstration.PLAN.moment, home)
        await _of_moscow(graph, made.password)
        own = {"home": home, "request_seconds": PATIENCE_SECONDS}
        settings = server_settings.model_copy(update=own)
        with _serving(create_app(settings, clock=lambda: demonstration.LOADED)) as address:
            yield Demo(address, made.password, graph)


async def _of_moscow(graph: Graph, password: str) -> None:
    kept = await fingerprint(password)
    rows = [
        {"id": f"account:{login}", "login": login, "role": role, "person": person,
         "password_hash": kept}
        for login, role, person in MOSCOW
    ]  # fmt: skip
    await graph.write(lambda writer: write_nodes(writer, "Account", rows))


@pytest.fixture
async def desk(demo: Demo, complaints: list[str]) -> AsyncIterator[Page]:
    """A browser on a desk, before the demo network; its console's complaints fail the test."""
    async with _browser(demo.site, complaints, DESKTOP) as page:
        yield page
    assert complaints == []


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console has complained of; a test takes away what it asked for."""
    return []


@pytest.fixture
async def page(site: str, complaints: list[str]) -> AsyncIterator[Page]:
    """A browser's page; what its console complains of fails the test."""
    async with _browser(site, complaints, TELEPHONE) as opened:
        yield opened
    assert complaints == []


@contextlib.asynccontextmanager
async def _browser(site: str, complaints: list[str], size: dict[str, int]) -> AsyncIterator[Page]:
    if not INSTALLED:
        pytest.skip(f"нет {CHROMIUM}: страницы в браузере НЕ проверены (apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = await browser.new_context(base_url=site, viewport=size)  # type: ignore[arg-type]
        opened = await context.new_page()
        opened.on("console", lambda message: _complained(complaints, message.text))
        yield opened
        await browser.close()


def _complained(complaints: list[str], text: str) -> None:
    # Who types before the page is whole keeps the focus: that is as it should be.
    if not text.startswith("Autofocus processing was blocked"):
        complaints.append(text)


@contextlib.contextmanager
def _serving(app: Starlette) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        with _stopping(server, thread):
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"


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
