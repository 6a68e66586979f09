"""New alerts over a websocket: told once, in order, within scope; bounded; ended in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from api.app import create_app
from graph.session import Graph, connect
from graph.settings import Settings
from queries.account.sign_in import revoke_all
from queries.alert.news import LATE
from tests.api.conftest import Clock
from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, MOMENT
from tests.api.sockets import (
    IDS,
    RAISED,
    ago,
    cookie,
    followed,
    raise_alerts,
    served,
    talking,
    token_of,
)
from tests.proxy import wire

pytestmark = pytest.mark.anyio


async def test_two_regions_each_told_of_its_own_once_and_in_order(
    host: str, app: Starlette, network: Graph
) -> None:
    mine = talking(host, Cookie=await cookie(host, "coordinator"), Origin=f"http://{host}")
    theirs = talking(host, Cookie=await cookie(host, "foreign"))
    async with mine as one, theirs as other:
        for talk in (one, other):
            await talk.open()
            await talk.ask(IDS)
        await followed(app, 2)
        for name in ("a", "b"):
            await raise_alerts(network, FOREIGN, name)
            await raise_alerts(network, MINE, name)
        # Of the same moment, written later: by id it would stand before what was told.
        await raise_alerts(network, MINE, "0")
        await raise_alerts(network, FOREIGN, "0", "c", at=ago(minutes=20))
        await raise_alerts(network, MINE, "d", "c", at=ago(minutes=20))
        seen = await one.ids(5)
        assert sorted(seen) == sorted(f"alert:{MINE}:{name}" for name in "ab0cd")
        assert seen.index(f"alert:{MINE}:c") < seen.index(f"alert:{MINE}:d")
        seen = await other.ids(4)
        assert sorted(seen) == sorted(f"alert:{FOREIGN}:{name}" for name in "ab0c")
        # Nothing is left to be told twice, and nothing foreign.
        await raise_alerts(network, MINE, "last")
        await raise_alerts(network, FOREIGN, "last")
        assert await one.ids(1) == [f"alert:{MINE}:last"]
        assert await other.ids(1) == [f"alert:{FOREIGN}:last"]


async def test_an_alert_tells_of_its_gap_as_a_query_does(
    host: str, app: Starlette, network: Graph
) -> None:
    secret = await token_of(host)
    fields = """__typename id rule period raisedAt clearedAt regionId version
      gap { id count unit { id } region { name } }
      deliveries { totalCount edges { node { id } } }"""
    async with talking(host, Authorization=f"Bearer {secret}") as talk:
        await talk.open()
        await talk.ask(RAISED % fields)
        await followed(app, 1)
        await raise_alerts(network, MINE, "a")
        told = (await talk.hear())["payload"]
        asked = await talk.ask(f'{{ alert(id: "alert:{MINE}:a") {{ {fields} }} }}')
        answered = await talk.hear()
        assert (answered["id"], answered["type"]) == (asked, "next"), answered
        assert told["data"]["alertRaised"] == answered["payload"]["data"]["alert"]
        assert told["data"]["alertRaised"]["gap"]["id"] == CONSENT_GAP
        assert await talk.hear() == {"id": asked, "type": "complete"}


async def test_a_token_of_connection_init_and_a_region_to_hear_of(
    host: str, app: Starlette, network: Graph
) -> None:
    secret = await token_of(host)
    async with talking(host) as talk:
        await talk.open(authorization=f"Bearer {secret}")
        first = await talk.ask(IDS, region=FOREIGN)
        await followed(app, 1)
        await raise_alerts(network, MINE, "a")
        await raise_alerts(network, FOREIGN, "a")
        assert await talk.ids(1) == [f"alert:{FOREIGN}:a"]
        await talk.say(type="complete", id=first)
        await followed(app, 0)
        await raise_alerts(network, FOREIGN, "b")
        await talk.ask("{ viewer { login } }")
        assert (await talk.hear())["payload"] == {"data": {"viewer": {"login": "automation"}}}


async def test_who_comes_back_is_told_what_was_missed(
    host: str, app: Starlette, network: Graph
) -> None:
    await raise_alerts(network, MINE, "long ago", at=MOMENT - 3 * LATE)
    await raise_alerts(network, MINE, "before", at=ago(minutes=30))
    await raise_alerts(network, MINE, "b", "a", "last")
    await raise_alerts(network, MINE, "after", at=ago(minutes=-5))
    await raise_alerts(network, FOREIGN, "a", "last")
    async with talking(host, Cookie=await cookie(host, "coordinator")) as talk:
        await talk.open()
        await talk.ask(IDS, after=f"alert:{MINE}:last")
        assert await talk.ids(4) == [f"alert:{MINE}:{n}" for n in ("before", "a", "b", "after")]
        await raise_alerts(network, MINE, "new")
        assert await talk.ids(1) == [f"alert:{MINE}:new"]
        answers = []
        for unknown in (f"alert:{FOREIGN}:last", "alert:none"):
            asked = await talk.ask(IDS, after=unknown)
            answer = await talk.hear()
            assert (answer.pop("id"), answer["type"]) == (asked, "error")
            answers.append(answer)
        assert answers[0] == answers[1]
        assert answers[0]["payload"][0]["extensions"]["code"] == "BAD_CURSOR"


async def test_it_ends_with_the_sign_in_the_token_or_the_account(
    host: str, clock: Clock, network: Graph
) -> None:
    secret, cookies = await token_of(host), await cookie(host, "coordinator")
    async with talking(host, Cookie=cookies) as talk:
        await talk.open()
        await revoke_all(network, "account:coordinator", clock())
        assert await talk.ended() == 4401
    async with talking(host, Cookie=cookies) as talk:
        await talk.say(type="connection_init")
        assert await talk.ended() == 4403
    async with talking(host, Cookie=await cookie(host, "coordinator")) as talk:
        await talk.open()
        await network.change("MATCH (a:Account {login: 'coordinator'}) SET a.role = 'curator'")
        assert await talk.ended() == 4401
    async with talking(host, Authorization=f"Bearer {secret}") as talk:
        await talk.open()
        await network.change("MATCH (t:Token) SET t.revoked_at = $at", {"at": clock()})
        assert await talk.ended() == 4401
    async with talking(host, Cookie=await cookie(host, "foreign")) as talk:
        await talk.open()
        clock.pass_(timedelta(hours=12))
        assert await talk.ended() == 4401
    async with talking(host, Cookie=await cookie(host, "foreign")) as talk:
        await talk.open()
        await network.change("MATCH (a:Account {login: 'foreign'}) SET a.disabled_at = datetime()")
        assert await talk.ended() == 4401


async def test_what_one_no_longer_sees_is_not_told(
    host: str, app: Starlette, network: Graph
) -> None:
    async with talking(host, Cookie=await cookie(host, "curator")) as talk:
        await talk.open()
        await talk.ask(IDS)
        await followed(app, 1)
        await raise_alerts(network, FOREIGN, "a")
        assert await talk.ids(1) == [f"alert:{FOREIGN}:a"]
        await network.change(
            "MATCH (:Person {id: 'curator'})-[c:CURATES]->(:Region {id: $id}) DELETE c",
            {"id": FOREIGN},
        )
        # What was read a second ago may still be used.
        await asyncio.sleep(1.1)
        await raise_alerts(network, FOREIGN, "b")
        await raise_alerts(network, MINE, "b")
        assert await talk.ids(1) == [f"alert:{MINE}:b"]


async def test_what_is_raised_while_the_graph_is_away_is_told_afterwards(
    network: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    uri, password = server_settings.neo4j_uri, server_settings.neo4j_password
    assert uri is not None
    assert password is not None
    async with (
        wire(uri) as proxy,
        connect(proxy.uri, "neo4j", password.get_secret_value()) as behind,
    ):
        app = create_app(Settings(home=tmp_path, alert_seconds=0.1), behind, Clock())
        async with (
            served(app) as host,
            talking(host, Cookie=await cookie(host, "coordinator")) as talk,
        ):
            await talk.open()
            await talk.ask(IDS)
            await followed(app, 1)
            await proxy.refuse()
            await raise_alerts(network, MINE, "a")
            feed = app.state.subscriptions.live.feed
            while not feed.failing:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            await proxy.listen()
            assert await talk.ids(1) == [f"alert:{MINE}:a"]


async def test_a_stop_ends_every_socket(app: Starlette) -> None:
    async with served(app) as host:
        talk = talking(host, Cookie=await cookie(host, "coordinator"))
        opened = await talk.__aenter__()
        await opened.open()
        await opened.ask(IDS)
        await followed(app, 1)
    assert await opened.ended() == 1012
    await talk.__aexit__(None, None, None)
    assert app.state.subscriptions.sockets.open == 0
    assert app.state.subscriptions.live.feed.followers == 0
