"""The last day on time of what is owed, also of what is no gap: as its rule counts it.

A gap keeps its own day, but is there only when the day is near or over. Source: clauses 6.1, 6.3.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString

from graph.model.campaign import TermKind
from graph.session import Reader, Row
from queries.rules.terms import Moment, moments
from queries.scope import Actor


@dataclass(frozen=True, slots=True)
class Owed:
    """How the day of one kind of record is found: the day set for it, or a term `since` a day."""

    cypher: LiteralString
    term: TermKind


# As queries.rules.r24 has it: what is extended is due when the extension ends.
ANSWER: Final = Owed(
    """
UNWIND $ids AS id
MATCH (i:InformationRequest {id: id})
WHERE ($scope_all OR i.region IN $scope_regions)
RETURN i.id AS id, i.region AS region, i.asked_at AS since,
  coalesce(COLLECT {
    MATCH (e:Extension)-[:EXTENDS]->(i)
    WHERE ($scope_all OR e.region IN $scope_regions) AND e.at <= $as_of
    RETURN max(e.until)
  }[0], i.due_on) AS named
""",
    TermKind.ANSWER_WITHIN,
)

# As queries.rules.r28 has it.
DRAFT: Final = Owed(
    """
UNWIND $ids AS id
MATCH (a:Appeal {id: id})
WHERE ($scope_all OR a.region IN $scope_regions)
RETURN a.id AS id, a.region AS region, a.received_on AS since, a.draft_due_on AS named
""",
    TermKind.APPEAL_DRAFT,
)


async def last_days(
    reader: Reader, actor: Actor, owed: Owed, ids: Collection[str], as_of: datetime
) -> dict[str, date]:
    """The last day on time of those of these records that are in scope and have one."""
    rows = await reader.rows(owed.cypher, actor.parameters(ids=list(ids), as_of=as_of))
    unnamed = {row["region"] for row in rows if row["named"] is None}
    terms = await moments(reader, unnamed, as_of) if unnamed else {}
    found = ((row["id"], _last_day(owed, row, terms.get(row["region"]))) for row in rows)
    return {id_: day for id_, day in found if day is not None}


def _last_day(owed: Owed, row: Row, at: Moment | None) -> date | None:
    named: date | None = row["named"]
    if named is not None or at is None:
        return named
    return at.due(owed.term, row["since"])
