"""`orientir account …` and `orientir token …`, as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import anyio.to_thread
import pytest

from graph.model.account import TokenScope
from graph.session import Graph
from graph.settings import Settings
from queries.account.password import matches
from queries.account.sign_in import begin, current
from queries.account.token import PREFIX, bearer
from tests.graph.account.test_accounts import AT, HEAD, REGION
from tests.graph.account.test_accounts import graph as planted
from tests.graph.command import orientir

pytestmark = pytest.mark.anyio

graph = planted
HASH = "MATCH (a:Account {login: $login}) RETURN a.password_hash AS hash, a.role AS role"


async def done(settings: Settings, *arguments: str) -> str:
    """What a command that succeeds prints to stdout."""
    ran = await orientir(settings, *arguments)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


async def refused(settings: Settings, *arguments: str) -> str:
    ran = await orientir(settings, *arguments)
    assert (ran.returncode, ran.stdout) == (1, "")
    return ran.stderr


async def test_a_person(graph: Graph, server_settings: Settings) -> None:
    own = server_settings
    create = ("account", "create", "ivanova", "--role", "curator", "--person", "head")
    made = json.loads(await done(own, *create, "--json"))
    (kept,) = await graph.rows(HASH, {"login": "ivanova"})
    assert kept["role"] == "curator"
    assert await matches(kept["hash"], made["password"])
    assert "уже занято" in await refused(own, *create)
    await graph.write(lambda w: begin(w, "secret", made["id"], AT, AT.replace(year=2200)))
    # Only the new password goes to stdout, and whoever was signed in no longer is.
    changed = await done(own, "account", "password", "ivanova")
    (kept,) = await graph.rows(HASH, {"login": "ivanova"})
    assert await matches(kept["hash"], changed)
    assert await graph.read(lambda reader: current(reader, "secret", AT)) is None
    listed: list[dict[str, Any]] = json.loads(await done(own, "account", "list", "--json"))
    assert [row["login"] for row in listed] == ["head", "ivanova"]
    assert changed not in str(listed)
    await done(own, "account", "disable", "ivanova")
    assert "отключена" in await refused(own, "account", "password", "ivanova")
    await done(own, "account", "disable", "ivanova", "--undo")
    assert "Такой учётной записи нет" in await refused(own, "account", "disable", "nobody")


async def test_a_password_comes_by_stdin_and_never_as_an_argument(
    graph: Graph, server_settings: Settings
) -> None:
    assert (await _with_stdin(server_settings, "короткий\n")).returncode == 1
    ran = await _with_stdin(server_settings, "длинный пароль 2019\n")
    assert (ran.returncode, ran.stdout) == (0, "")
    (kept,) = await graph.rows(HASH, {"login": "head"})
    assert await matches(kept["hash"], "длинный пароль 2019")


async def test_a_token(graph: Graph, server_settings: Settings) -> None:
    own = server_settings
    region = ("--region", str(REGION["id"]))
    await done(own, "account", "create", "robot", "--role", "automation", *region)
    create = ("token", "create", "robot", "--name", "выгрузка", *region, "--scope", "read")
    secret = await done(own, *create, "--scope", "write", "--days", "1")
    assert secret.startswith(PREFIX)
    (row,) = await graph.rows("MATCH (t:Token) RETURN t.id AS id, t.created_at AS at")
    found = await graph.read(lambda reader: bearer(reader, secret, row["at"]))
    assert found is not None
    assert (found.login, found.regions) == ("robot", frozenset({REGION["id"]}))
    assert found.scopes == frozenset(TokenScope)
    listed = await done(own, "token", "list", "--json")
    assert (json.loads(listed)[0]["id"], secret in listed) == (row["id"], False)
    await done(own, "token", "revoke", row["id"])
    assert await graph.read(lambda reader: bearer(reader, secret, row["at"])) is None
    assert "Такого ключа нет" in await refused(own, "token", "revoke", "token:нет")
    assert "automation" in await refused(own, "token", "create", "head", "--name", "x")


async def test_linking_to_a_provider(
    graph: Graph, server_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = server_settings
    assert "ORIENTIR_OIDC_ISSUER" in await refused(own, "account", "oidc", "head", "1")
    monkeypatch.setenv("ORIENTIR_OIDC_ISSUER", "https://issuer.example")
    await done(own, "account", "oidc", "head", "248289761001")
    rows = await graph.rows("MATCH (a:Account) RETURN a.oidc_issuer AS i, a.oidc_subject AS s")
    assert rows == [{"i": "https://issuer.example", "s": "248289761001"}]
    await done(own, "account", "oidc", "head", "--undo")
    rows = await graph.rows("MATCH (a:Account) RETURN a.oidc_identity AS identity, a.id AS id")
    assert rows == [{"identity": None, "id": HEAD.account}]


async def _with_stdin(settings: Settings, text: str) -> subprocess.CompletedProcess[str]:
    assert settings.neo4j_uri is not None
    assert settings.neo4j_password is not None
    environment = os.environ | {
        "ORIENTIR_NEO4J_URI": settings.neo4j_uri,
        "ORIENTIR_NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
        "ORIENTIR_HOME": str(settings.home),
    }
    command = [sys.executable, "-m", "cli.main", "account", "password", "head", "--stdin"]
    return await anyio.to_thread.run_sync(
        lambda: subprocess.run(
            command, env=environment, input=text, capture_output=True, text=True, check=False
        )
    )
