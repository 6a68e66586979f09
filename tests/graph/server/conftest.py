"""A real local Neo4j in a folder of its own; the jars come from the user's cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import pytest

from graph.server import Address, LocalServer
from graph.settings import Settings

Make = Callable[[], LocalServer]
Ask = Callable[[Address, str], list[object]]


def local_server(home: Path) -> LocalServer:
    """A small server in this folder, not started."""
    return LocalServer(home, Settings().cache, heap="400m", page_cache="32m")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalServer]:
    """A server of this test alone, stopped afterwards."""
    made = local_server(tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A running server that the tests of a module share."""
    made = local_server(tmp_path_factory.mktemp("shared"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Runs one query and returns the first column."""

    def run(address: Address, query: str) -> list[object]:
        credentials = (address.user, address.password)
        with neo4j.GraphDatabase.driver(address.uri, auth=credentials) as driver:
            return [record[0] for record in driver.execute_query(query).records]

    return run
