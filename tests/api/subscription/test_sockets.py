"""The doors, bounds and protocol of the websocket: what is not allowed ends with its code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette
from websockets.exceptions import InvalidStatus

from api.app import create_app
from api.subscription.bounds import Bounds
from graph.session import Graph
from graph.settings import Settings
from tests.api.conftest import Clock
from tests.api.planted import MINE
from tests.api.sockets import (
    IDS,
    RAISED,
    SOON,
    Talk,
    cookie,
    followed,
    raise_alerts,
    served,
    talking,
    token_of,
)

pytestmark = pytest.mark.anyio


async def test_too_much_missed_is_refused(host: str, app: Starlette, network: Graph) -> None:
    await raise_alerts(network, MINE, *(f"{i:04}" for i in range(1002)))
    async with talking(host, Cookie=await cookie(host, "coordinator")) as talk:
        await talk.open()
        await talk.ask(IDS, after=f"alert:{MINE}:0000")
        answer = await talk.hear()
        assert answer["payload"][0]["extensions"]["code"] == "TOO_LARGE"


async def test_fields_of_other_roles_are_refused(host: str) -> None:
    secret = await token_of(host)
    async with talking(host, Authorization=f"Bearer {secret}") as talk:
        await talk.open()
        asked = await talk.ask(RAISED % "id gap { answeredBy { fullName } }")
        answer = await talk.hear()
        assert (answer["id"], answer["type"]) == (asked, "error")
        assert answer["payload"][0]["extensions"]["code"] == "FORBIDDEN_FIELD"


async def test_doors(host: str) -> None:
    cookies = await cookie(host, "coordinator")
    with pytest.raises(InvalidStatus):
        async with talking(host, Cookie=cookies, Origin="http://evil.test"):
            pass
    # A token that is wrong doesn't fall back to the cookie.
    for wrong in ("Bearer orientir_wrong", "Basic YTpi", "Bearer", ""):
        async with talking(host, Cookie=cookies) as talk:
            await talk.say(type="connection_init", payload={"authorization": wrong})
            assert await talk.ended() == 4403
    async with talking(host) as talk:
        await talk.say(type="connection_init")
        assert await talk.ended() == 4403


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (["не JSON"], 4400),
        (["[]"], 4400),
        (["{}"], 4400),
        (['{"type": "что-то"}'], 4400),
        ([b"\x00"], 4400),
        (["x" * 100_001], 1009),
        (['{"type": "connection_init", "payload": []}'], 4400),
        (['{"type": "subscribe", "id": "1", "payload": {"query": "{ viewer { login } }"}}'], 4401),
        (['{"type": "subscribe", "id": 1, "payload": {"query": "{ viewer { login } }"}}'], 4400),
        (['{"type": "subscribe", "id": "1", "payload": {"query": 1}}'], 4400),
        (['{"type": "subscribe", "id": "1", "payload": []}'], 4400),
        (['{"type": "subscribe", "id": "1"}'], 4400),
        (['{"type": "complete"}'], 4400),
        (['{"type": "connection_init", "payload": null}'] * 2, 4429),
    ],
)
async def test_what_is_not_the_protocol_closes_with_its_code(
    host: str, messages: list[str | bytes], code: int
) -> None:
    async with talking(host, Cookie=await cookie(host, "coordinator")) as talk:
        for message in messages:
            await talk.socket.send(message)
        assert await talk.ended() == code


async def test_other_protocols_and_silence_are_closed(network: Graph, tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path), network, Clock())
    app.state.bounds = Bounds(opening_seconds=0.1)
    async with served(app) as host:
        async with talking(host, "graphql-ws") as talk:
            assert await talk.ended() == 4406
        async with talking(host) as talk:
            assert await talk.ended() == 4408


async def test_what_is_refused_over_http_is_refused_here(host: str) -> None:
    fragments = " ".join(f"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }}" for i in range(40))
    wrong = {
        "mutation { signOut }": "METHOD_NOT_ALLOWED",
        "{ nothing }": "BAD_QUERY",
        "{ viewer { login }": "BAD_QUERY",
        "query a { b }  query c { d }": "BAD_REQUEST",
        "{ ...f0 } " + fragments + " fragment f40 on Query { viewer { login } }": (
            "TOO_MANY_FRAGMENTS"
        ),
        "subscription { alertRaised { id } again: alertRaised { id } }": "BAD_QUERY",
        "query($n: Int!) { regions(first: $n) { totalCount } }": "BAD_QUERY",
    }
    async with talking(host, Cookie=await cookie(host, "coordinator")) as talk:
        await talk.open()
        for query, code in wrong.items():
            asked = await talk.ask(query)
            answer = await talk.hear()
            assert (answer["id"], answer["type"]) == (asked, "error"), query
            assert answer["payload"][0]["extensions"]["code"] == code, query
        async with AsyncClient(base_url=f"http://{host}", trust_env=False) as client:
            client.headers["Cookie"] = await cookie(host, "coordinator")
            answer = (await client.post("/graphql", json={"query": IDS})).json()
            assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_so_many_sockets_and_operations_and_no_more(host: str, app: Starlette) -> None:
    cookies = await cookie(host, "coordinator")
    talks: list[Talk] = []
    async with asyncio.TaskGroup() as group:
        release = asyncio.Event()

        async def hold() -> None:
            async with talking(host, Cookie=cookies) as talk:
                await talk.open()
                talks.append(talk)
                await release.wait()

        for _ in range(SOON.of_viewer):
            group.create_task(hold())
        while len(talks) < SOON.of_viewer:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        async with talking(host, Cookie=cookies) as talk:
            await talk.say(type="connection_init")
            assert await talk.ended() == 4429
        # Somebody else's are counted apart.
        async with talking(host, Cookie=await cookie(host, "foreign")) as talk:
            await talk.open()
        for _ in range(SOON.operations):
            await talks[0].ask(IDS)
        await followed(app, SOON.operations)
        refused = await talks[0].ask(IDS)
        answer = await talks[0].hear()
        assert (answer["id"], answer["type"]) == (refused, "error")
        assert answer["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"
        await talks[1].say(type="subscribe", id="1", payload={"query": IDS})
        await talks[1].say(type="subscribe", id="1", payload={"query": IDS})
        assert await talks[1].ended() == 4409
        release.set()
    assert app.state.subscriptions.sockets.open == 0
    async with talking(host, Cookie=cookies) as talk:
        await talk.open()


async def test_a_full_process_sends_away(network: Graph, tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path), network, Clock())
    app.state.bounds = Bounds(sockets=1)
    async with served(app) as host, talking(host), talking(host) as second:
        assert await second.ended() == 1013


async def test_a_client_that_takes_nothing_is_closed(network: Graph, tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path, alert_seconds=0.1), network, Clock())
    app.state.bounds = Bounds(send_seconds=0.2, check_seconds=60)
    async with served(app) as host:
        cookies = await cookie(host, "coordinator")
        async with (
            talking(host, Cookie=cookies, lazy=True) as lazy,
            talking(host, Cookie=cookies) as talk,
        ):
            for one in (lazy, talk):
                await one.open()
                await one.ask(RAISED % "id period")
            await followed(app, 2)
            heard = 0
            while app.state.subscriptions.live.feed.followers == 2:
                names = [f"{heard + i:04}" for i in range(5)]
                await raise_alerts(network, MINE, *names, period="x" * 100_000)
                assert await talk.ids(5) == [f"alert:{MINE}:{name}" for name in names]
                heard += 5
            # It went alone; how long it lags doesn't matter to others.
            await raise_alerts(network, MINE, "last")
            assert await talk.ids(1) == [f"alert:{MINE}:last"]


async def test_who_is_too_far_behind_is_closed(network: Graph, tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path, alert_seconds=0.1), network, Clock())
    app.state.bounds = Bounds(behind=3)
    async with (
        served(app) as host,
        talking(host, Cookie=await cookie(host, "coordinator")) as talk,
    ):
        await talk.open()
        await talk.ask(IDS)
        await followed(app, 1)
        await raise_alerts(network, MINE, "a", "b", "c")
        assert await talk.ids(3) == [f"alert:{MINE}:{name}" for name in "abc"]
        await raise_alerts(network, MINE, "d", "e", "f", "g")
        assert await talk.ended() == 4410
