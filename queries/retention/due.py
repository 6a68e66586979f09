"""Whose personal data is due to be destroyed, and since when. Reads, never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

from graph.model import MODEL
from graph.policy.calendar import local_day
from graph.policy.consent import ConsentFacts
from graph.policy.retention import Ended, processing_ended
from graph.session import Reader, Row, Statement
from queries.retention.personal import left_over
from queries.rules.terms import zone_of

# Children with anything that ends processing; which of them it ends for is the policy's to say.
_ENDED: Final[LiteralString] = """
CALL () {
  MATCH (c:Consent {region: $region})-[:FOR_CHILD]->(s:Student)
  WHERE c.withdrawn_at <= $as_of OR c.refused_on <= $day
  RETURN s
  UNION
  MATCH (s:Student {region: $region}) WHERE s.processing_stopped_at <= $as_of
  RETURN s
}
WITH s WHERE ($child IS NULL OR s.id = $child)
"""

# One row a consent to processing; one with nulls for a child without any.
_FACTS: Final[LiteralString] = """
OPTIONAL MATCH (s)<-[:FOR_CHILD]-(c:Consent)
WHERE 'processing' IN c.purposes AND coalesce(c.recorded_at <= $as_of, true)
RETURN s.id AS child, s.processing_stopped_at AS stopped_at,
  c IS NOT NULL AS any, c.given_on AS given_on, c.valid_until AS valid_until,
  c.refused_on AS refused_on, c.withdrawn_at AS withdrawn_at,
  NOT EXISTS { (c)-[:SIGNED_BY]->(:Guardian) } OR EXISTS {
    MATCH (c)-[:SIGNED_BY]->(:Guardian)-[g:GUARDIAN_OF]->(s)
    WHERE g.legal AND g.from <= c.given_on AND (c.given_on < g.to OR g.to IS NULL)
  } AS by_representative
ORDER BY child, c.id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A child whose data must be gone by `due_on`: something of it is still here."""

    child: str
    ended: Ended
    due_on: date


async def due(
    reader: Reader, region: str, as_of: datetime, days: int, child: str | None = None
) -> list[Due]:
    """The children of a region whose data is due by the region's day at `as_of`, by id.

    `days` after processing ended the data must be gone. InputError for an unknown region.
    """
    zone = ZoneInfo(await zone_of(reader, region))
    today = local_day(as_of, zone)
    found = await _ended(reader, _left(), region, as_of, zone, child)
    return [
        Due(id_, one, one.due_on(days)) for id_, one in found.items() if one.due_on(days) <= today
    ]


async def ended(reader: Reader, region: str, as_of: datetime) -> dict[str, Ended]:
    """Every child of a region whose processing has ended by `as_of`, destroyed or not, by id."""
    zone = ZoneInfo(await zone_of(reader, region))
    return await _ended(reader, _every(), region, as_of, zone, None)


async def _ended(
    reader: Reader,
    asking: Statement,
    region: str,
    as_of: datetime,
    zone: ZoneInfo,
    child: str | None,
) -> dict[str, Ended]:
    today = local_day(as_of, zone)
    asked = {"region": region, "as_of": as_of, "day": today, "child": child}
    found: dict[str, Ended] = {}
    for id_, rows in _by_child(await reader.rows(asking, asked)).items():
        stopped: datetime | None = rows[0]["stopped_at"]
        facts = [_facts(row, zone) for row in rows if row["any"]]
        end = processing_ended(facts, stopped and local_day(stopped, zone), today)
        if end is not None:
            found[id_] = end
    return found


@cache
def _left() -> Statement:
    return Statement(f"{_ENDED.rstrip()} AND {left_over(MODEL)}\n{_FACTS.strip()}")


@cache
def _every() -> Statement:
    return Statement(f"{_ENDED.rstrip()}\n{_FACTS.strip()}")


def _by_child(rows: Iterable[Row]) -> dict[str, list[Row]]:
    children: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        children[row["child"]].append(row)
    return children


def _facts(row: Row, zone: ZoneInfo) -> ConsentFacts:
    withdrawn: datetime | None = row["withdrawn_at"]
    return ConsentFacts(
        given_on=row["given_on"],
        valid_until=row["valid_until"],
        refused_on=row["refused_on"],
        withdrawn_on=withdrawn and local_day(withdrawn, zone),
        signed_by_representative=row["by_representative"],
    )
