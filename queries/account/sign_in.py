"""Sign-ins, kept in the graph: the browser holds a random secret, the graph its sha256.

A sign-in is read on every request, so that ending it works at once. A refused attempt is a
SignIn too, one that ended when it began: attempts are counted where all processes see them. One
whose password was never told right or wrong, since its process or the database was killed, counts
for a minute only: whoever comes in when both are back isn't shut out for it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import LiteralString

from anyio import create_task_group

from graph.errors import AccessError, first_of_group
from graph.session import Graph, Reader, Row, Writer
from graph.writing import write_nodes
from queries.account.password import matches

FAILURES_ALLOWED = 10
FAILURES_WINDOW = timedelta(minutes=15)
UNANSWERED = timedelta(minutes=1)
"""An attempt is answered sooner than that, or never: a request may last ten seconds."""
KEPT = timedelta(days=30)

CREDENTIALS: LiteralString = """
MATCH (a:Account {login: $login})
WHERE a.disabled_at IS NULL
RETURN a.id AS account, a.password_hash AS password_hash
"""

# Writing to the account locks it: attempts made at once are counted one after the other.
FAILURES: LiteralString = """
MATCH (a:Account {id: $account})
SET a.login = a.login
WITH a
RETURN COUNT {
  MATCH (f:SignIn)-[:SIGNED_IN_AS]->(a)
  WHERE f.expires_at = f.created_at AND f.created_at > $since
    AND (f.revoked_at IS NOT NULL OR f.created_at > $unanswered_since)
} AS failures
"""

# The account is locked again: what was closed or given another password meanwhile stays shut.
SUCCEEDED: LiteralString = """
MATCH (s:SignIn {id: $id})-[:SIGNED_IN_AS]->(a:Account)
SET a.login = a.login
WITH s, a
WHERE a.disabled_at IS NULL AND a.password_hash = $password_hash
SET s.expires_at = $until
RETURN count(s) AS begun
"""

# Of an unknown login, or a closed one, there is none: that takes as long.
REFUSED: LiteralString = """
MATCH (s:SignIn {id: $id}) WHERE s.expires_at = s.created_at SET s.revoked_at = $at
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
    rows = await graph.rows(CREDENTIALS, {"login": login})
    found: Row = rows[0] if rows else {"account": None, "password_hash": None}
    attempt = _Attempt(graph, secrets.token_urlsafe(32), found["account"], at)
    password_hash = found["password_hash"]
    # At the same time, so that a known login takes no longer than an unknown one. Unknown logins
    # are never closed: there is nothing to guess, and the answer is the same.
    with first_of_group():
        async with create_task_group() as tasks:
            tasks.start_soon(attempt.record)
            right = await matches(password_hash, password)
    begun = right and attempt.recorded and await attempt.succeed(password_hash, at + lasts)
    if not begun:
        # Whatever the reason: a right password of a closed account takes as long as a wrong one.
        await attempt.fail()
        raise SignInError
    return attempt.secret


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
    return await graph.write(lambda writer: revoke_sign_ins(writer, account, at))


async def revoke_sign_ins(writer: Writer, account: str, at: datetime) -> int:
    """The same inside the caller's transaction."""
    rows = await writer.rows(REVOKE_ALL, {"account": account, "at": at})
    return int(rows[0]["revoked"])


async def begin(writer: Writer, secret: str, account: str, at: datetime, until: datetime) -> None:
    """Write a sign-in of an account that has been recognised; `until` = `at`: a refused attempt."""
    row = {"id": _identity(secret), "created_at": at, "expires_at": until, "account": account}
    await write_nodes(writer, "SignIn", [row])


@dataclass(slots=True)
class _Attempt:
    """One attempt: written as refused before it is known to be right, so that none is missed."""

    graph: Graph
    secret: str
    account: str | None
    at: datetime
    recorded: bool = False

    async def record(self) -> None:
        """Write it, unless the login is unknown or closed."""
        self.recorded = self.account is not None and await self.graph.write(self._write)

    async def fail(self) -> None:
        """Now it is known to let nobody in."""
        await self.graph.change(REFUSED, {"id": _identity(self.secret), "at": self.at})

    async def succeed(self, password_hash: str, until: datetime) -> bool:
        """Clear away what ended long ago and make it a sign-in that lasts; whether it does."""
        before = self.at - KEPT
        await self.graph.change(FORGET, {"account": self.account, "before": before})
        right = {"id": _identity(self.secret), "password_hash": password_hash, "until": until}
        return bool((await self.graph.change(SUCCEEDED, right))[0]["begun"])

    async def _write(self, writer: Writer) -> bool:
        if self.account is None:
            return False
        asked = {
            "account": self.account,
            "since": self.at - FAILURES_WINDOW,
            "unanswered_since": self.at - UNANSWERED,
        }
        if (await writer.single(FAILURES, asked))["failures"] >= FAILURES_ALLOWED:
            return False
        await begin(writer, self.secret, self.account, self.at, self.at)
        return True


def _identity(secret: str) -> str:
    """What the graph keeps of a secret: whoever reads the graph can't sign in with it."""
    return sha256(secret.encode()).hexdigest()
