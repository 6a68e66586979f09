"""Whoever asks too often is told when to come again; others do not notice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.limits.rate import HELD_MOST, Rate, TooOftenError
from graph.session import Graph
from graph.settings import Settings
from tests.api.conftest import SITE, Clock, codes, sign_in
from tests.api.planted import PASSWORD

pytestmark = pytest.mark.anyio

ALLOWED = 6
QUESTION = {"query": "{ viewer { login } }"}


@pytest.fixture
async def bounded(
    network: Graph, clock: Clock, tmp_path: Path
) -> AsyncIterator[tuple[AsyncClient, AsyncClient]]:
    """Two people of an application that lets everybody ask six times a minute."""
    app = create_app(Settings(home=tmp_path, requests_per_minute=ALLOWED), network, clock)
    transport = ASGITransport(app)
    async with (
        AsyncClient(transport=transport, base_url=SITE) as one,
        AsyncClient(transport=transport, base_url=SITE) as other,
    ):
        await sign_in(one, "coordinator", PASSWORD)
        await sign_in(other, "curator", PASSWORD)
        yield one, other


async def test_who_asks_too_often_is_told_when_to_come_again(
    bounded: tuple[AsyncClient, AsyncClient],
) -> None:
    one, other = bounded
    answers = [await one.post("/graphql", json=QUESTION) for _ in range(ALLOWED + 1)]
    assert [answer.status_code for answer in answers] == [200] * ALLOWED + [429]
    assert codes(answers[-1].json()) == ["TOO_OFTEN"]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    page = await one.get("/regions", headers={"Accept": "text/html"})
    assert page.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert page.headers["retry-after"]
    assert "Запросов слишком много" in page.text
    assert page.headers["content-security-policy"]
    # What a page is drawn with, and whoever watches the server, are not counted.
    assert (await one.get("/static/style.css")).status_code != HTTPStatus.TOO_MANY_REQUESTS
    assert (await one.get("/health/ready")).status_code == HTTPStatus.OK
    assert (await other.post("/graphql", json=QUESTION)).status_code == HTTPStatus.OK


async def test_a_token_is_counted_by_itself_and_a_stranger_by_address(
    bounded: tuple[AsyncClient, AsyncClient],
) -> None:
    _, other = bounded
    headers = {"Authorization": "Bearer orientir_wrong"}
    told = [
        (await other.post("/graphql", json=QUESTION, headers=headers)).status_code
        for _ in range(ALLOWED + 1)
    ]
    assert told == [401] * ALLOWED + [429]
    assert (await other.post("/graphql", json=QUESTION)).status_code == HTTPStatus.OK
    other.cookies.clear()
    # Both have signed in from this address before they had a cookie.
    told = [(await other.get("/sign-in")).status_code for _ in range(ALLOWED)]
    assert told[-1] == HTTPStatus.TOO_MANY_REQUESTS


async def nothing_comes() -> Message:
    raise AssertionError


async def nothing_goes(message: Message) -> None:
    raise AssertionError(message)


async def test_so_many_at_once_and_no_more() -> None:
    may_end = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await may_end.wait()

    rate = Rate(slow, per_minute=0, at_once=2)

    async def ask(token: str) -> None:
        headers = [(b"authorization", f"Bearer {token}".encode())] if token else []
        scope = {"type": "http", "path": "/graphql", "headers": headers, "client": ("10.0.0.1", 1)}
        await rate(scope, nothing_comes, nothing_goes)

    running = [asyncio.create_task(ask("one")) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(TooOftenError):
        await ask("one")
    # Another, and any number of people behind one address that have not signed in yet.
    running += [asyncio.create_task(ask(token)) for token in ("two", "", "", "")]
    may_end.set()
    await asyncio.gather(*running)
    await ask("one")


async def test_refusals_are_held_back_but_not_without_end() -> None:
    never = asyncio.Event()

    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        await never.wait()

    rate = Rate(busy, per_minute=0, at_once=1, held_seconds=3600)
    headers = [(b"authorization", b"Bearer one")]
    scope = {"type": "http", "path": "/graphql", "headers": headers, "client": ("10.0.0.1", 1)}
    tasks = [
        asyncio.create_task(rate(scope, nothing_comes, nothing_goes)) for _ in range(HELD_MOST + 1)
    ]
    await asyncio.sleep(0.1)
    assert not any(task.done() for task in tasks)
    with pytest.raises(TooOftenError):
        await rate(scope, nothing_comes, nothing_goes)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
