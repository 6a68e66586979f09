"""The outbox: what is to be sent to whom, taken by one sender at a time, and what became of it.

Everything that goes to one person at once is one message with a key of its own; one that is sent
again has the same key, so that whoever gets it twice can tell. The person's node is locked while
messages are taken: senders at once take turns. Nothing is sent here, on behalf of no viewer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, LiteralString

from graph.session import Graph, Reader, Row, Writer

BACKOFF: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""How long after each attempt the next one is made; after the last comes DEAD."""

STUCK: Final = timedelta(minutes=10)
"""A message that has been on its way for so long was left by a sender that died."""

WAITING: LiteralString = """
MATCH (d:Delivery)
WHERE d.state IN ['waiting', 'failed', 'sending'] AND ($regions IS NULL OR d.region IN $regions)
  AND (d.state = 'sending' AND d.claimed_at <= $stuck
    OR d.state <> 'sending' AND d.next_at <= $now)
MATCH (d)-[:ADDRESSED_TO]->(p:Person)
WITH p.id AS person, d, coalesce(d.urgent, false) AS urgent
RETURN person,
  count(CASE WHEN urgent OR d.state <> 'waiting' THEN 1 END) AS at_once,
  count(CASE WHEN NOT urgent AND d.state <> 'sending' THEN 1 END) AS for_digest
ORDER BY person
"""

LOCK: LiteralString = "MATCH (p:Person {id: $person}) SET p.family_name = p.family_name"

# A digest of another day isn't repeated: what it held goes with the next one.
AGAIN: LiteralString = """
MATCH (:Person {id: $person})<-[:ADDRESSED_TO]-(d:Delivery)
WHERE d.message IS NOT NULL
  AND (d.state = 'sending' AND d.claimed_at <= $stuck
    OR d.state = 'failed' AND d.next_at <= $now
      AND (coalesce(d.urgent, false) OR d.message = $digest))
WITH d ORDER BY d.id
RETURN d.message AS message, max(d.attempts) AS attempts, collect(d.id) AS ids,
  all(one IN collect(d) WHERE coalesce(one.urgent, false)) AS urgent
ORDER BY message
"""

URGENT: LiteralString = """
MATCH (:Person {id: $person})<-[:ADDRESSED_TO]-(d:Delivery {state: 'waiting'})
WHERE d.next_at <= $now AND d.urgent
RETURN d.id AS id ORDER BY id
"""

FOR_DIGEST: LiteralString = """
MATCH (p:Person {id: $person})
WHERE NOT EXISTS {
  MATCH (p)<-[:ADDRESSED_TO]-(taken:Delivery {message: $digest}) WHERE taken.state <> 'dropped'
}
MATCH (p)<-[:ADDRESSED_TO]-(d:Delivery)
WHERE d.state IN ['waiting', 'failed'] AND d.next_at <= $now AND NOT coalesce(d.urgent, false)
RETURN d.id AS id ORDER BY id
"""

TAKE: LiteralString = """
UNWIND $ids AS id
MATCH (d:Delivery {id: id})
SET d.state = 'sending', d.message = $message, d.claimed_at = $now, d.attempts = $attempt,
  d.next_at = null
"""

# By whomever it was sent, it was.
SENT: LiteralString = """
UNWIND $ids AS id
MATCH (d:Delivery {id: id, message: $message}) WHERE d.state IN ['sending', 'failed', 'dead']
SET d.state = 'sent', d.sent_at = $now, d.channel = $channel, d.error = $error, d.next_at = null
"""

# A sender that was slow has no say over a message that another one has taken since.
FAILED: LiteralString = """
UNWIND $ids AS id
MATCH (d:Delivery {id: id, message: $message, state: 'sending'}) WHERE d.attempts = $attempt
SET d.state = $state, d.next_at = $next_at, d.error = $error
"""

DROP: LiteralString = """
UNWIND $ids AS id
MATCH (d:Delivery {id: id, state: 'sending'})
SET d.state = 'dropped', d.message = null, d.next_at = null
"""

BROKEN_OFF: Final = "отправка обрывается"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many deliveries a person has to get: at once (urgent, repeated) and with a digest."""

    person: str
    at_once: int
    for_digest: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message taken for sending, with its deliveries (ids); `attempt` counts from 1."""

    message: str
    person: str
    urgent: bool
    attempt: int
    deliveries: tuple[str, ...]


def digest_key(person: str, day: date) -> str:
    """The key of a person's only digest of a business day."""
    return _key(person, day.isoformat(), "digest")


def _key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


async def waiting(
    reader: Reader, now: datetime, regions: Collection[str] | None = None
) -> list[Waiting]:
    """Who has something to get now, of these regions or of all, by person."""
    asked = {"now": now, "stuck": now - STUCK, "regions": sorted(regions) if regions else None}
    return [Waiting(**row) for row in await reader.rows(WAITING, asked)]


async def claim_at_once(graph: Graph, person: str, day: date, now: datetime) -> list[Claimed]:
    """Take what can't wait for a digest: urgent ones as one message, and what is to be repeated.

    `day` is the person's own. What a dying sender left for the last time is dead.
    """

    async def work(writer: Writer) -> list[Claimed]:
        asked = _asked(person, day, now)
        await writer.rows(LOCK, asked)
        again = [_again(person, row) for row in await writer.rows(AGAIN, asked)]
        urgent = [row["id"] for row in await writer.rows(URGENT, asked)]
        fresh = [_fresh(_key(person, *urgent, "urgent"), person, True, urgent)] if urgent else []
        taken = [one for one in (*again, *fresh) if one.attempt <= len(BACKOFF) + 1]
        for one in taken:
            await _take(writer, one, now)
        for one in again:
            if one not in taken:
                # Not this attempt, which isn't made, but the one before was broken off.
                await _fail(writer, one, one.attempt - 1, BROKEN_OFF, None)
        return taken

    return await graph.write(work)


async def claim_digest(graph: Graph, person: str, day: date, now: datetime) -> Claimed | None:
    """Take all that waits for the person's digest of this day; None if it was taken before."""

    async def work(writer: Writer) -> Claimed | None:
        asked = _asked(person, day, now)
        await writer.rows(LOCK, asked)
        ids = [row["id"] for row in await writer.rows(FOR_DIGEST, asked)]
        if not ids:
            return None
        claimed = _fresh(digest_key(person, day), person, False, ids)
        await _take(writer, claimed, now)
        return claimed

    return await graph.write(work)


async def would_claim(reader: Reader, person: str, day: date, now: datetime) -> list[Claimed]:
    """What `claim_at_once` and `claim_digest` would take now, without taking it."""
    asked = _asked(person, day, now)
    found = [_again(person, row) for row in await reader.rows(AGAIN, asked)]
    for statement, urgent in ((URGENT, True), (FOR_DIGEST, False)):
        ids = [row["id"] for row in await reader.rows(statement, asked)]
        key = _key(person, *ids, "urgent") if urgent else digest_key(person, day)
        found += [_fresh(key, person, urgent, ids)] if ids else []
    return found


async def settle_sent(
    graph: Graph, claimed: Claimed, now: datetime, channel: str, error: str | None = None
) -> None:
    """The message was taken by these channels; `error` tells of others that refused it."""
    asked: Row = {"ids": list(claimed.deliveries), "message": claimed.message, "now": now}
    await graph.change(SENT, asked | {"channel": channel, "error": error})


async def settle_failed(
    graph: Graph, claimed: Claimed, now: datetime, error: str, *, hopeless: bool = False
) -> bool:
    """No channel took the message: it is tried again later or, at last, dead; whether it is dead.

    `hopeless` is what no repetition mends: no address.
    """
    dead = hopeless or claimed.attempt > len(BACKOFF)
    next_at = None if dead else now + BACKOFF[claimed.attempt - 1]
    await graph.write(lambda writer: _fail(writer, claimed, claimed.attempt, error, next_at))
    return dead


async def drop(graph: Graph, deliveries: Iterable[str]) -> None:
    """What was taken and is needed no more; nothing is sent of it."""
    await graph.change(DROP, {"ids": list(deliveries)})


def _asked(person: str, day: date, now: datetime) -> Row:
    return {
        "person": person,
        "now": now,
        "stuck": now - STUCK,
        "digest": digest_key(person, day),
    }


def _again(person: str, row: Row) -> Claimed:
    attempt = (row["attempts"] or 0) + 1
    return Claimed(row["message"], person, row["urgent"], attempt, tuple(row["ids"]))


def _fresh(message: str, person: str, urgent: bool, ids: Iterable[str]) -> Claimed:
    return Claimed(message, person, urgent, 1, tuple(ids))


async def _take(writer: Writer, one: Claimed, now: datetime) -> None:
    asked: Row = {"ids": list(one.deliveries), "message": one.message, "attempt": one.attempt}
    await writer.rows(TAKE, asked | {"now": now})


async def _fail(
    writer: Writer, one: Claimed, attempt: int, error: str, next_at: datetime | None
) -> None:
    state = "dead" if next_at is None else "failed"
    asked: Row = {"ids": list(one.deliveries), "message": one.message, "attempt": attempt}
    await writer.rows(FAILED, asked | {"state": state, "error": error, "next_at": next_at})
