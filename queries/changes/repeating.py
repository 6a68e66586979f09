"""A request that comes twice: known by the client's key, answered with the first outcome.

The key is written in the transaction of the change, under a constraint: of two that come at once
one waits for the other, and a request that was refused leaves no key behind. Kept for 30 days.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, LiteralString

import orjson

from graph.session import Graph, Row, Writer
from queries.changes.input import Checked
from queries.changes.refusing import KeyConflictError
from queries.scope import Actor

if TYPE_CHECKING:
    from queries.changes.running import Outcome

KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 1000

# Within one transaction a key without a result is new: others are committed together with theirs.
CLAIM: LiteralString = """
MERGE (k:IdempotencyKey {id: $id})
ON CREATE SET k.body_hash = $body, k.at = $at
RETURN k.body_hash AS body, k.result AS result
"""

KEEP: LiteralString = """
MATCH (k:IdempotencyKey {id: $id})
SET k.result = $result
"""

FORGET: LiteralString = """
MATCH (k:IdempotencyKey) WHERE k.at < $before
WITH k LIMIT $limit
DETACH DELETE k
RETURN count(*) AS forgotten
"""


async def repeated(
    writer: Writer, actor: Actor, request: Checked, at: datetime
) -> dict[str, Any] | None:
    """The first outcome under this key; None if it is new or there is no key.

    KeyConflictError if the key was another request's.
    """
    if request.key is None:
        return None
    asked = {"id": _identity(actor, request.key), "body": request.body, "at": at}
    row = await writer.single(CLAIM, asked)
    if row["body"] != request.body:
        raise KeyConflictError
    if row["result"] is None:
        return None
    result: Row = orjson.loads(row["result"])
    return result


async def remember(writer: Writer, actor: Actor, request: Checked, outcome: Outcome) -> None:
    """Keep the outcome under its key: ids and a version, never personal data."""
    if request.key is not None:
        result = orjson.dumps(asdict(outcome)).decode()
        kept = {"id": _identity(actor, request.key), "result": result}
        await writer.rows(KEEP, kept)


async def forget_keys(graph: Graph, at: datetime) -> int:
    """Forget the keys of requests made longer than 30 days before `at`; how many."""
    asked = {"before": at - KEPT, "limit": AT_ONCE}
    forgotten = 0
    while gone := int((await graph.change(FORGET, asked))[0]["forgotten"]):
        forgotten += gone
    return forgotten


def _identity(actor: Actor, key: str) -> str:
    """One account's keys say nothing of another's."""
    return hashlib.sha256(f"{actor.account}\n{key}".encode()).hexdigest()
