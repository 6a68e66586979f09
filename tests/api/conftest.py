"""The application over a planted network, and browsers (httpx clients) in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from api.app import create_app
from graph.session import Graph
from graph.settings import Settings
from tests.api.planted import MOMENT, PASSWORD, plant
from tests.conftest import emptied

SITE = "http://orientir.test"
Enter = Callable[[str], Awaitable[AsyncClient]]


class Clock:
    """A real clock that a test moves."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture(scope="session", autouse=True)
def _nobody_is_remembered() -> Iterator[None]:
    """Tests change the graph behind the application's back; test_remembered sets its own time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORIENTIR_SIGN_IN_KEPT_SECONDS", "0")
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    """A planted graph for a module whose tests only read (signing in harms nobody).

    A module that changes more overrides this with a graph of each test's own.
    """
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield opened


@pytest.fixture
async def app(network: Graph, clock: Clock, tmp_path: Path) -> Starlette:
    return create_app(Settings(home=tmp_path), network, clock)


@pytest.fixture
async def anonymous(app: Starlette) -> AsyncIterator[AsyncClient]:
    async with _client(app) as client:
        yield client


@pytest.fixture
async def enter(app: Starlette) -> AsyncIterator[Enter]:
    """Sign in by the page, as a browser does."""
    async with AsyncExitStack() as stack:

        async def signed_in(login: str) -> AsyncClient:
            client = await stack.enter_async_context(_client(app))
            answer = await sign_in(client, login, PASSWORD)
            assert answer.status_code == 303
            return client

        yield signed_in


async def sign_in(client: AsyncClient, login: str, password: str) -> Response:
    return await client.post("/sign-in", data={"login": login, "password": password})


async def ask(client: AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    """A GraphQL answer with its errors, if any."""
    answer = await client.post("/graphql", json={"query": query, "variables": variables})
    shown: dict[str, Any] = answer.json()
    return shown


async def data(client: AsyncClient, query: str, **variables: Any) -> Any:
    """The data of an answer without errors."""
    shown = await ask(client, query, **variables)
    assert "errors" not in shown, shown["errors"]
    return shown["data"]


def codes(shown: dict[str, Any]) -> list[str]:
    return [error["extensions"]["code"] for error in shown["errors"]]


def _client(app: Starlette) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url=SITE)
