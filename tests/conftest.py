"""What all tests share: one real Neo4j a session, emptied before each test that asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from graph.migrations import migrate
from graph.server import LocalServer
from graph.session import Graph, connect
from graph.settings import Settings

EMPTY = """
MATCH (n) WHERE NOT n:GraphRecord
WITH n LIMIT 5000
DETACH DELETE n
RETURN count(*) AS deleted
"""

RESET = "MATCH (r:GraphRecord) SET r = {id: r.id, version: r.version}"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_asked_unasked() -> Iterator[None]:
    """A served application asks only what its test asks; test_warming does it by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORIENTIR_WARM_PLANS", "false")
        yield


@pytest.fixture(scope="session")
def server_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a Neo4j that lives as long as this test session, migrated once."""
    home: Path = tmp_path_factory.mktemp("orientir")
    own = Settings(home=home, db_heap="4g", db_page_cache="256m")
    server = LocalServer.of(own)
    address = server.start(owned=True)
    try:
        yield own.model_copy(
            update={
                "neo4j_uri": address.uri,
                "neo4j_user": address.user,
                "neo4j_password": SecretStr(address.password),
            }
        )
    finally:
        server.stop()


@pytest.fixture
async def graph(server_settings: Settings) -> AsyncIterator[Graph]:
    """An empty graph at the current version."""
    async with emptied(server_settings) as opened:
        yield opened


@asynccontextmanager
async def emptied(settings: Settings) -> AsyncIterator[Graph]:
    """The graph of these settings at the current version, with nothing in it."""
    uri, password = settings.neo4j_uri, settings.neo4j_password
    assert uri is not None
    assert password is not None
    async with connect(uri, settings.neo4j_user, password.get_secret_value()) as opened:
        await migrate(opened)
        await empty(opened)
        yield opened


async def empty(graph: Graph) -> None:
    """Delete every node but the graph's own record, which keeps only its version."""
    while (await graph.change(EMPTY))[0]["deleted"]:
        pass
    await graph.change(RESET)
