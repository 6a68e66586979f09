"""What changes while somebody is signed in: each test has a network of its own."""

from __future__ import annotations

import asyncio
import os
import stat
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from httpx import AsyncClient

from graph.errors import InputError
from graph.session import Graph
from queries.account.demo import create_demo_accounts
from queries.account.sign_in import FAILURES_ALLOWED, FAILURES_WINDOW, SignInError, revoke_all
from queries.account.sign_in import sign_in as sign_in_by_password
from queries.scope import actor
from tests.api.conftest import Clock, Enter, ask, codes, data, sign_in
from tests.api.planted import CONSENT_GAP, MINE, MOMENT, PASSWORD, plant

pytestmark = pytest.mark.anyio

SIGN_INS = """
MATCH (s:SignIn) RETURN s.id AS id, s.expires_at > s.created_at AS succeeded ORDER BY id
"""


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def test_sign_in_sets_a_cookie_whose_secret_the_graph_does_not_have(
    anonymous: AsyncClient, graph: Graph
) -> None:
    answer = await sign_in(anonymous, "coordinator", PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    secret = anonymous.cookies["orientir_sign_in"]
    kept = await graph.rows(SIGN_INS)
    assert kept == [{"id": sha256(secret.encode()).hexdigest(), "succeeded": True}]
    assert (await anonymous.get("/regions")).status_code == 200


async def test_revoked_is_over_at_once(enter: Enter, graph: Graph) -> None:
    client = await enter("head")
    assert await revoke_all(graph, "account:head", MOMENT) == 1
    assert (await client.get("/regions")).status_code == 303


async def test_after_many_failures_even_the_right_password_waits(
    anonymous: AsyncClient, clock: Clock, graph: Graph
) -> None:
    # At once: each is counted before its password is checked.
    # Not by the page, which would end those that wait for their turn to be hashed too long.
    tries = (
        sign_in_by_password(graph, "head", "не тот", MOMENT, FAILURES_WINDOW)
        for _ in range(FAILURES_ALLOWED + 2)
    )
    refused = await asyncio.gather(*tries, return_exceptions=True)
    assert {type(error) for error in refused} == {SignInError}
    # What comes after the door is closed is not written: the graph can't be filled with it.
    assert len(await graph.rows(SIGN_INS)) == FAILURES_ALLOWED
    assert (await sign_in(anonymous, "head", PASSWORD)).status_code == 401
    clock.pass_(FAILURES_WINDOW)
    assert (await sign_in(anonymous, "head", PASSWORD)).status_code == 303


async def test_demo_accounts_belong_to_people_of_the_network(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        await create_demo_accounts(graph, MOMENT, tmp_path)
    await plant(graph)
    first = await create_demo_accounts(graph, MOMENT, tmp_path)
    second = await create_demo_accounts(graph, MOMENT, tmp_path)
    assert first == second
    assert stat.S_IMODE(os.stat(first.file).st_mode) == 0o600  # noqa: PTH116
    assert first.file.read_text().strip() == first.password
    rows = await graph.rows(
        "MATCH (a:Account)-[:ACCOUNT_OF|SEES]->(p) RETURN a.login AS login, p.id AS person"
        " ORDER BY login"
    )
    assert rows == [
        {"login": "authority", "person": MINE},
        {"login": "coordinator", "person": "coordinator-RU-TA"},
        {"login": "curator", "person": "curator"},
        {"login": "head", "person": "head"},
    ]


async def test_a_role_that_has_ended_opens_nothing(enter: Enter, graph: Graph) -> None:
    client = await enter("coordinator")
    await graph.change("MATCH (:Person)-[k:COORDINATES]->() SET k.to = date('2019-10-14')")
    seen = await data(client, "{ regions { totalCount edges { node { id } } } }")
    assert seen == {"regions": {"totalCount": 0, "edges": []}}
    who = await graph.read(lambda reader: actor(reader, "account:coordinator", MOMENT))
    assert who is not None
    assert (who.everything, who.regions) == (False, frozenset())
    # The day before, in the region's own zone, it was still open.
    before = datetime(2019, 10, 13, 20, 59, tzinfo=UTC)
    who = await graph.read(lambda reader: actor(reader, "account:coordinator", before))
    assert who is not None
    assert who.regions == {MINE}


async def test_an_unexpected_error_keeps_its_detail(
    enter: Enter, graph: Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    client = await enter("head")
    # A state this code doesn't know can't be written by the write path; here it is, all the same.
    await graph.change("MATCH (g:Gap {id: $id}) SET g.state = 'тайна'", {"id": CONSENT_GAP})
    shown = await ask(client, "query($id: ID!) { gap(id: $id) { state } }", id=CONSENT_GAP)
    assert codes(shown) == ["INTERNAL"]
    assert "тайна" not in str(shown)
    logged = capsys.readouterr().err
    assert '"event": "failure"' in logged
    assert "тайна" not in logged
