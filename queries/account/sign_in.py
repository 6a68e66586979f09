"""Sign-ins, kept in the graph: the browser holds a random secret, the graph its sha256.

A sign-in is read on every request, so that ending it works at once. A refused attempt is a
SignIn too, one that ended when it began: attempts are counted where all processes see them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, LiteralString

from graph.errors import AccessError
from graph.session import Graph, Reader
from graph.writing import write_nodes
from queries.account.password import matches

FAILURES_ALLOWED = 10
FAILURES_WINDOW = timedelta(minutes=15)

CREDENTIALS: LiteralString = """
MATCH (a:Account {login: $login})
WHERE a.disabled_at IS NULL
RETURN a.id AS account, a.password_hash AS password_hash,
  COUNT {
    MATCH (f:SignIn)-[:SIGNED_IN_AS]->(a)
    WHERE f.expires_at = f.created_at AND f.created_at > $since
  } AS failures
"""

CURRENT: LiteralString = """
MATCH (s:SignIn {id: $id})-[:SIGNED_IN_AS]->(a:Account)
WHERE s.revoked_at IS NULL AND s.created_at <= $at AND $at < s.expires_at
  AND a.disabled_at IS NULL
RETURN a.id AS account, a.login AS login
"""

REVOKE: LiteralString = """
MATCH (s:SignIn {id: $id})
WHERE s.revoked_at IS NULL
SET s.revoked_at = $at
RETURN count(s) AS revoked
"""

REVOKE_ALL: LiteralString = """
MATCH (s:SignIn)-[:SIGNED_IN_AS]->(:Account {id: $account})
WHERE s.revoked_at IS NULL AND $at < s.expires_at
SET s.revoked_at = $at
RETURN count(s) AS revoked
"""

FORGET: LiteralString = """
MATCH (s:SignIn)-[:SIGNED_IN_AS]->(:Account {id: $account})
WHERE s.expires_at <= $before
DETACH DELETE s
RETURN count(*) AS forgotten
"""


class SignInError(AccessError):
    """Wrong login or password, or too many attempts: which of them is not told."""

    code = "SIGN_IN"

    def __init__(self) -> None:
        super().__init__(
            "Неверное имя или пароль. После 10 неудачных попыток вход закрыт на 15 минут."
        )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose sign-in a secret is."""

    account: str
    login: str


async def sign_in(graph: Graph, login: str, password: str, at: datetime, lasts: timedelta) -> str:
    """Check and begin a sign-in; returns the secret for the cookie. SignInError otherwise.

    `at` is the real clock's moment, never the demo network's.
    """
    rows = await graph.rows(CREDENTIALS, {"login": login, "since": at - FAILURES_WINDOW})
    found: dict[str, Any] = rows[0] if rows else {"account": None, "password_hash": None}
    right = await matches(found["password_hash"], password)
    # Unknown logins are never closed: there is nothing to guess, and the answer is the same.
    closed = found.get("failures", 0) >= FAILURES_ALLOWED
    if right and not closed:
        return await _begin(graph, found["account"], at, lasts)
    if found["account"] and not closed:
        await _write(graph, found["account"], _identity(secrets.token_urlsafe(32)), at, at)
    raise SignInError


async def current(reader: Reader, secret: str, at: datetime) -> SignedIn | None:
    """Whose sign-in this secret is at the real moment `at`; None if ended, revoked or unknown."""
    rows = await reader.rows(CURRENT, {"id": _identity(secret), "at": at})
    return SignedIn(rows[0]["account"], rows[0]["login"]) if rows else None


async def sign_out(graph: Graph, secret: str, at: datetime) -> bool:
    """End one sign-in; whether it lasted until now."""
    rows = await graph.change(REVOKE, {"id": _identity(secret), "at": at})
    return bool(rows[0]["revoked"])


async def revoke_all(graph: Graph, account: str, at: datetime) -> int:
    """End every sign-in of an account; how many lasted."""
    rows = await graph.change(REVOKE_ALL, {"account": account, "at": at})
    return int(rows[0]["revoked"])


async def _begin(graph: Graph, account: str, at: datetime, lasts: timedelta) -> str:
    secret = secrets.token_urlsafe(32)
    await graph.change(FORGET, {"account": account, "before": at - timedelta(days=30)})
    await _write(graph, account, _identity(secret), at, at + lasts)
    return secret


async def _write(graph: Graph, account: str, identity: str, at: datetime, until: datetime) -> None:
    row = {"id": identity, "created_at": at, "expires_at": until, "account": account}
    await graph.write(lambda writer: write_nodes(writer, "SignIn", [row]))


def _identity(secret: str) -> str:
    """What the graph keeps of a secret: whoever reads the graph can't sign in with it."""
    return sha256(secret.encode()).hexdigest()
