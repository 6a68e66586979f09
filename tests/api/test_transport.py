"""How a question comes in: methods, types of bodies, and the media type of the answer."""

from __future__ import annotations

import pytest
from httpx import AsyncClient, Response

from tests.api.conftest import Enter, codes, sign_in

pytestmark = pytest.mark.anyio

GRAPHQL = "application/graphql-response+json"
LEAVE = "mutation { signOut }"
WHO = "{ viewer { login } }"


async def _is_signed_in(client: AsyncClient) -> bool:
    return (await client.get("/regions")).status_code == 200


async def _post(client: AsyncClient, query: str, **headers: str) -> Response:
    return await client.post("/graphql", json={"query": query}, headers=headers)


@pytest.mark.parametrize("named", ["mutation leave { signOut }", f"query who {WHO} {LEAVE}"])
async def test_nothing_changes_by_get(enter: Enter, named: str) -> None:
    client = await enter("head")
    for query in (LEAVE, named):
        answer = await client.get("/graphql", params={"query": query, "operationName": "leave"})
        assert answer.status_code in (400, 405)
        assert codes(answer.json())[0] in ("METHOD_NOT_ALLOWED", "BAD_REQUEST")
    answer = await client.get("/graphql", params={"query": LEAVE})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert (await client.put("/graphql", json={"query": LEAVE})).status_code == 405
    assert await _is_signed_in(client)


async def test_nothing_changes_by_a_form(enter: Enter) -> None:
    client = await enter("head")
    answers = [
        await client.post("/graphql", data={"query": LEAVE}),
        await client.post("/graphql", files={"operations": (None, f'{{"query": "{LEAVE}"}}')}),
        await client.post(
            "/graphql",
            content=f'{{"query": "{LEAVE}"}}',
            headers={"Content-Type": "text/plain"},
        ),
        await client.post("/graphql", content=f'{{"query": "{LEAVE}"}}'),
        await client.post("/graphql", params={"query": LEAVE}),
    ]
    for answer in answers:
        assert answer.status_code == 415
        assert codes(answer.json()) == ["UNSUPPORTED_MEDIA_TYPE"]
    assert await _is_signed_in(client)


async def test_json_is_taken_whatever_its_parameters(enter: Enter) -> None:
    client = await enter("head")
    answer = await client.post(
        "/graphql",
        content=f'{{"query": "{WHO}"}}',
        headers={"Content-Type": "Application/JSON; charset=utf-8"},
    )
    assert answer.json() == {"data": {"viewer": {"login": "head"}}}


async def test_a_subscription_is_not_for_http(enter: Enter) -> None:
    client = await enter("head")
    answer = await _post(client, "subscription { anything }")
    assert answer.status_code == 400
    assert codes(answer.json()) == ["BAD_REQUEST"]


async def test_graphql_media_type_tells_by_status_what_was_not_executed(enter: Enter) -> None:
    client = await enter("head")
    good = await _post(client, WHO, Accept=GRAPHQL)
    assert (good.status_code, good.headers["content-type"]) == (200, GRAPHQL)
    for query in ("{ nothing }", "{ viewer", "{ viewer { login " + "x " * 60 + "} }"):
        refused = await _post(client, query, Accept=GRAPHQL)
        assert (refused.status_code, refused.headers["content-type"]) == (400, GRAPHQL)
        assert "data" not in refused.json()
        plain = await _post(client, query)
        assert (plain.status_code, plain.headers["content-type"]) == (200, "application/json")
        assert plain.json()["data"] is None
        assert codes(plain.json()) == codes(refused.json())


async def test_who_has_not_signed_in_learns_nothing(anonymous: AsyncClient) -> None:
    for query in (WHO, "{ nothing }", "{", "{ __schema { types { name } } }"):
        answer = await _post(anonymous, query)
        assert answer.status_code == 401
        assert codes(answer.json()) == ["UNAUTHENTICATED"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer orientir_wrong"}, {"Cookie": "orientir_sign_in=wrong"}],
)
async def test_a_refusal_says_what_it_wants_to_be_signed_with(
    anonymous: AsyncClient, headers: dict[str, str]
) -> None:
    answers = [
        await _post(anonymous, WHO, **headers),
        await anonymous.get("/graphql", params={"query": WHO}, headers=headers),
        await anonymous.post("/media", headers=headers),
        await sign_in(anonymous, "head", "не тот"),
    ]
    if "Authorization" in headers:
        answers.append(await anonymous.get("/regions", headers=headers))
    for answer in answers:
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    for path in ("/sign-in", "/regions"):
        assert "www-authenticate" not in (await anonymous.get(path)).headers
