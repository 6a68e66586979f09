"""One Prefect server a session, and a small network in two time zones for flows to work on."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows import engine
from graph.session import Graph, Row, Writer
from graph.settings import Settings, settings
from graph.writing import write_links, write_nodes

# Prefect reads its surroundings when it is imported, which test modules do: before any fixture.
_FOLDER = tempfile.TemporaryDirectory(prefix="prefect-", ignore_cleanup_errors=True)
os.environ.update(engine.environment(Path(_FOLDER.name)))

START = date(2019, 9, 2)
HERE = Path(__file__).parent

# Prefect 3.8 leaves connections to its own server to the garbage collector.
PREFECTS_SOCKETS = pytest.mark.filterwarnings(
    r"ignore:Exception ignored in. <socket\.socket:pytest.PytestUnraisableExceptionWarning"
)
REGIONS = {"RU-SA": "Asia/Yakutsk", "RU-TA": "Europe/Moscow"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(PREFECTS_SOCKETS)


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Prefect's forgotten sockets are collected here, where they are expected, not later."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """Prefect's own test server; starting it takes about 20 s."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def flow_settings(server_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Makes flows open the Neo4j of this test session, as in a deployment: by environment."""
    password = server_settings.neo4j_password
    assert server_settings.neo4j_uri is not None
    assert password is not None
    monkeypatch.setenv("ORIENTIR_NEO4J_URI", server_settings.neo4j_uri)
    monkeypatch.setenv("ORIENTIR_NEO4J_USER", server_settings.neo4j_user)
    monkeypatch.setenv("ORIENTIR_NEO4J_PASSWORD", password.get_secret_value())
    settings.cache_clear()
    yield settings()
    settings.cache_clear()


@pytest.fixture
async def network(graph: Graph, flow_settings: Settings) -> Graph:
    """Two regions of one campaign, each with a school that has nobody."""
    await graph.write(_plant)
    return graph


async def _plant(writer: Writer) -> None:
    await write_nodes(writer, "FederalDistrict", [{"id": "d", "name": "Округ"}])
    campaign: Row = {"id": "c", "name": "2019", "starts_on": START, "ends_on": date(2019, 11, 29)}
    await write_nodes(writer, "Campaign", [campaign])
    for region, zone in REGIONS.items():
        await _plant_region(writer, region, zone)


async def _plant_region(writer: Writer, region: str, zone: str) -> None:
    row: Row = {"id": region, "name": region, "code": "00", "zone": zone, "district": "d"}
    await write_nodes(writer, "Region", [row])
    town: Row = {"id": f"town-{region}", "name": "Город", "in_region": region}
    await write_nodes(writer, "Municipality", [town])
    school: Row = {"id": f"school-{region}", "name": "Школа", "municipality": town["id"]}
    await write_nodes(writer, "School", [school])
    for label, source in (("Region", region), ("School", school["id"])):
        part: Row = {"source": source, "target": "c", "from": START}
        await write_links(writer, label, "campaigns", [part])
