"""Accounts by their identity at an OIDC provider. An account is never made here.

An identity is an issuer and its subject. Nothing else that a provider tells is looked at: what an
account may is written in the graph alone.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import LiteralString

from graph.errors import AccessError
from graph.session import Graph, Writer
from queries.account.access import AccountError, NoAccountError, require_head
from queries.account.sign_in import begin, revoke_sign_ins
from queries.audit.writing import record
from queries.scope import Actor

LONGEST_SUBJECT = 255

# Writing to the account locks it: disabling it at the same moment ends this sign-in too.
LINKED: LiteralString = """
MATCH (a:Account {oidc_identity: $identity})
WHERE a.disabled_at IS NULL AND a.role <> 'automation'
SET a.login = a.login
RETURN a.id AS account, a.disabled_at IS NULL AND a.oidc_identity = $identity AS holds
"""

HELD: LiteralString = """
MATCH (a:Account {oidc_identity: $identity})
WHERE a.id <> $account
RETURN a.id AS id
"""

LINK: LiteralString = """
MATCH (a:Account {id: $account})
WHERE a.disabled_at IS NULL AND a.role <> 'automation'
SET a.oidc_issuer = $issuer, a.oidc_subject = $subject, a.oidc_identity = $identity
RETURN a.id AS id
"""

UNLINK: LiteralString = """
MATCH (a:Account {id: $account})
SET a.oidc_issuer = null, a.oidc_subject = null, a.oidc_identity = null
RETURN a.id AS id
"""


class UnknownIdentityError(AccessError):
    """No account that is open belongs to this identity."""

    code = "UNKNOWN_IDENTITY"

    def __init__(self) -> None:
        super().__init__(
            "Единый вход вас узнал, но действующей учётной записи «Ориентира» с ним не связано. "
            "Обратитесь к тому, кто ведёт систему."
        )


async def sign_in_by_identity(
    graph: Graph, issuer: str, subject: str, at: datetime, lasts: timedelta
) -> str:
    """Begin a sign-in of the account of this identity; returns the secret for the cookie.

    UnknownIdentityError if there is none or it is disabled: which of the two is not told.
    """
    secret = secrets.token_urlsafe(32)

    async def write(writer: Writer) -> None:
        rows = await writer.rows(LINKED, {"identity": identity(issuer, subject)})
        if not rows or not rows[0]["holds"]:
            raise UnknownIdentityError
        await begin(writer, secret, rows[0]["account"], at, at + lasts)

    await graph.write(write)
    return secret


async def link(
    writer: Writer, actor: Actor, account: str, issuer: str, subject: str, at: datetime
) -> None:
    """Let an identity open an account of a person; an earlier one of the account no longer does.

    Its sign-ins end. AccountError if the identity opens another account.
    """
    require_head(actor)
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise AccountError(f"Субъект OIDC — от 1 до {LONGEST_SUBJECT} знаков.")
    named = {"account": account, "identity": identity(issuer, subject)}
    if await writer.rows(HELD, named):
        raise AccountError("Этот субъект уже связан с другой учётной записью.")
    if not await writer.rows(LINK, named | {"issuer": issuer, "subject": subject}):
        raise NoAccountError
    await revoke_sign_ins(writer, account, at)
    told = {"oidc_issuer": issuer, "oidc_subject": subject}
    await record(writer, actor.account, at, "link_oidc", "Account", account, after=told)


async def unlink(writer: Writer, actor: Actor, account: str, at: datetime) -> None:
    """Let no identity open an account any more; its sign-ins end."""
    require_head(actor)
    if not await writer.rows(UNLINK, {"account": account}):
        raise NoAccountError
    await revoke_sign_ins(writer, account, at)
    told = {"oidc_issuer": None, "oidc_subject": None}
    await record(writer, actor.account, at, "unlink_oidc", "Account", account, after=told)


def identity(issuer: str, subject: str) -> str:
    """One text of both, which a constraint keeps unique; an issuer is a URL, without line ends."""
    return sha256(f"{issuer}\n{subject}".encode()).hexdigest()
