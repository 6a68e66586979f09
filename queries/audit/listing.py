"""The audit as a whole, for a head: who did what to which record, the latest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, LiteralString

from graph.session import Reader, Statement
from queries.account.access import require_head
from queries.audit.reading import Entry, parsed
from queries.audit.writing import BY_COMMAND, BY_SCHEDULE
from queries.scope import Actor

ACCOUNT: Final = "account"
RECORD: Final = "record"
PROGRAMS: Final = {BY_COMMAND: "из командной строки", BY_SCHEDULE: "по расписанию"}
"""Who has no account."""

# By when: what is asked for is near the end of an index, however long the audit is. Whoever or
# whatever is named is found by that instead.
BY_TIME: LiteralString = """
MATCH (e:AuditEntry) USING INDEX e:AuditEntry(at)
WHERE e.at IS NOT NULL"""
BY_RECORD: LiteralString = """
MATCH (e:AuditEntry {subject_id: $record})
WHERE true"""
BY_ACCOUNT: LiteralString = """
MATCH (:Account {id: $account})<-[:MADE_BY]-(e:AuditEntry)
WHERE ($record IS NULL OR e.subject_id = $record)"""

CONDITIONS: Final[dict[str, LiteralString]] = {
    "action": "e.action = $action",
    "label": "e.subject_label = $label",
    "region": "e.chain = $region",
    "since": "e.at >= $since",
    "until": "e.at < $until",
}
ONWARD: LiteralString = """
  AND e.at <= datetime($at) AND (e.at < datetime($at) OR e.id < $entry)"""

SHOWN: LiteralString = """
WITH e ORDER BY e.at DESC, e.id DESC LIMIT $limit
OPTIONAL MATCH (e)-[:MADE_BY]->(a:Account)
OPTIONAL MATCH (a)-[:ACCOUNT_OF]->(p:Person)
RETURN e.id AS id, e.at AS at, e.action AS action, e.subject_label AS label,
  e.before AS before, e.after AS after, p.family_name + ' ' + p.given_name AS author,
  a.login AS login, e.account AS account, e.subject_id AS record, e.chain AS region
ORDER BY at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: None asks for any. `account` is whose they are, `record` of which record.

    `since` is included, `until` is not.
    """

    account: str | None = None
    record: str | None = None
    action: str | None = None
    label: str | None = None
    region: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def given(self) -> frozenset[str]:
        """The names of what is asked."""
        return frozenset(name for name in Wanted.__slots__ if getattr(self, name) is not None)

    def parameters(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Wanted.__slots__}


@dataclass(frozen=True, slots=True)
class Made:
    """An entry with who made it (`login`, or `program` in words), of which record and region."""

    entry: Entry
    login: str | None
    program: str | None
    record: str
    region: str


async def entry_page(
    reader: Reader, actor: Actor, wanted: Wanted, limit: int, after: tuple[str, str] | None
) -> list[Made]:
    """The entries after the last one seen; ManagingError for anybody but a head."""
    require_head(actor)
    at, entry = after or (None, None)
    asked = wanted.parameters() | {"at": at, "entry": entry, "limit": limit}
    statement = _page(wanted.given(), onward=after is not None)
    return [_made(row) for row in await reader.rows(statement, asked)]


async def count_entries(reader: Reader, actor: Actor, wanted: Wanted) -> int:
    """How many entries there are of what is asked."""
    require_head(actor)
    return int((await reader.single(_count(wanted.given()), wanted.parameters()))["total"])


@cache
def _page(given: frozenset[str], *, onward: bool) -> Statement:
    return Statement(f"{_matched(given)}{ONWARD if onward else ''}{SHOWN}")


@cache
def _count(given: frozenset[str]) -> Statement:
    return Statement(f"{_matched(given)}\nRETURN count(e) AS total")


def _matched(given: frozenset[str]) -> str:
    start = BY_ACCOUNT if ACCOUNT in given else BY_RECORD if RECORD in given else BY_TIME
    more = (f"\n  AND {text}" for name, text in CONDITIONS.items() if name in given)
    return start + "".join(more)


def _made(row: Mapping[str, Any]) -> Made:
    own: dict[str, Any] = {name: row[name] for name in ("id", "at", "action", "label", "author")}
    own |= {name: parsed(row[name]) for name in ("before", "after")}
    program = None if row["login"] else PROGRAMS.get(row["account"])
    return Made(Entry(**own), row["login"], program, row["record"], row["region"])
