"""What nobody needs any more is forgotten: keys of repeated requests, sign-ins, tokens that ended.

Each a batch a transaction: cut off, the rest waits for the next time. Personal data of children is
not this file's business: see queries.retention.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString

from graph.session import Graph
from queries.account.sign_in import KEPT
from queries.changes.repeating import forget_keys

AT_ONCE: Final = 1000

# Refused attempts are sign-ins that ended when they began; ten of fifteen minutes are counted.
SIGN_INS: LiteralString = """
MATCH (s:SignIn) WHERE s.expires_at <= $before OR s.revoked_at <= $before
WITH s LIMIT $limit
DETACH DELETE s
RETURN count(*) AS forgotten
"""

# A token's making and end stand in the audit; the node is needed only while it may be used.
TOKENS: LiteralString = """
MATCH (t:Token) WHERE t.expires_at <= $before OR t.revoked_at <= $before
WITH t LIMIT $limit
DETACH DELETE t
RETURN count(*) AS forgotten
"""

LEFT: LiteralString = """
RETURN COUNT { MATCH (k:IdempotencyKey) WHERE k.at < $before } AS keys,
  COUNT { MATCH (s:SignIn) WHERE s.expires_at <= $before OR s.revoked_at <= $before } AS sign_ins,
  COUNT { MATCH (t:Token) WHERE t.expires_at <= $before OR t.revoked_at <= $before } AS tokens
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many records of each kind are gone."""

    keys: int
    sign_ins: int
    tokens: int


async def tidy(graph: Graph, real: datetime, now: datetime, *, dry_run: bool = False) -> Forgotten:
    """Forget what ended more than 30 days ago; with `dry_run` only say how much.

    Sign-ins and tokens live by the `real` clock, keys of requests by the network's `now`.
    """
    before = real - KEPT
    if dry_run:
        left = (await graph.rows(LEFT, {"before": before}))[0]
        keys = (await graph.rows(LEFT, {"before": now - KEPT}))[0]["keys"]
        return Forgotten(keys, left["sign_ins"], left["tokens"])
    return Forgotten(
        await forget_keys(graph, now),
        await _forget(graph, SIGN_INS, before),
        await _forget(graph, TOKENS, before),
    )


async def _forget(graph: Graph, statement: LiteralString, before: datetime) -> int:
    forgotten = 0
    asked = {"before": before, "limit": AT_ONCE}
    while gone := int((await graph.change(statement, asked))[0]["forgotten"]):
        forgotten += gone
    return forgotten
