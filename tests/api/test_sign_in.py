"""Signing in and out: the secret, its end, wrong passwords, where requests come from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from httpx import AsyncClient
from starlette.types import Message, Receive, Scope, Send

from api.auth.origin import OriginCheck
from tests.api.conftest import Clock, Enter, codes, sign_in
from tests.api.planted import PASSWORD

pytestmark = pytest.mark.anyio

COOKIE = "a=b; orientir_sign_in=secret"


@pytest.mark.parametrize("login", ["coordinator", "nobody"])
async def test_wrong_password_and_unknown_login_answer_alike(
    anonymous: AsyncClient, login: str
) -> None:
    answer = await sign_in(anonymous, login, "не тот")
    assert answer.status_code == 401
    assert "Неверное имя или пароль" in answer.text
    assert "set-cookie" not in answer.headers
    assert login not in answer.text


async def test_sign_out_ends_the_sign_in_in_the_graph(enter: Enter, anonymous: AsyncClient) -> None:
    client = await enter("coordinator")
    secret = client.cookies["orientir_sign_in"]
    assert (await client.post("/sign-out")).headers["location"] == "/sign-in"
    anonymous.cookies.set("orientir_sign_in", secret)
    answer = await anonymous.get("/regions")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fregions")


async def test_the_mutation_ends_it_too(enter: Enter) -> None:
    client = await enter("coordinator")
    answer = await client.post("/graphql", json={"query": "mutation { signOut }"})
    assert answer.json() == {"data": {"signOut": True}}
    assert (
        await client.post("/graphql", json={"query": "{ viewer { login } }"})
    ).status_code == 401


async def test_it_expires(enter: Enter, clock: Clock) -> None:
    client = await enter("head")
    clock.pass_(timedelta(hours=11, minutes=59))
    assert (await client.get("/regions")).status_code == 200
    clock.pass_(timedelta(minutes=1))
    assert (await client.get("/regions")).status_code == 303


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://orientir.test.evil.test"])
async def test_requests_from_other_sites_change_nothing(enter: Enter, origin: str) -> None:
    client = await enter("coordinator")
    answer = await client.post("/sign-out", headers={"Origin": origin})
    assert answer.status_code == 403
    assert codes(answer.json()) == ["BAD_ORIGIN"]
    asked = {"query": "mutation { signOut }"}
    answer = await client.post("/graphql", json=asked, headers={"Origin": origin})
    assert answer.status_code == 403
    assert (await client.get("/regions")).status_code == 200


async def test_own_origin_is_taken(enter: Enter) -> None:
    client = await enter("coordinator")
    answer = await client.post("/sign-out", headers={"Origin": "http://orientir.test"})
    assert answer.status_code == 303


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test", "/\\evil.test", "/a\nb"])
async def test_after_signing_in_nobody_is_led_away(anonymous: AsyncClient, target: str) -> None:
    fields = {"login": "head", "password": PASSWORD, "next": target}
    answer = await anonymous.post("/sign-in", data=fields)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    ("headers", "opens"),
    [
        ({}, True),
        ({"origin": "http://orientir.test"}, True),
        ({"origin": "http://evil.test"}, False),
        ({"origin": "http://evil.test", "authorization": "Bearer x"}, True),
        ({"origin": "http://evil.test", "authorization": "Bearer x", "cookie": COOKIE}, False),
        ({"origin": "http://evil.test", "authorization": "Basic x"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
    ],
)
async def test_a_socket_opens_to_our_own_pages_only(headers: dict[str, str], opens: bool) -> None:
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "headers": [(b"host", b"orientir.test"), *sent]}
    passed: list[str] = []

    async def inner(scope: Scope, _: Receive, __: Send) -> None:
        passed.append(scope["type"])

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        passed.append(message["type"])

    await OriginCheck(inner)(scope, receive, send)
    assert passed == (["websocket"] if opens else ["websocket.close"])
