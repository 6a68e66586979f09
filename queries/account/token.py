"""Tokens of automation: a program holds a random secret, the graph its sha256.

A token is read on every request, so that revoking it works at once. It opens nothing unless its
account is of the role `automation`, whatever else is written in the graph.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import LiteralString

from graph.model.account import Role, TokenScope
from graph.session import Graph, Reader, Row, Writer
from graph.writing import write_links, write_nodes
from queries.account.access import AccountError, NoAccountError, require_head
from queries.audit.writing import record
from queries.scope import Actor

PREFIX = "orientir_"
LONGEST = timedelta(days=366)
LONGEST_NAME = 100

BEARER: LiteralString = """
MATCH (t:Token {hash: $hash})-[:TOKEN_OF]->(a:Account {role: 'automation'})
WHERE t.revoked_at IS NULL AND t.created_at <= $at AND $at < t.expires_at
  AND a.disabled_at IS NULL
RETURN t.id AS token, a.id AS account, a.login AS login, t.scopes AS scopes,
  CASE WHEN t.limited THEN COLLECT { MATCH (t)-[:LIMITED_TO]->(r) RETURN r.id } END AS regions,
  t.last_used_on AS last_used_on
"""

USED: LiteralString = """
MATCH (t:Token {id: $token})
WHERE t.last_used_on IS NULL OR t.last_used_on < $day
SET t.last_used_on = $day
"""

HOLDER: LiteralString = """
MATCH (a:Account {id: $account})
WHERE a.disabled_at IS NULL
RETURN a.role AS role, COLLECT { MATCH (a)-[:SEES]->(r) RETURN r.id } AS regions
"""

REVOKE: LiteralString = """
MATCH (t:Token {id: $token})
SET t.revoked_at = coalesce(t.revoked_at, $at)
RETURN t.revoked_at AS revoked_at
"""


class NoTokenError(AccountError):
    """No such token."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Такого ключа нет: проверьте список ключей.")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose token a secret is and what it may; `regions` None: all that its account sees."""

    token: str
    account: str
    login: str
    scopes: frozenset[TokenScope]
    regions: frozenset[str] | None
    last_used_on: date | None

    def narrow(self, actor: Actor) -> Actor:
        """What the account may, cut down to what this token may."""
        regions = actor.regions if self.regions is None else actor.regions & self.regions
        read_only = actor.read_only or TokenScope.WRITE not in self.scopes
        return replace(actor, everything=False, regions=regions, read_only=read_only)


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is made of; `regions` empty: all that its account sees."""

    account: str
    name: str
    scopes: Collection[TokenScope]
    expires_at: datetime
    regions: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token with its secret, which nobody can be shown again."""

    id: str
    secret: str


async def bearer(reader: Reader, secret: str, at: datetime) -> Bearer | None:
    """Whose token this is at the real moment `at`; None if ended, revoked or unknown."""
    rows = await reader.rows(BEARER, {"hash": fingerprint(secret), "at": at})
    if not rows:
        return None
    row = rows[0]
    return Bearer(
        row["token"],
        row["account"],
        row["login"],
        frozenset(TokenScope(scope) for scope in row["scopes"]),
        None if row["regions"] is None else frozenset(row["regions"]),
        row["last_used_on"],
    )


async def note_use(graph: Graph, used: Bearer, day: date) -> None:
    """Remember the day (UTC) on which a token was used; writes once a day."""
    if used.last_used_on != day:
        await graph.change(USED, {"token": used.token, "day": day})


async def create_token(writer: Writer, actor: Actor, new: NewToken, at: datetime) -> IssuedToken:
    """Make a token; its secret is returned here and nowhere else.

    AccountError for what can't be; ManagingError for anybody but a head.
    """
    require_head(actor)
    await _check_holder(writer, new)
    secret = PREFIX + secrets.token_urlsafe(32)
    made = f"token:{uuid.uuid4().hex}"
    row = _row(new, at) | {"id": made, "hash": fingerprint(secret)}
    await write_nodes(writer, "Token", [row])
    links = [{"source": made, "target": region} for region in sorted(set(new.regions))]
    if links:
        await write_links(writer, "Token", "limited_to", links)
    told = {name: row[name] for name in ("name", "account", "scopes", "expires_at")}
    told |= {"limited_to": sorted(set(new.regions))}
    await record(writer, actor.account, at, "create_token", "Token", made, after=told)
    return IssuedToken(made, secret)


async def revoke_token(writer: Writer, actor: Actor, token: str, at: datetime) -> str:
    """End a token at once; its id. One that has been revoked stays as it was."""
    require_head(actor)
    rows = await writer.rows(REVOKE, {"token": token, "at": at})
    if not rows:
        raise NoTokenError
    told = {"revoked_at": rows[0]["revoked_at"]}
    await record(writer, actor.account, at, "revoke_token", "Token", token, after=told)
    return token


def fingerprint(secret: str) -> str:
    """What the graph keeps of a secret: whoever reads the graph can't use it."""
    return sha256(secret.encode()).hexdigest()


def _row(new: NewToken, at: datetime) -> Row:
    name = new.name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise AccountError(f"Назовите ключ: от 1 до {LONGEST_NAME} знаков.")
    if TokenScope.READ not in new.scopes:
        raise AccountError("Ключу нужно право read: без него он ничего не откроет.")
    return {
        "name": name,
        "scopes": sorted(set(new.scopes)),
        "limited": bool(new.regions),
        "created_at": at,
        "expires_at": _end(new.expires_at, at),
        "account": new.account,
    }


def _end(expires_at: datetime, at: datetime) -> datetime:
    if expires_at.tzinfo is None:
        raise AccountError("Укажите часовой пояс срока, например 2019-12-31T23:59:59+03:00.")
    if not at < expires_at <= at + LONGEST:
        raise AccountError(f"Срок ключа — в будущем и не дальше {LONGEST.days} дней.")
    return expires_at


async def _check_holder(writer: Writer, new: NewToken) -> None:
    rows = await writer.rows(HOLDER, {"account": new.account})
    if not rows:
        raise NoAccountError
    if rows[0]["role"] != Role.AUTOMATION:
        raise AccountError("Ключи выдаются только записям с ролью automation.")
    foreign = sorted(set(new.regions) - set(rows[0]["regions"]))
    if foreign:
        raise AccountError(f"Эта запись не видит регионов: {', '.join(foreign)}.")
