"""Writing the audit, inside the transaction of the change: both are there or neither.

Each region has a chain of its own, so that regions don't wait for one another; what belongs to no
region stands in the chain "". A chain's beginning is an entry of the chain "", so that a chain that
is gone as a whole is missed. Source: clause 7.1; requirements, «Nobody can see who changed what».
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, LiteralString

from graph.session import Row, Writer
from graph.writing import write_nodes
from queries.audit.sealing import START, Sealed, canonical, digest, seal, seal_head

OF_ALL: Final = ""
BEGIN: Final = "begin_chain"
ERASE: Final = "erase"
BY_COMMAND: Final = "command line"
"""Who has no account: whoever has the command line has the database."""
BY_SCHEDULE: Final = "schedule"
"""What happens by the clock, without anybody."""

# Setting `id` locks the head until the transaction ends: entries of one chain take turns, and the
# count is read after the lock is had.
HEAD: LiteralString = """
MERGE (c:AuditChain {id: $id})
ON CREATE SET c.chain = $chain, c.count = 0, c.last_hash = ''
SET c.id = c.id
WITH c
RETURN c.count AS count, c.last_hash AS last_hash
"""

MOVE_HEAD: LiteralString = """
MATCH (c:AuditChain {id: $id})
SET c.count = $count, c.last_hash = $last_hash, c.seal = $seal
"""

ACCOUNT: LiteralString = "MATCH (a:Account {id: $account}) RETURN a.id AS id"


@dataclass(frozen=True, slots=True)
class Subject:
    """One record that a change touched: its changed fields only, as they were and as they are."""

    label: str
    id: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


async def record(
    writer: Writer,
    account: str,
    at: datetime,
    action: str,
    label: str,
    id: str,
    region: str = OF_ALL,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> str:
    """Add one entry to the chain of `region` ("" for none); the entry's id.

    `account` is an Account's id, or a word for what has none (the command line, a flow).
    """
    subject = Subject(label, id, before or {}, after or {})
    (made,) = await record_all(writer, account, at, action, region, [subject])
    return made


async def record_all(
    writer: Writer,
    account: str,
    at: datetime,
    action: str,
    region: str,
    subjects: Sequence[Subject],
) -> list[str]:
    """One entry for each record that one action touched; their ids in the same order."""
    if not subjects:
        return []
    count, last_hash = await head(writer, region)
    known = bool(await writer.rows(ACCOUNT, {"account": account}))
    rows: list[Row] = []
    for number, subject in enumerate(subjects, count + 1):
        row = _row(writer.audit_key, region, number, at, account, action, subject, last_hash)
        last_hash = row["hash"]
        rows.append(row | ({"made_by": account} if known else {}))
    await write_nodes(writer, "AuditEntry", rows)
    count += len(rows)
    sealed = seal_head(writer.audit_key, region, count, last_hash)
    moved = {"id": chain_id(region), "count": count, "last_hash": last_hash, "seal": sealed}
    await writer.rows(MOVE_HEAD, moved)
    if count == len(rows) and region != OF_ALL:
        await record(writer, account, at, BEGIN, "AuditChain", chain_id(region))
    return [row["id"] for row in rows]


def chain_id(chain: str) -> str:
    """The id of a chain's head."""
    return f"audit:{chain}"


def entry_id(chain: str, number: int) -> str:
    """The id of an entry: in the order of ids stand the entries of a chain."""
    return f"audit:{chain}:{number:012d}"


async def head(writer: Writer, chain: str) -> tuple[int, str]:
    """How many entries a chain has and the last one's hash; it is locked until the end."""
    row = await writer.single(HEAD, {"id": chain_id(chain), "chain": chain})
    return row["count"], row["last_hash"]


def _row(
    key: bytes,
    chain: str,
    number: int,
    at: datetime,
    account: str,
    action: str,
    subject: Subject,
    previous: str,
) -> Row:
    salt = secrets.token_hex(16)
    before, after = canonical(subject.before), canonical(subject.after)
    sealed = Sealed(
        chain,
        number,
        at.astimezone(UTC),
        account,
        action,
        subject.label,
        subject.id,
        digest(salt, before),
        digest(salt, after),
        previous or START,
    )
    own = {name: getattr(sealed, name) for name in Sealed.__slots__}
    own |= {"salt": salt, "before": before, "after": after, "hash": seal(key, sealed)}
    return own | {"id": entry_id(chain, number)}
