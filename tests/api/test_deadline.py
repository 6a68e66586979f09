"""A request ends when its time is over, and without a database; the application goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.app import create_app
from graph.session import Graph, Writer, connect
from graph.settings import Settings
from tests.api.conftest import SITE, Clock, Enter, codes
from tests.api.planted import CONSENT_GAP, plant
from tests.conftest import emptied
from tests.graph.test_session import SLOW, ends
from tests.proxy import Proxy, wire

pytestmark = pytest.mark.anyio

HOLD = "MATCH (g:Gap {id: $id}) SET g.held = true"
COMMENT = 'mutation ($id: ID!) { commentGap(id: $id, text: "поздно") { __typename } }'
COUNT = "MATCH (n) RETURN count(n) AS nodes"


@pytest.fixture
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield opened


@pytest.fixture
async def hurried(network: Graph, clock: Clock, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """Before an application over the same network that gives a request two seconds."""
    made = create_app(Settings(home=tmp_path, request_seconds=2), network, clock)

    async def slow(_: Request) -> Response:
        return Response(str(await network.rows(SLOW)))

    made.router.routes.append(Route("/slow", slow))
    async with AsyncClient(transport=ASGITransport(made), base_url=SITE) as client:
        yield client


async def test_a_change_that_waits_too_long_is_given_up(
    enter: Enter, hurried: AsyncClient, network: Graph
) -> None:
    hurried.cookies.update((await enter("coordinator")).cookies)
    before = await network.rows(COUNT)
    held, done = asyncio.Event(), asyncio.Event()

    async def hold(writer: Writer) -> None:
        await writer.rows(HOLD, {"id": CONSENT_GAP})
        held.set()
        await done.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(network.write(hold))
        await held.wait()
        body = {"query": COMMENT, "variables": {"id": CONSENT_GAP}}
        answer = await hurried.post("/graphql", json=body)
        # Before the lock goes: nothing waits for it any more.
        await ends(network, "Gap")
        done.set()
    assert answer.status_code == 504
    assert codes(answer.json()) == ["DEADLINE"]
    assert await network.rows(COUNT) == before


async def test_a_page_that_takes_too_long_ends_with_its_transaction(
    anonymous: AsyncClient, hurried: AsyncClient, network: Graph
) -> None:
    program = await hurried.get("/slow")
    assert program.status_code == 504
    assert codes(program.json()) == ["DEADLINE"]
    await ends(network, "slow_marker")
    person = await hurried.get("/slow", headers={"Accept": "text/html"})
    assert person.status_code == 504
    assert "Время на ответ вышло" in person.text
    assert (await anonymous.get("/health/ready")).status_code == 200


@pytest.fixture
async def proxy(server_settings: Settings) -> AsyncIterator[Proxy]:
    assert server_settings.neo4j_uri is not None
    async with wire(server_settings.neo4j_uri) as opened:
        yield opened


class TestOutage:
    """With the usual ten seconds a request: what comes earlier is not the deadline."""

    @pytest.fixture
    async def app(
        self,
        network: Graph,
        server_settings: Settings,
        proxy: Proxy,
        clock: Clock,
        tmp_path: Path,
    ) -> AsyncIterator[Starlette]:
        assert server_settings.neo4j_password is not None
        password = server_settings.neo4j_password.get_secret_value()
        async with connect(proxy.uri, "neo4j", password) as behind:
            yield create_app(Settings(home=tmp_path), behind, clock)

    @pytest.mark.parametrize("refused", [True, False], ids=["refused", "silent"])
    async def test_a_database_that_is_down_is_503_until_it_is_back(
        self, enter: Enter, proxy: Proxy, refused: bool
    ) -> None:
        client = await enter("head")
        if refused:
            await proxy.refuse()
        else:
            proxy.fall_silent()
        question = {"query": "{ viewer { login } }"}
        answers = await asyncio.gather(
            client.get("/regions", headers={"Accept": "text/html"}),
            client.post("/graphql", json=question),
            client.get("/health/ready"),
        )
        live = await client.get("/health/live")
        assert [answer.status_code for answer in (*answers, live)] == [503, 503, 503, 200]
        assert [answer.headers.get("retry-after") for answer in answers[:2]] == ["10", "10"]
        assert codes(answers[1].json()) == ["GRAPH_UNAVAILABLE"]
        if refused:
            await proxy.listen()
        proxy.speak()
        again = await client.post("/graphql", json=question)
        assert again.json() == {"data": {"viewer": {"login": "head"}}}
        assert (await client.get("/health/ready")).status_code == 200
