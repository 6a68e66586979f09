"""Who was let in is remembered for a few seconds, and forgotten by any change made here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from api.app import create_app
from graph.session import Graph
from graph.settings import Settings
from tests.api.conftest import SITE, Clock, ask, codes, data, sign_in
from tests.api.planted import PASSWORD

pytestmark = pytest.mark.anyio

WHO = "{ viewer { login } }"
END_ALL = "MATCH (s:SignIn) SET s.revoked_at = s.created_at"


@pytest.fixture
async def app(network: Graph, clock: Clock, tmp_path: Path) -> Starlette:
    return create_app(Settings(home=tmp_path, sign_in_kept_seconds=15), network, clock)


async def test_a_sign_in_ended_elsewhere_is_refused_within_seconds(
    app: Starlette, network: Graph, clock: Clock
) -> None:
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        await sign_in(client, "curator", PASSWORD)
        assert await data(client, WHO) == {"viewer": {"login": "curator"}}
        await network.change(END_ALL)
        clock.pass_(timedelta(seconds=14))
        assert await data(client, WHO) == {"viewer": {"login": "curator"}}
        clock.pass_(timedelta(seconds=1))
        assert codes(await ask(client, WHO)) == ["UNAUTHENTICATED"]


async def test_a_sign_in_ended_here_is_refused_at_once(app: Starlette) -> None:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url=SITE) as client:
        await sign_in(client, "curator", PASSWORD)
        assert await data(client, WHO) == {"viewer": {"login": "curator"}}
        secret = dict(client.cookies)
        await client.post("/sign-out")
        async with AsyncClient(transport=transport, base_url=SITE, cookies=secret) as kept:
            assert codes(await ask(kept, WHO)) == ["UNAUTHENTICATED"]


async def test_a_change_makes_the_graph_tell_again(app: Starlette, network: Graph) -> None:
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        await sign_in(client, "head", PASSWORD)
        await data(client, WHO)
        await network.change(END_ALL)
        await ask(client, "mutation { signOut }")
        assert codes(await ask(client, WHO)) == ["UNAUTHENTICATED"]
