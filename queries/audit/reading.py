"""The history of one record, as far as a viewer may see it.

A record out of scope has no history, as one that isn't there. Of a record that several regions
know, only what was done in the viewer's own is told, and what it names of another is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, LiteralString

import orjson

from graph.session import Reader, Row, Statement
from queries.scope import CONSENTED, VISIBILITY, Actor, Rule, predicate

LABELS: LiteralString = """
MATCH (e:AuditEntry {subject_id: $id})
WHERE ($scope_all OR e.chain = '' OR e.chain IN $scope_regions)
RETURN DISTINCT e.subject_label AS label ORDER BY label
"""

# The newest first; $at and $entry are the last ones seen, or null.
ENTRIES: LiteralString = """
MATCH (e:AuditEntry {subject_id: $id})
WHERE ($scope_all OR e.chain = '' OR e.chain IN $scope_regions) AND e.subject_label IN $labels
  AND ($at IS NULL OR e.at < datetime($at) OR (e.at = datetime($at) AND e.id < $entry))
WITH e ORDER BY e.at DESC, e.id DESC LIMIT $limit
OPTIONAL MATCH (e)-[:MADE_BY]->(:Account)-[:ACCOUNT_OF]->(p:Person)
RETURN e.id AS id, e.at AS at, e.action AS action, e.subject_label AS label,
  e.before AS before, e.after AS after, p.family_name + ' ' + p.given_name AS author
ORDER BY at DESC, id DESC
"""

COUNT: LiteralString = """
MATCH (e:AuditEntry {subject_id: $id})
WHERE ($scope_all OR e.chain = '' OR e.chain IN $scope_regions) AND e.subject_label IN $labels
RETURN count(e) AS entries
"""

# Where a record about a child names the child; its words are shown while a consent is in force.
CHILD_OF: Final[dict[str, LiteralString]] = {
    "Student": "MATCH (n:Student {id: $id})",
    "StageResult": "MATCH (:StageResult {id: $id})-[:RESULT_OF]->(n:Student)",
    "Recommendation": "MATCH (:Recommendation {id: $id})-[:RECOMMENDS_TO]->(n:Student)",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `before` and `after` are None once destroyed.

    A link's target out of scope has the id None.
    """

    id: str
    at: datetime
    action: str
    label: str
    author: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Of which labels a record with this id may be seen, and whether its child may be named."""

    id: str
    labels: tuple[str, ...]
    consented: bool


async def seen(reader: Reader, actor: Actor, id: str, now: datetime, today: date) -> Seen:
    """What a viewer may know of this id at all. `today` is the earliest day anywhere."""
    asked = actor.parameters(id=id)
    labels = []
    for row in await reader.rows(LABELS, asked):
        label = row["label"]
        known = VISIBILITY.get(label, Rule.NEVER) is not Rule.NEVER
        if known and await reader.rows(_visible(label), actor.parameters(ids=[id])):
            labels.append(label)
    consented = True
    for label in CHILD_OF.keys() & set(labels):
        rows = await reader.rows(_consented(label), {"id": id, "now": now, "consent_day": today})
        consented = consented and bool(rows) and all(row["consented"] for row in rows)
    return Seen(id, tuple(labels), consented)


async def entries(
    reader: Reader, actor: Actor, of: Seen, limit: int, after: tuple[str, str] | None
) -> list[Entry]:
    """The entries after the last one seen, the newest first."""
    at, entry = after or (None, None)
    asked = actor.parameters(id=of.id, labels=list(of.labels), at=at, entry=entry, limit=limit)
    found = [_entry(row) for row in await reader.rows(ENTRIES, asked)]
    foreign = await _foreign(reader, actor, found)
    for one in found:
        for link in _links((one.before, one.after)):
            if (link["label"], link["id"]) in foreign:
                link["id"] = None
    return found


async def count(reader: Reader, actor: Actor, of: Seen) -> int:
    """How many entries there are for this viewer."""
    asked = actor.parameters(id=of.id, labels=list(of.labels))
    return int((await reader.single(COUNT, asked))["entries"])


def _entry(row: Row) -> Entry:
    return Entry(**(row | {name: parsed(row[name]) for name in ("before", "after")}))


def parsed(text: str | None) -> Row | None:
    """The fields of an entry as it keeps them; None once destroyed."""
    return None if text is None else dict(orjson.loads(text))


def _links(texts: Iterable[Mapping[str, Any] | None]) -> list[Row]:
    return [
        item
        for text in texts
        for value in (text or {}).values()
        if isinstance(value, list)
        for item in value
        if isinstance(item, dict)
    ]


async def _foreign(reader: Reader, actor: Actor, found: Sequence[Entry]) -> set[tuple[str, str]]:
    """Which records that these entries name the viewer may not know of."""
    asked: dict[str, set[str]] = {}
    for one in found:
        for link in _links((one.before, one.after)):
            asked.setdefault(link["label"], set()).add(link["id"])
    foreign: set[tuple[str, str]] = set()
    for label, ids in asked.items():
        rows = await reader.rows(_visible(label), actor.parameters(ids=sorted(ids)))
        foreign |= {(label, id_) for id_ in ids - {row["id"] for row in rows}}
    return foreign


@cache
def _visible(label: str) -> Statement:
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\nWHERE {predicate(label)}\n"
        "RETURN n.id AS id"
    )


@cache
def _consented(label: str) -> Statement:
    return Statement(f"{CHILD_OF[label]}\nRETURN {CONSENTED} AS consented")
