"""Reading accounts and tokens, for a head; and one's own sign-ins."""

from __future__ import annotations

from datetime import datetime
from typing import LiteralString

from graph.session import Reader, Row
from queries.account.access import NoAccountError, require_head
from queries.scope import Actor

MOST_SIGN_INS = 100

ACCOUNTS: LiteralString = """
MATCH (a:Account)
WHERE $after IS NULL OR a.login > $after
WITH a ORDER BY a.login LIMIT $limit
RETURN a.id AS id, a.login AS login, a.role AS role,
  [(a)-[:ACCOUNT_OF]->(p) | p.id][0] AS person,
  COLLECT { MATCH (a)-[:SEES]->(r) RETURN r.id ORDER BY r.id } AS regions,
  a.password_hash IS NOT NULL AS has_password, a.oidc_identity IS NOT NULL AS has_oidc,
  a.created_at AS created_at, a.disabled_at AS disabled_at
ORDER BY login
"""

COUNT_ACCOUNTS: LiteralString = "MATCH (a:Account) RETURN count(a) AS total"

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
RETURN s.created_at AS created_at, s.expires_at AS expires_at, s.revoked_at AS revoked_at,
  s.expires_at = s.created_at AS refused,
  s.revoked_at IS NULL AND s.created_at <= $at AND $at < s.expires_at AS lasts
ORDER BY created_at DESC, s.id
"""

BY_LOGIN: LiteralString = "MATCH (a:Account {login: $login}) RETURN a.id AS id"


async def account_page(
    reader: Reader, actor: Actor, limit: int, after: tuple[str, ...] | None
) -> list[Row]:
    """Accounts by login after that of `after`; ManagingError for anybody but a head."""
    require_head(actor)
    return await reader.rows(ACCOUNTS, {"limit": limit, "after": after[0] if after else None})


async def count_accounts(reader: Reader, actor: Actor) -> int:
    """How many accounts there are, disabled ones too."""
    require_head(actor)
    return int((await reader.single(COUNT_ACCOUNTS))["total"])


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
