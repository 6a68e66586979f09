"""Reading accounts and tokens, for a head; and one's own sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from graph.model.account import Role
from graph.session import Reader, Row
from queries.account.access import NoAccountError, require_head
from queries.scope import Actor

MOST_SIGN_INS = 100

# $account: only this one; $search: a part of the login, in lower case.
MATCHED: LiteralString = """
MATCH (a:Account)
WHERE ($account IS NULL OR a.id = $account) AND ($role IS NULL OR a.role = $role)
  AND ($search IS NULL OR toLower(a.login) CONTAINS $search)
"""

ACCOUNTS: LiteralString = (
    MATCHED
    + """
  AND ($after IS NULL OR a.login > $after)
WITH a ORDER BY a.login LIMIT $limit
RETURN a.id AS id, a.login AS login, a.role AS role,
  [(a)-[:ACCOUNT_OF]->(p) | p.id][0] AS person,
  COLLECT { MATCH (a)-[:SEES]->(r) RETURN r.id ORDER BY r.id } AS regions,
  a.password_hash IS NOT NULL AS has_password, a.oidc_identity IS NOT NULL AS has_oidc,
  a.created_at AS created_at, a.disabled_at AS disabled_at,
  COLLECT {
    MATCH (s:SignIn)-[:SIGNED_IN_AS]->(a) WHERE s.expires_at > s.created_at
    RETURN max(s.created_at)
  }[0] AS signed_in_at,
  COUNT {
    MATCH (s:SignIn)-[:SIGNED_IN_AS]->(a)
    WHERE s.revoked_at IS NULL AND s.created_at <= $at AND $at < s.expires_at
  } AS lasting_sign_ins
ORDER BY login
"""
)

COUNT_ACCOUNTS: LiteralString = MATCHED + "RETURN count(a) AS total"

TOKENS: LiteralString = """
MATCH (t:Token)-[:TOKEN_OF]->(a:Account)
WHERE ($account IS NULL OR a.id = $account)
  AND ($name IS NULL OR t.name > $name OR (t.name = $name AND t.id > $id))
WITH t, a ORDER BY t.name, t.id LIMIT $limit
RETURN t.id AS id, t.name AS name, a.id AS account, a.login AS login, t.scopes AS scopes,
  CASE WHEN t.limited THEN COLLECT { MATCH (t)-[:LIMITED_TO]->(r) RETURN r.id ORDER BY r.id }
       END AS regions,
  t.created_at AS created_at, t.expires_at AS expires_at, t.revoked_at AS revoked_at,
  t.last_used_on AS last_used_on
ORDER BY name, id
"""

COUNT_TOKENS: LiteralString = """
MATCH (t:Token)-[:TOKEN_OF]->(a:Account)
WHERE ($account IS NULL OR a.id = $account)
RETURN count(t) AS total
"""

SIGN_INS: LiteralString = """
MATCH (s:SignIn)-[:SIGNED_IN_AS]->(:Account {id: $account})
WITH s ORDER BY s.created_at DESC, s.id LIMIT $limit
WITH s, s.expires_at = s.created_at AS refused
RETURN s.created_at AS created_at, s.expires_at AS expires_at,
  CASE WHEN NOT refused THEN s.revoked_at END AS revoked_at, refused,
  s.revoked_at IS NULL AND s.created_at <= $at AND $at < s.expires_at AS lasts
ORDER BY created_at DESC, s.id
"""

BY_LOGIN: LiteralString = "MATCH (a:Account {login: $login}) RETURN a.id AS id"


@dataclass(frozen=True, slots=True)
class WantedAccounts:
    """Which accounts: None asks for any; `search` is a part of the login."""

    account: str | None = None
    role: Role | None = None
    search: str | None = None

    def parameters(self) -> dict[str, Any]:
        search = self.search and self.search.strip().lower()
        return {"account": self.account, "role": self.role, "search": search or None}


async def account_page(
    reader: Reader,
    actor: Actor,
    wanted: WantedAccounts,
    at: datetime,
    limit: int,
    after: tuple[str, ...] | None,
) -> list[Row]:
    """Accounts by login after that of `after`, with their sign-ins that last at the real `at`.

    ManagingError for anybody but a head.
    """
    require_head(actor)
    more = {"at": at, "limit": limit, "after": after[0] if after else None}
    return await reader.rows(ACCOUNTS, wanted.parameters() | more)


async def count_accounts(reader: Reader, actor: Actor, wanted: WantedAccounts) -> int:
    """How many accounts there are, disabled ones too."""
    require_head(actor)
    return int((await reader.single(COUNT_ACCOUNTS, wanted.parameters()))["total"])


async def token_page(
    reader: Reader, actor: Actor, account: str | None, limit: int, after: tuple[str, ...] | None
) -> list[Row]:
    """Tokens, ended ones too, by name and id after `after`; ManagingError for others than heads."""
    require_head(actor)
    name, identity = after or (None, None)
    asked = {"account": account, "limit": limit, "name": name, "id": identity}
    return await reader.rows(TOKENS, asked)


async def count_tokens(reader: Reader, actor: Actor, account: str | None) -> int:
    """How many tokens there are, ended ones too."""
    require_head(actor)
    return int((await reader.single(COUNT_TOKENS, {"account": account}))["total"])


async def own_sign_ins(reader: Reader, actor: Actor, at: datetime) -> list[Row]:
    """The latest sign-ins and refused attempts of the viewer's own account, the newest first."""
    asked = {"account": actor.account, "at": at, "limit": MOST_SIGN_INS}
    return await reader.rows(SIGN_INS, asked)


async def account_of(reader: Reader, login: str) -> str:
    """The id of the account with this login; NoAccountError if there is none."""
    rows = await reader.rows(BY_LOGIN, {"login": login})
    if not rows:
        raise NoAccountError
    return str(rows[0]["id"])
