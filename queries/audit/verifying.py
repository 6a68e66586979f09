"""Checking the audit's chains: any entry edited, deleted, inserted or moved is found.

Reads only. Found by the hashes alone: an edit, a gap in the numbers, an entry out of its place. By
the chain's head: a tail cut off. By the entry that began it: a chain gone as a whole. By the key:
a chain written anew by whoever had only the database.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

from graph.session import Graph, Row
from queries.audit.sealing import START, Sealed, digest, seal, seal_head
from queries.audit.writing import BEGIN, ERASE, OF_ALL, chain_id, entry_id

PAGE: Final = 2000

CHAINS: LiteralString = """
CALL () {
  MATCH (c:AuditChain) RETURN c.id AS id
  UNION
  MATCH (e:AuditEntry) RETURN DISTINCT 'audit:' + e.chain AS id
  UNION
  MATCH (e:AuditEntry {chain: ''}) WHERE e.action = $begin RETURN DISTINCT e.subject_id AS id
}
OPTIONAL MATCH (c:AuditChain {id: id})
OPTIONAL MATCH (b:AuditEntry {subject_id: id}) WHERE b.chain = '' AND b.action = $begin
RETURN substring(id, size('audit:')) AS chain, c.count AS count, c.last_hash AS last_hash,
  c.seal AS seal,
  count(b) > 0 AS begun
ORDER BY chain
"""

# Entries in the order of their numbers, then of their ids: a copy under another id comes after.
ENTRIES: LiteralString = """
MATCH (e:AuditEntry {chain: $chain})
WHERE e.number > $number OR (e.number = $number AND e.id > $id)
WITH e ORDER BY e.number, e.id LIMIT $limit
RETURN properties(e) AS entry, COLLECT { MATCH (e)-[:MADE_BY]->(a) RETURN a.id } AS made_by
ORDER BY entry.number, entry.id
"""

# What people changed has a version, so there must be an audit. Asked only where there is none.
CHANGED: LiteralString = """
RETURN EXISTS { MATCH (n) WHERE n.version > 0 AND NOT n:GraphRecord } AS changed
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with a chain: from which number on, and how it shows."""

    chain: str
    number: int
    what: str


@dataclass(slots=True)
class Verified:
    """What checking found; `erased` entries have lost their text lawfully."""

    chains: int = 0
    entries: int = 0
    erased: int = 0
    broken: list[Broken] = field(default_factory=list)


async def verify(graph: Graph, region: str | None = None) -> Verified:
    """Check every chain, or only that of a region: the first broken number of each.

    A transaction a page, so that any length can be checked; what is added meanwhile is not missed:
    the head is read before the entries.
    """
    result = Verified()
    chains = await graph.rows(CHAINS, {"begin": BEGIN})
    for head in chains:
        if region is None or head["chain"] == region:
            await _chain(graph, head, result)
    if not chains and (await graph.rows(CHANGED))[0]["changed"]:
        result.broken.append(Broken(OF_ALL, 0, "записи меняли, а журнала нет"))
    return result


async def _chain(graph: Graph, head: Row, result: Verified) -> None:
    result.chains += 1
    chain = head["chain"]
    walk = _Walk(chain, graph.audit_key)
    async for entry, made_by in _entries(graph, chain):
        problem = walk.step(entry, made_by)
        if problem:
            result.broken.append(Broken(chain, walk.number, problem))
            return
        if walk.number == head["count"] and walk.last_hash != head["last_hash"]:
            result.broken.append(Broken(chain, walk.number, "последняя запись не та"))
            return
    result.entries += walk.number
    result.erased += walk.erased
    for number, what in _ends(walk, head):
        result.broken.append(Broken(chain, number, what))
        return


def _ends(walk: _Walk, head: Row) -> Iterable[tuple[int, str]]:
    """What is wrong with the chain as a whole, once each of its entries is right."""
    if head["count"] is None:
        yield 0, "нет начала журнала: удалено или записи вставлены"
    elif head["seal"] != walk.head_seal(head["count"], head["last_hash"]):
        yield head["count"], "число записей изменено или без ключа"
    elif walk.number < head["count"]:
        yield walk.number + 1, f"записей {walk.number}, а было {head['count']}: конец удалён"
    if walk.chain != OF_ALL and not head["begun"]:
        yield 0, "общий журнал не знает о начале этого"
    if walk.unexplained:
        number = min(walk.unexplained.values())
        yield number, "содержание стёрто без записи об этом"


async def _entries(graph: Graph, chain: str) -> AsyncIterator[tuple[Row, list[str]]]:
    number, id_ = 0, ""
    while True:
        asked: dict[str, Any] = {"chain": chain, "number": number, "id": id_, "limit": PAGE}
        rows = await graph.rows(ENTRIES, asked)
        for row in rows:
            yield row["entry"], row["made_by"]
        if len(rows) < PAGE:
            return
        number, id_ = rows[-1]["entry"]["number"], rows[-1]["entry"]["id"]


@dataclass(slots=True)
class _Walk:
    """Along one chain from its beginning; `number` is the last entry looked at."""

    chain: str
    key: bytes
    number: int = 0
    last_hash: str = START
    erased: int = 0
    unexplained: dict[tuple[str, str], int] = field(default_factory=dict)

    def step(self, entry: Row, made_by: list[str]) -> str:
        """What is wrong with the next entry; "" if nothing is."""
        self.number += 1
        problem = self._place(entry) or self._content(entry) or self._author(entry, made_by)
        self.last_hash = entry.get("hash", "")
        self._erasure(entry)
        return problem

    def head_seal(self, count: int, last_hash: str) -> str:
        """What the head of this chain must be sealed with."""
        return seal_head(self.key, self.chain, count, last_hash)

    def _place(self, entry: Row) -> str:
        if entry["number"] != self.number:
            return f"после записи {self.number - 1} стоит {entry['number']}"
        if entry["id"] != entry_id(self.chain, self.number):
            return "запись вставлена"
        if entry.get("previous_hash") != self.last_hash:
            return "запись не продолжает предыдущую"
        return ""

    def _content(self, entry: Row) -> str:
        sealed = Sealed(**{name: entry.get(name, "") for name in Sealed.__slots__})
        if not hmac.compare_digest(seal(self.key, sealed), str(entry.get("hash"))):
            return "запись изменена или сделана без ключа"
        if entry.get("salt") is None:
            return "содержание стёрто не полностью" if {"before", "after"} & entry.keys() else ""
        for text in ("before", "after"):
            if digest(entry["salt"], entry.get(text, "")) != entry[f"{text}_digest"]:
                return "содержание записи изменено"
        return ""

    def _author(self, entry: Row, made_by: list[str]) -> str:
        # An account that was removed takes its link with it; another's link is a forgery.
        others = [account for account in made_by if account != entry.get("account")]
        return "автор записи изменён" if others else ""

    def _erasure(self, entry: Row) -> None:
        subject = (entry["subject_label"], entry["subject_id"])
        if entry.get("salt") is None:
            self.erased += 1
            self.unexplained.setdefault(subject, self.number)
        if entry["action"] == ERASE:
            self.unexplained.pop(subject, None)


__all__ = ["Broken", "Verified", "chain_id", "verify"]
