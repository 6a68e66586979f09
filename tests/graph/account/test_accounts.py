"""Who manages accounts: a head, and nobody else, whatever stands in front of the queries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from graph.errors import AccessError
from graph.model.account import Role, TokenScope
from graph.session import Graph, Writer
from graph.writing import write_links, write_nodes
from queries.account import oidc, reads, writes
from queries.account.access import AccountError, ManagingError
from queries.account.reads import WantedAccounts
from queries.account.sign_in import begin, current
from queries.account.token import NewToken, bearer, create_token, revoke_token
from queries.account.writes import NewAccount
from queries.audit import listing
from queries.audit.listing import Wanted
from queries.scope import Actor, ReadOnlyError, actor

pytestmark = pytest.mark.anyio

AT = datetime(2019, 10, 14, 9, 0, tzinfo=UTC)
HEAD = Actor("account:head", Role.HEAD, "head", everything=True, regions=frozenset())
REGION = {"id": "RU-TA", "name": "Татарстан", "code": "RU-TA", "zone": "Europe/Moscow"}
EVERYTHING = "MATCH (n) RETURN labels(n)[0] AS label, properties(n) AS it ORDER BY label, it.id"
ENTRIES = """
MATCH (e:AuditEntry) RETURN e.action AS action, e.subject_label AS label, e.account AS account,
  e.after AS after ORDER BY e.number
"""


@pytest.fixture
async def graph(graph: Graph) -> Graph:
    async def plant(writer: Writer) -> None:
        await write_nodes(writer, "FederalDistrict", [{"id": "volga", "name": "Приволжский"}])
        await write_nodes(writer, "Region", [REGION | {"district": "volga"}])
        await write_nodes(writer, "Operator", [{"id": "operator", "name": "Союз"}])
        person = {"id": "head", "family_name": "Фамилия", "given_name": "Имя"}
        await write_nodes(writer, "Person", [person])
        works = {"source": "head", "target": "operator", "from": date(2019, 9, 2)}
        await write_links(writer, "Person", "works_for", [works | {"heads_curators": True}])
        row = {"id": HEAD.account, "login": "head", "role": "head", "person": "head"}
        await write_nodes(writer, "Account", [row])

    await graph.write(plant)
    return graph


def made(graph: Graph, new: NewAccount, who: Actor = HEAD) -> Awaitable[str]:
    return graph.write(lambda w: writes.create_account(w, who, new, AT))


ATTEMPTS: dict[str, Callable[[Writer, Actor], Awaitable[Any]]] = {
    "create": lambda w, a: writes.create_account(w, a, NewAccount("new", Role.HEAD, "head"), AT),
    "disable": lambda w, a: writes.disable_account(w, a, "account:other", AT),
    "enable": lambda w, a: writes.enable_account(w, a, HEAD.account, AT),
    "password": lambda w, a: writes.set_password(w, a, HEAD.account, "x", AT),
    "sign_ins": lambda w, a: writes.end_sign_ins(w, a, HEAD.account, AT),
    "token": lambda w, a: create_token(
        w, a, NewToken(HEAD.account, "x", [TokenScope.READ], AT + timedelta(1)), AT
    ),
    "revoke": lambda w, a: revoke_token(w, a, "token", AT),
    "link": lambda w, a: oidc.link(w, a, HEAD.account, "https://i", "s", AT),
    "unlink": lambda w, a: oidc.unlink(w, a, HEAD.account, AT),
    "accounts": lambda r, a: reads.account_page(r, a, WantedAccounts(), AT, 10, None),
    "count_accounts": lambda r, a: reads.count_accounts(r, a, WantedAccounts()),
    "entries": lambda r, a: listing.entry_page(r, a, Wanted(), 10, None),
    "count_entries": lambda r, a: listing.count_entries(r, a, Wanted()),
    "tokens": lambda r, a: reads.token_page(r, a, None, 10, None),
    "count_tokens": lambda r, a: reads.count_tokens(r, a, None),
}


def attempt(graph: Graph, what: str, who: Actor) -> Awaitable[Any]:
    return graph.write(lambda writer: ATTEMPTS[what](writer, who))


@pytest.mark.parametrize("what", ATTEMPTS)
async def test_only_a_head_of_today_may(graph: Graph, what: str) -> None:
    before = await graph.rows(EVERYTHING)
    nobody: list[tuple[Actor, type[AccessError]]] = [
        (replace(HEAD, role=role), ManagingError) for role in Role if role is not Role.HEAD
    ]
    nobody += [
        (replace(HEAD, everything=False), ManagingError),
        (replace(HEAD, read_only=True), ReadOnlyError),
    ]
    for who, error in nobody:
        with pytest.raises(error):
            await attempt(graph, what, who)
    assert await graph.rows(EVERYTHING) == before


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (NewAccount("x", Role.HEAD, "head"), "от 2 до 100"),
        (NewAccount("с пробелом", Role.HEAD, "head"), "от 2 до 100"),
        (NewAccount("head", Role.HEAD, "head"), "уже занято"),
        (NewAccount("new", Role.CURATOR), "нужно лицо"),
        (NewAccount("new", Role.CURATOR, "nobody"), "Такого лица"),
        (NewAccount("new", Role.CURATOR, "head", ["RU-TA"]), "регионы даёт"),
        (NewAccount("new", Role.AUTHORITY), "нужны регионы"),
        (NewAccount("new", Role.AUTHORITY, regions=["RU-XX"]), "RU-XX"),
        (NewAccount("new", Role.AUTOMATION, "head", ["RU-TA"]), "ни лица, ни пароля"),
        (NewAccount("new", Role.AUTOMATION, None, ["RU-TA"], "x"), "ни лица, ни пароля"),
    ],
)
async def test_an_account_that_cannot_be_is_refused_whole(
    graph: Graph, new: NewAccount, told: str
) -> None:
    before = await graph.rows(EVERYTHING)
    with pytest.raises(AccountError, match=told):
        await made(graph, new)
    assert await graph.rows(EVERYTHING) == before


async def test_an_authority_only_reads(graph: Graph) -> None:
    account = await made(graph, NewAccount("ministry", Role.AUTHORITY, regions=["RU-TA"]))
    who = await graph.read(lambda reader: actor(reader, account, AT))
    assert who is not None
    assert (who.everything, who.regions, who.read_only) == (False, frozenset({"RU-TA"}), True)


async def test_a_disabled_account_loses_its_doors_at_once(graph: Graph) -> None:
    account = await made(graph, NewAccount("robot", Role.AUTOMATION, regions=["RU-TA"]))
    new = NewToken(account, "ключ", [TokenScope.READ], AT + timedelta(days=1))
    token = await graph.write(lambda w: create_token(w, HEAD, new, AT))
    await graph.write(lambda w: begin(w, "secret", account, AT, AT + timedelta(hours=1)))

    async def doors() -> list[bool]:
        return [
            await graph.read(lambda r: bearer(r, token.secret, AT)) is not None,
            await graph.read(lambda r: current(r, "secret", AT)) is not None,
            await graph.read(lambda r: actor(r, account, AT)) is not None,
        ]

    assert await doors() == [True, True, True]
    await graph.write(lambda w: writes.disable_account(w, HEAD, account, AT))
    assert await doors() == [False, False, False]
    # What has ended stays ended, also when the account is opened again.
    await graph.write(lambda w: writes.enable_account(w, HEAD, account, AT))
    assert await doors() == [False, False, True]


async def test_nobody_closes_the_own_account(graph: Graph) -> None:
    with pytest.raises(AccountError, match="Свою запись"):
        await graph.write(lambda w: writes.disable_account(w, HEAD, HEAD.account, AT))
    assert await graph.read(lambda r: actor(r, HEAD.account, AT)) is not None


async def test_every_change_is_in_the_audit_without_secrets(graph: Graph) -> None:
    account = await made(graph, NewAccount("robot", Role.AUTOMATION, regions=["RU-TA"]))
    new = NewToken(account, "ключ", [TokenScope.READ], AT + timedelta(days=1), ["RU-TA"])
    token = await graph.write(lambda w: create_token(w, HEAD, new, AT))
    for work in (
        lambda w: revoke_token(w, HEAD, token.id, AT),
        lambda w: writes.end_sign_ins(w, HEAD, account, AT),
        lambda w: writes.disable_account(w, HEAD, account, AT),
        lambda w: writes.enable_account(w, HEAD, account, AT),
        lambda w: writes.set_password(w, HEAD, HEAD.account, "$argon2id$", AT),
        lambda w: oidc.link(w, HEAD, HEAD.account, "https://i", "s", AT),
        lambda w: oidc.unlink(w, HEAD, HEAD.account, AT),
    ):
        await graph.write(work)
    entries = await graph.rows(ENTRIES)
    assert [(entry["action"], entry["label"]) for entry in entries] == [
        ("create_account", "Account"),
        ("create_token", "Token"),
        ("revoke_token", "Token"),
        ("revoke_sign_ins", "Account"),
        ("disable_account", "Account"),
        ("enable_account", "Account"),
        ("set_password", "Account"),
        ("link_oidc", "Account"),
        ("unlink_oidc", "Account"),
    ]
    assert {entry["account"] for entry in entries} == {HEAD.account}
    for secret in (token.secret, "argon2id", "hash"):
        assert all(secret not in entry["after"] for entry in entries)
