"""Tokens of automation: shown once, kept as a fingerprint, ended at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from api.auth.read_only import ALWAYS
from api.schema import SCHEMA
from graph.session import Graph, Writer
from graph.writing import write_links, write_nodes
from queries.account.token import LONGEST, PREFIX
from queries.scope import ReadOnlyError
from tests.api.conftest import SITE, Clock, Enter, ask, codes, data
from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, MOMENT, plant

pytestmark = pytest.mark.anyio

CREATE = """
mutation(
  $account: ID!, $name: String!, $scopes: [TokenScope!]!, $until: DateTime!, $regions: [ID!]
) {
  createToken(account: $account, name: $name, scopes: $scopes, expiresAt: $until, regions: $regions)
  { __typename ... on TokenCreated { id secret } ... on AccountRefusal { code message } }
}
"""
REVOKE = """
mutation($id: ID!) { revokeToken(token: $id) {
  __typename ... on TokenRevoked { id } ... on AccountRefusal { code } } }
"""
VIEWER = "{ viewer { login role everything regions readOnly } }"
REGIONS = "{ regions { totalCount edges { node { id } } } }"
COMMENT = 'mutation($id: ID!) { commentGap(id: $id, text: "замечание") { id } }'
TOKENS = "MATCH (t:Token) RETURN properties(t) AS token"
COUNTS = """
RETURN COUNT { (:Token) } AS tokens, COUNT { (:Account) } AS accounts,
  COUNT { (:AuditEntry) } AS entries
"""
HASH = "MATCH (a:Account {login: 'head'}) RETURN a.password_hash AS hash"
MORE = ("automation", "authority")
TOMORROW = MOMENT + timedelta(days=1)


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await graph.write(_more_accounts)
    return graph


async def _more_accounts(writer: Writer) -> None:
    rows: list[dict[str, Any]] = [
        {"id": f"account:{role}", "login": role, "role": role} for role in MORE
    ]
    rows[1]["password_hash"] = (await writer.single(HASH))["hash"]
    await write_nodes(writer, "Account", rows)
    links = [
        {"source": f"account:{role}", "target": region}
        for role in MORE
        for region in (MINE, FOREIGN)
    ]
    await write_links(writer, "Account", "sees", links)


@pytest.fixture
async def program(app: Starlette) -> AsyncIterator[AsyncClient]:
    """A client that has no cookie."""
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        yield client


async def issue(head: AsyncClient, **more: Any) -> dict[str, Any]:
    asked = {"account": "account:automation", "name": "выгрузка", "scopes": ["READ"]}
    asked |= {"until": TOMORROW.isoformat()} | more
    made: dict[str, Any] = (await data(head, CREATE, **asked))["createToken"]
    return made


def as_program(client: AsyncClient, secret: str) -> AsyncClient:
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


async def asked_by(client: AsyncClient, query: str, **headers: str) -> Response:
    return await client.post("/graphql", json={"query": query}, headers=headers)


async def test_a_secret_is_shown_once_and_kept_as_a_fingerprint(
    enter: Enter, program: AsyncClient, graph: Graph
) -> None:
    head = await enter("head")
    made = await issue(head)
    assert made["secret"].startswith(PREFIX)
    assert len(made["secret"]) >= len(PREFIX) + 43  # 256 bits as base64
    (row,) = await graph.rows(TOKENS)
    assert row["token"]["hash"] == sha256(made["secret"].encode()).hexdigest()
    kept = await graph.rows("MATCH (n) RETURN properties(n) AS kept")
    assert made["secret"] not in str(kept)
    listed = await data(head, "{ tokens { totalCount edges { node { id name login scopes } } } }")
    assert listed["tokens"]["totalCount"] == 1
    node = {"id": made["id"], "name": "выгрузка", "login": "automation", "scopes": ["READ"]}
    assert listed["tokens"]["edges"] == [{"node": node}]
    assert made["secret"] not in str(listed)
    seen = await data(as_program(program, made["secret"]), VIEWER)
    assert seen["viewer"] == {
        "login": "automation", "role": "AUTOMATION", "everything": False,
        "regions": sorted([MINE, FOREIGN]), "readOnly": True,
    }  # fmt: skip


async def test_a_token_can_be_limited_to_regions_of_its_account(
    enter: Enter, program: AsyncClient, graph: Graph
) -> None:
    head = await enter("head")
    made = await issue(head, regions=[MINE])
    seen = await data(as_program(program, made["secret"]), REGIONS)
    assert seen["regions"] == {"totalCount": 1, "edges": [{"node": {"id": MINE}}]}
    # What the account no longer sees the token doesn't either; a limit that is gone opens nothing.
    await graph.change("MATCH (:Token)-[l:LIMITED_TO]->() DELETE l")
    assert (await data(program, REGIONS))["regions"]["totalCount"] == 0
    refused = await issue(head, regions=["RU-SA"])
    assert (refused["__typename"], refused["code"]) == ("AccountRefusal", "ACCOUNT")
    assert "RU-SA" in refused["message"]


async def test_revoked_expired_disabled_and_wrong_tokens_open_nothing(
    enter: Enter, program: AsyncClient, clock: Clock, graph: Graph
) -> None:
    head = await enter("head")
    made, other = await issue(head), await issue(head, name="другая")
    as_program(program, made["secret"])
    assert (await asked_by(program, VIEWER)).status_code == 200
    assert (await data(head, REVOKE, id=made["id"]))["revokeToken"] == {
        "__typename": "TokenRevoked", "id": made["id"],
    }  # fmt: skip
    assert (await asked_by(program, VIEWER)).status_code == 401
    as_program(program, other["secret"])
    clock.pass_(timedelta(hours=23, minutes=59))
    assert (await asked_by(program, VIEWER)).status_code == 200
    clock.pass_(timedelta(minutes=1))
    assert (await asked_by(program, VIEWER)).status_code == 401
    clock.now = MOMENT
    await graph.change("MATCH (a:Account {login: 'automation'}) SET a.disabled_at = datetime()")
    assert (await asked_by(program, VIEWER)).status_code == 401
    for wrong in (PREFIX, "", other["secret"] + "x", "\udcd0".encode("utf-8", "replace").decode()):
        answer = await asked_by(as_program(program, wrong), VIEWER)
        assert answer.status_code == 401
        assert codes(answer.json()) == ["UNAUTHENTICATED"]


async def test_it_works_only_while_its_account_is_automation(
    enter: Enter, program: AsyncClient, graph: Graph
) -> None:
    head = await enter("head")
    made = await issue(head)
    await graph.change("MATCH (a:Account {login: 'automation'}) SET a.role = 'head'")
    assert (await asked_by(as_program(program, made["secret"]), VIEWER)).status_code == 401
    refused = await issue(head, account="account:curator")
    assert (refused["__typename"], refused["code"]) == ("AccountRefusal", "ACCOUNT")
    refused = await issue(head, account="account:nobody")
    assert (refused["__typename"], refused["code"]) == ("AccountRefusal", "NOT_FOUND")


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": MOMENT.isoformat()},
        {"until": (MOMENT + LONGEST + timedelta(seconds=1)).isoformat()},
        {"until": TOMORROW.replace(tzinfo=None).isoformat()},
        {"name": "  "},
        {"name": "я" * 101},
        {"scopes": []},
        {"scopes": ["WRITE"]},
    ],
)
async def test_what_a_token_cannot_be_is_told(
    enter: Enter, graph: Graph, wrong: dict[str, Any]
) -> None:
    head = await enter("head")
    assert (await issue(head, **wrong))["__typename"] == "AccountRefusal"
    assert await graph.rows(TOKENS) == []


async def test_a_token_lasts_a_year_and_a_day_at_most(enter: Enter) -> None:
    made = await issue(await enter("head"), until=(MOMENT + LONGEST).isoformat())
    assert made["__typename"] == "TokenCreated"


@pytest.mark.parametrize("login", ["curator", "coordinator", "authority"])
async def test_only_a_head_issues_revokes_and_lists(enter: Enter, graph: Graph, login: str) -> None:
    made = await issue(await enter("head"))
    before = await graph.rows(COUNTS)
    client = await enter(login)
    asked = {"account": "account:automation", "name": "чужая", "scopes": ["READ"]}
    refused = await ask(client, CREATE, **asked, until=TOMORROW.isoformat())
    assert (refused["data"], codes(refused)) == (None, ["FORBIDDEN_FIELD"])
    refused = await ask(client, REVOKE, id=made["id"])
    assert (refused["data"], codes(refused)) == (None, ["FORBIDDEN_FIELD"])
    for question in ("{ tokens { totalCount } }", "{ tokens { edges { node { name } } } }"):
        refused = await ask(client, question)
        assert (refused["data"], codes(refused)) == (None, ["FORBIDDEN_FIELD"])
    assert await graph.rows(COUNTS) == before
    (row,) = await graph.rows(TOKENS)
    assert "revoked_at" not in row["token"]


async def test_the_day_of_the_last_use_is_kept(
    enter: Enter, program: AsyncClient, clock: Clock, graph: Graph
) -> None:
    made = await issue(await enter("head"), until=(MOMENT + timedelta(days=9)).isoformat())
    as_program(program, made["secret"])
    for day in ("2019-10-14", "2019-10-15"):
        await data(program, VIEWER)
        rows = await graph.rows("MATCH (t:Token) RETURN toString(t.last_used_on) AS day")
        assert rows == [{"day": day}]
        clock.pass_(timedelta(days=1))


async def test_who_only_reads_changes_nothing(
    enter: Enter, program: AsyncClient, graph: Graph
) -> None:
    made = await issue(await enter("head"))
    before = await graph.rows(COUNTS)
    for client in (as_program(program, made["secret"]), await enter("authority")):
        assert (await data(client, VIEWER))["viewer"]["readOnly"] is True
        refused = await ask(client, COMMENT, id=CONSENT_GAP)
        assert (refused["data"], codes(refused)) == (None, ["FORBIDDEN_FIELD"])
    assert await graph.rows("MATCH (c:Comment) RETURN c") == []
    assert await graph.rows(COUNTS) == before
    authority = await enter("authority")
    assert await data(authority, "mutation { signOut }") == {"signOut": True}
    assert await data(program, "mutation { signOut }") == {"signOut": False}


async def test_a_token_with_write_is_held_to_its_role(enter: Enter, program: AsyncClient) -> None:
    made = await issue(await enter("head"), scopes=["READ", "WRITE"])
    as_program(program, made["secret"])
    assert (await data(program, VIEWER))["viewer"]["readOnly"] is False
    # Comments are for people.
    assert codes(await ask(program, COMMENT, id=CONSENT_GAP)) == ["FORBIDDEN_FIELD"]


def test_every_mutation_is_guarded() -> None:
    class Reading:
        def may_change(self) -> None:
            raise ReadOnlyError

    class Info:
        class context:  # noqa: N801 - stands for info.context
            actor = Reading()

    mutations = SCHEMA._schema.mutation_type
    assert mutations is not None
    assert mutations.fields.keys() >= ALWAYS | {"createToken", "waiveGap"}
    for name in mutations.fields.keys() - ALWAYS:
        resolve = mutations.fields[name].resolve
        assert resolve is not None
        with pytest.raises(ReadOnlyError):
            resolve(None, Info())


async def test_a_token_needs_no_origin_and_a_cookie_beside_it_does(
    enter: Enter, program: AsyncClient
) -> None:
    head = await enter("head")
    made = await issue(head)
    as_program(program, made["secret"])
    evil = {"Origin": "http://evil.test"}
    assert (await asked_by(program, VIEWER, **evil)).status_code == 200
    # A page of another site that could send any token still can't act by the cookie.
    both = {"Authorization": f"Bearer {made['secret']}"} | evil
    assert codes((await asked_by(head, VIEWER, **both)).json()) == ["BAD_ORIGIN"]
    answer = await head.post("/sign-out", headers={"Authorization": "Bearer x"} | evil)
    assert answer.status_code == 403
    assert (await head.get("/regions")).status_code == 200


async def test_a_token_is_never_replaced_by_the_cookie(enter: Enter) -> None:
    head = await enter("head")
    made = await issue(head)
    own = {"Authorization": f"bearer {made['secret']}"}
    assert (await asked_by(head, VIEWER, **own)).json()["data"]["viewer"]["role"] == "AUTOMATION"
    for wrong in ("Bearer", "Bearer  ", "Bearer wrong"):
        answer = await asked_by(head, VIEWER, Authorization=wrong)
        assert (answer.status_code, answer.json()["data"]) == (401, None)
    page = await head.get("/regions", headers={"Authorization": "Bearer wrong"})
    assert page.status_code == 401
    assert "set-cookie" not in page.headers
    # Another scheme is the proxy's in front; the cookie counts.
    assert (await head.get("/regions", headers={"Authorization": "Basic eA=="})).status_code == 200
