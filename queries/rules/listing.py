"""The records behind a gap's count, asked live by the very pattern that counted them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.session import Reader
from queries.rules.catalogue import CATALOGUE
from queries.rules.compiling import listing, totalling
from queries.rules.declaration import Case
from queries.rules.terms import Moment, moment

GAP = """
MATCH (g:Gap {id: $gap})-[:AT]->(unit)
RETURN g.rule AS rule, g.case AS case, g.region AS region,
  coalesce(g.foreseen_for, g.seen_at) AS counted_at, unit.id AS unit
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that proves a record broken: what happened, to which node, on which day."""

    what: str
    id: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """One counted node; `text` is its name; a child is told by its grade."""

    label: str
    id: str
    text: str
    evidence: tuple[Evidence, ...]


async def records(
    reader: Reader, gap_id: str, first: int = 100, after: str = ""
) -> tuple[Record, ...]:
    """At most `first` records of a gap by id, from the one behind `after`, as of its last scan.

    Of a gap that is only foreseen, as of the moment it is foreseen for.
    Empty for an unknown gap. The caller must have checked that the gap is within its scope: all
    records are of the gap's region, or practicums that its mentors lead elsewhere (report 10 shows
    those to the region too).
    """
    counted = await _counted(reader, gap_id)
    if counted is None:
        return ()
    statement = listing(counted.case)
    asked = counted.asked(statement.text) | {"first": first, "after": after}
    rows = await reader.rows(statement, asked)
    return tuple(_record(row) for row in rows)


async def count_records(reader: Reader, gap_id: str) -> int:
    """How many `records` there are of a gap over all its pages."""
    counted = await _counted(reader, gap_id)
    if counted is None:
        return 0
    statement = totalling(counted.case)
    return int((await reader.single(statement, counted.asked(statement.text)))["total"])


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a gap's records are counted by: its case, at one unit, as of one moment."""

    case: Case
    unit: str
    at: Moment

    def asked(self, text: str) -> dict[str, Any]:
        """The parameters of a statement that names `$unit`."""
        return self.at.needed(text) | {"unit": self.unit}


async def _counted(reader: Reader, gap_id: str) -> _Counted | None:
    """None for an unknown gap, or one of a rule that this version doesn't have."""
    found = await reader.rows(GAP, {"gap": gap_id})
    if not found:
        return None
    gap = found[0]
    rule = CATALOGUE.get(gap["rule"])
    case = rule.cases.get(gap["case"]) if rule else None
    at = await moment(reader, gap["region"], gap["counted_at"])
    return _Counted(case, gap["unit"], at) if case and at else None


def _record(row: dict[str, object]) -> Record:
    facts = row["evidence"] if isinstance(row["evidence"], list) else []
    evidence = tuple(Evidence(fact["what"], fact["id"], fact["on"]) for fact in facts)
    return Record(str(row["label"]), str(row["id"]), str(row["text"]), evidence)
