"""Managing accounts by GraphQL, and seeing one's own sign-ins."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from graph.session import Graph
from tests.api.conftest import SITE, Enter, ask, codes, data, sign_in
from tests.api.planted import MINE, plant

pytestmark = pytest.mark.anyio

CREATE = """
mutation($login: String!, $role: Role!, $person: ID, $regions: [ID!]) {
  createAccount(login: $login, role: $role, person: $person, regions: $regions)
  { __typename ... on AccountCreated { id password } ... on AccountRefusal { code message } }
}
"""
DISABLE = """
mutation($id: ID!) { disableAccount(account: $id) {
  __typename ... on AccountDisabled { id } ... on AccountRefusal { code message } } }
"""
REVOKE = """
mutation($id: ID!) { revokeSignIns(account: $id) {
  __typename ... on SignInsRevoked { count } ... on AccountRefusal { code } } }
"""
AUDIT = """
{ auditEntries(filter: { action: "sign_out_everywhere" }) {
  edges { node { title login record changes { title after hidden } } } } }
"""
ACCOUNTS = """
query($after: String) { accounts(first: 2, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } edges { node {
    id login role person regions hasPassword hasOidc disabledAt } } } }
"""
COUNTS = """
RETURN COUNT { (:Account) } AS accounts, COUNT { (:AuditEntry) } AS entries,
  COUNT { (a:Account) WHERE a.disabled_at IS NOT NULL } AS disabled,
  COUNT { (s:SignIn) WHERE s.revoked_at IS NOT NULL } AS revoked
"""


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def test_a_password_is_shown_once_and_opens_the_door(
    enter: Enter, app: Starlette, graph: Graph
) -> None:
    head = await enter("head")
    asked = {"login": "petrova", "role": "COORDINATOR", "person": f"coordinator-{MINE}"}
    made = (await data(head, CREATE, **asked))["createAccount"]
    kept = await graph.rows("MATCH (n) RETURN properties(n) AS kept")
    assert made["password"] not in str(kept)
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        assert (await sign_in(client, "petrova", made["password"])).status_code == 303
        seen = await data(client, "{ viewer { login role regions readOnly } }")
        assert seen["viewer"] == {
            "login": "petrova", "role": "COORDINATOR", "regions": [MINE], "readOnly": False,
        }  # fmt: skip
        assert (await data(head, DISABLE, id=made["id"]))["disableAccount"] == {
            "__typename": "AccountDisabled", "id": made["id"],
        }  # fmt: skip
        assert (await client.get("/regions")).status_code == 303
        assert (await sign_in(client, "petrova", made["password"])).status_code == 401


async def test_what_cannot_be_is_told_in_words(enter: Enter, graph: Graph) -> None:
    head = await enter("head")
    before = await graph.rows(COUNTS)
    wrong: list[dict[str, Any]] = [
        {"login": "head", "role": "HEAD", "person": "head"},
        {"login": "new", "role": "CURATOR"},
        {"login": "new", "role": "AUTHORITY", "regions": ["RU-XX"]},
    ]
    for asked in wrong:
        made = (await data(head, CREATE, **asked))["createAccount"]
        assert (made["__typename"], made["code"]) == ("AccountRefusal", "ACCOUNT")
        assert made["message"]
    for query in (DISABLE, REVOKE):
        ((_, refused),) = (await data(head, query, id="account:nobody")).items()
        assert (refused["__typename"], refused["code"]) == ("AccountRefusal", "NOT_FOUND")
    refused = (await data(head, DISABLE, id="account:head"))["disableAccount"]
    assert refused["__typename"] == "AccountRefusal"
    assert await graph.rows(COUNTS) == before


async def test_automation_gets_no_password(enter: Enter) -> None:
    asked = {"login": "robot", "role": "AUTOMATION", "regions": [MINE]}
    made = (await data(await enter("head"), CREATE, **asked))["createAccount"]
    assert (made["__typename"], made["password"]) == ("AccountCreated", None)


async def test_accounts_are_listed_in_pages(enter: Enter) -> None:
    head = await enter("head")
    first = (await data(head, ACCOUNTS))["accounts"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    second = (await data(head, ACCOUNTS, after=first["pageInfo"]["endCursor"]))["accounts"]
    nodes = [edge["node"] for edge in first["edges"] + second["edges"]]
    assert [node["login"] for node in nodes] == ["coordinator", "curator", "head"]
    assert nodes[0] == {
        "id": "account:coordinator", "login": "coordinator", "role": "COORDINATOR",
        "person": f"coordinator-{MINE}", "regions": [], "hasPassword": True, "hasOidc": False,
        "disabledAt": None,
    }  # fmt: skip


async def test_revoking_ends_every_sign_in_at_once(enter: Enter) -> None:
    head, one, other = await enter("head"), await enter("curator"), await enter("curator")
    done = (await data(head, REVOKE, id="account:curator"))["revokeSignIns"]
    assert done == {"__typename": "SignInsRevoked", "count": 2}
    for client in (one, other):
        assert (await client.get("/regions")).status_code == 303
    assert (await head.get("/regions")).status_code == 200


@pytest.mark.parametrize("login", ["curator", "coordinator"])
async def test_others_manage_nobody(enter: Enter, graph: Graph, login: str) -> None:
    client = await enter(login)
    before = await graph.rows(COUNTS)
    asked = {"login": "own", "role": "HEAD", "person": "head"}
    answers = [
        await ask(client, CREATE, **asked),
        await ask(client, DISABLE, id="account:head"),
        await ask(client, REVOKE, id="account:head"),
        await ask(client, ACCOUNTS),
    ]
    for shown in answers:
        assert (shown["data"], codes(shown)) == (None, ["FORBIDDEN_FIELD"])
        assert "account:" not in str(shown)
    assert await graph.rows(COUNTS) == before


async def test_one_sees_the_own_sign_ins_and_refused_attempts(
    enter: Enter, anonymous: AsyncClient
) -> None:
    await enter("head")
    await sign_in(anonymous, "curator", "не тот")
    client = await enter("curator")
    seen = await data(client, "{ signIns { refused lasts revokedAt } }")
    assert sorted(row["refused"] for row in seen["signIns"]) == [False, True]
    assert sorted(row["lasts"] for row in seen["signIns"]) == [False, True]


async def test_accounts_are_narrowed_and_one_is_told_whole(enter: Enter) -> None:
    head = await enter("head")
    await enter("curator")
    asked = (
        "query($r: Role, $s: String) "
        "{ accounts(role: $r, search: $s) { edges { node { login } } } }"
    )
    by_role = (await data(head, asked, r="CURATOR"))["accounts"]["edges"]
    by_login = (await data(head, asked, s=" OORD"))["accounts"]["edges"]
    assert [edge["node"]["login"] for edge in by_role + by_login] == ["curator", "coordinator"]
    one = "query($id: ID!) { account(id: $id) { login lastingSignIns signedInAt } }"
    told = (await data(head, one, id="account:curator"))["account"]
    assert (told["login"], told["lastingSignIns"], told["signedInAt"] is not None) == (
        "curator", 1, True,
    )  # fmt: skip
    assert (await data(head, one, id="account:none"))["account"] is None


async def test_anybody_leaves_everywhere_at_once(enter: Enter, graph: Graph) -> None:
    here, there, other = await enter("curator"), await enter("curator"), await enter("head")
    done = await data(here, "mutation { signOutEverywhere }")
    assert done == {"signOutEverywhere": 2}
    for client in (here, there):
        assert (await client.get("/regions")).status_code == 303
    assert (await other.get("/regions")).status_code == 200
    (entry,) = (await data(other, AUDIT))["auditEntries"]["edges"]
    assert entry["node"] == {
        "title": "закончены все свои входы", "login": "curator", "record": "account:curator",
        "changes": [{"title": "закончено входов", "after": "2", "hidden": False}],
    }  # fmt: skip
    curator = await enter("curator")
    assert codes(await ask(curator, AUDIT)) == ["FORBIDDEN_FIELD"]
