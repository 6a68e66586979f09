"""Changing accounts. Who may is checked first; all of a change is one transaction."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from graph.model.account import Role
from graph.session import Reader, Writer
from graph.writing import write_links, write_nodes
from queries.account.access import AccountError, NoAccountError, require_head
from queries.account.sign_in import revoke_sign_ins
from queries.audit.writing import record
from queries.scope import Actor

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
OF_A_PERSON = frozenset({Role.HEAD, Role.CURATOR, Role.COORDINATOR})
LOGIN = re.compile(r"[\w.@+-]{2,100}")

# One statement and a constraint: of two who ask for the same login at once, one gets it.
CLAIM: LiteralString = """
MERGE (a:Account {login: $login})
ON CREATE SET a.id = $id
RETURN a.id = $id AS claimed
"""

PERSON: LiteralString = "MATCH (p:Person {id: $person}) RETURN p.id AS id"

REGIONS: LiteralString = """
UNWIND $regions AS id
WITH id WHERE NOT EXISTS { (:Region {id: id}) }
RETURN id ORDER BY id
"""

DISABLE: LiteralString = """
MATCH (a:Account {id: $account})
SET a.disabled_at = coalesce(a.disabled_at, $at)
RETURN a.id AS id
"""

ENABLE: LiteralString = """
MATCH (a:Account {id: $account})
SET a.disabled_at = null
RETURN a.id AS id
"""

REVOKE_TOKENS: LiteralString = """
MATCH (t:Token)-[:TOKEN_OF]->(:Account {id: $account})
WHERE t.revoked_at IS NULL
SET t.revoked_at = $at
"""

REPLACE_HASH: LiteralString = """
MATCH (a:Account {id: $account})
WHERE a.disabled_at IS NULL AND a.role <> 'automation'
SET a.password_hash = $password_hash
RETURN a.id AS id
"""

EXISTS: LiteralString = "MATCH (a:Account {id: $account}) RETURN a.id AS id"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of.

    A head, curator or coordinator is a person of the network and sees what that person's posts
    give; an authority and automation see the regions named here. Automation has no password.
    """

    login: str
    role: Role
    person: str | None = None
    regions: Collection[str] = ()
    password_hash: str | None = None


async def create_account(writer: Writer, actor: Actor, new: NewAccount, at: datetime) -> str:
    """Make an account; its id. AccountError for what can't be, ManagingError but for a head."""
    require_head(actor)
    _check_shape(new)
    await _check_there(writer, new)
    made = f"account:{uuid.uuid4().hex}"
    if not (await writer.single(CLAIM, {"login": new.login, "id": made}))["claimed"]:
        raise AccountError("Такое имя для входа уже занято: выберите другое.")
    row = {
        "id": made, "login": new.login, "role": new.role.value, "created_at": at,
        "password_hash": new.password_hash, "person": new.person,
    }  # fmt: skip
    await write_nodes(writer, "Account", [row])
    links = [{"source": made, "target": region} for region in sorted(set(new.regions))]
    if links:
        await write_links(writer, "Account", "sees", links)
    told = {
        "login": new.login, "role": new.role.value, "person": new.person,
        "sees": sorted(set(new.regions)), "has_password": new.password_hash is not None,
    }  # fmt: skip
    await record(writer, actor.account, at, "create_account", "Account", made, after=told)
    return made


async def disable_account(writer: Writer, actor: Actor, account: str, at: datetime) -> str:
    """Close an account and end its sign-ins and tokens at once; its id.

    Nobody closes the own account: somebody must be left to open it again.
    """
    require_head(actor)
    if account == actor.account:
        raise AccountError("Свою запись не отключают: попросите другого руководителя.")
    await _changed(writer, DISABLE, account, at=at)
    await revoke_sign_ins(writer, account, at)
    await writer.rows(REVOKE_TOKENS, {"account": account, "at": at})
    await record(
        writer, actor.account, at, "disable_account", "Account", account, after={"disabled_at": at}
    )
    return account


async def enable_account(writer: Writer, actor: Actor, account: str, at: datetime) -> str:
    """Open a closed account again; what ended with it stays ended."""
    require_head(actor)
    await _changed(writer, ENABLE, account)
    await record(
        writer, actor.account, at, "enable_account", "Account", account, after={"disabled_at": None}
    )
    return account


async def end_sign_ins(writer: Writer, actor: Actor, account: str, at: datetime) -> int:
    """End every sign-in of an account at once; how many lasted."""
    require_head(actor)
    await _changed(writer, EXISTS, account)
    ended = await revoke_sign_ins(writer, account, at)
    await record(
        writer, actor.account, at, "revoke_sign_ins", "Account", account, after={"ended": ended}
    )
    return ended


async def end_own_sign_ins(writer: Writer, actor: Actor, at: datetime) -> int:
    """End every sign-in of one's own account, this one too; how many lasted. Anybody may."""
    ended = await revoke_sign_ins(writer, actor.account, at)
    told = {"ended": ended}
    await record(
        writer, actor.account, at, "sign_out_everywhere", "Account", actor.account, after=told
    )
    return ended


async def set_password(
    writer: Writer, actor: Actor, account: str, password_hash: str, at: datetime
) -> None:
    """Replace a person's password; whoever was signed in with the old one no longer is."""
    require_head(actor)
    await _changed(writer, REPLACE_HASH, account, password_hash=password_hash)
    await revoke_sign_ins(writer, account, at)
    await record(writer, actor.account, at, "set_password", "Account", account)


def made_password() -> str:
    """A random password to hand over once (120 bits)."""
    return secrets.token_urlsafe(15)


def checked_password(password: str) -> str:
    """The password as it is; AccountError if it is too short to keep, or too long to check."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountError(f"Пароль — от {SHORTEST_PASSWORD} до {LONGEST_PASSWORD} знаков.")
    return password


def _check_shape(new: NewAccount) -> None:
    if not LOGIN.fullmatch(new.login):
        raise AccountError("Имя для входа — от 2 до 100 букв, цифр и знаков . _ - @ +")
    if new.role in OF_A_PERSON and (new.person is None or new.regions):
        raise AccountError("Этой роли нужно лицо сети, а регионы даёт его должность.")
    if new.role not in OF_A_PERSON and not new.regions:
        raise AccountError("Этой роли нужны регионы: хотя бы один.")
    if new.role is Role.AUTOMATION and (new.person or new.password_hash):
        raise AccountError("У автоматики нет ни лица, ни пароля: ей выдают ключ.")


async def _check_there(reader: Reader, new: NewAccount) -> None:
    if new.person is not None and not await reader.rows(PERSON, {"person": new.person}):
        raise AccountError("Такого лица в сети нет: проверьте его идентификатор.")
    absent = await reader.rows(REGIONS, {"regions": sorted(set(new.regions))})
    if absent:
        named = ", ".join(row["id"] for row in absent[:5])
        raise AccountError(f"Нет регионов: {named}. Список: orientir scan --list.")


async def _changed(writer: Writer, cypher: LiteralString, account: str, **more: object) -> None:
    if not await writer.rows(cypher, {"account": account, **more}):
        raise NoAccountError
