"""The application behind a real server, over a network of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from api.app import create_app
from graph.session import Graph
from graph.settings import Settings
from tests.api.conftest import Clock
from tests.api.planted import FOREIGN, MINE, plant
from tests.api.sockets import SOON, automation, foreign_coordinator, served
from tests.keeping import once


@pytest.fixture
async def network(graph: Graph) -> Graph:
    """Both regions, and two accounts more: of the other region, and for programs."""
    await once(graph, _plant)
    return graph


async def _plant(graph: Graph) -> None:
    await plant(graph)
    await automation(graph, MINE, FOREIGN)
    await graph.write(foreign_coordinator)


@pytest.fixture
async def app(network: Graph, clock: Clock, tmp_path: Path) -> Starlette:
    made = create_app(Settings(home=tmp_path, alert_seconds=0.1), network, clock)
    made.state.bounds = SOON
    return made


@pytest.fixture
async def host(app: Starlette) -> AsyncIterator[str]:
    async with served(app) as host:
        yield host
