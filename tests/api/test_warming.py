"""Plans that are made before anybody waits for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from api.app import create_app
from api.warming import warm, warming
from graph.session import Graph, connect
from graph.settings import Settings
from tests.api.conftest import SITE, Clock, sign_in
from tests.api.listening import told
from tests.api.planted import PASSWORD

pytestmark = pytest.mark.anyio


async def test_what_pages_ask_was_asked_before(
    network: Graph, clock: Clock, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    nodes = "MATCH (n) RETURN count(n) AS count"
    before = await network.rows(nodes)
    app = create_app(settings, network, clock)
    with told() as warmed:
        assert await warm(app) > 100
    assert await network.rows(nodes) == before
    for login, pages in {
        "coordinator": ("/today", "/practicums?region=RU-TA", "/requests", "/regions/RU-TA"),
        "curator": ("/overview", "/regions", "/links", "/alerts"),
        "head": ("/overview", "/appeals", "/documents"),
    }.items():
        async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
            await sign_in(client, login, PASSWORD)
            with told() as asked:
                for page in pages:
                    assert (await client.get(page)).status_code == 200
        # The rest is who is signed in, and what of somebody's own a page asks.
        found = set(asked)
        assert len(found & set(warmed)) > 0.8 * len(found), (login, found - set(warmed))


async def test_it_ends_when_the_graph_is_gone_and_with_the_application(
    network: Graph, clock: Clock, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    async with connect("bolt://127.0.0.1:1", "neo4j", "none") as gone:
        assert await warm(create_app(settings, gone, clock)) == 0
    async with warming(create_app(settings, network, clock)):
        pass


async def test_a_network_without_regions_has_nothing_to_ask(
    graph: Graph, clock: Clock, tmp_path: Path
) -> None:
    assert await warm(create_app(Settings(home=tmp_path), graph, clock)) == 0
