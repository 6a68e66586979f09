"""The records behind a gap's count, asked live by the very pattern that counted them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.session import Reader
from queries.rules.catalogue import CATALOGUE
from queries.rules.compiling import listing
from queries.rules.terms import moment

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
    found = await reader.rows(GAP, {"gap": gap_id})
    if not found:
        return ()
    gap = found[0]
    at = await moment(reader, gap["region"], gap["counted_at"])
    if at is None:
        return ()
    case = CATALOGUE[gap["rule"]].cases[gap["case"]]
    statement = listing(case)
    asked = at.needed(statement.text) | {"unit": gap["unit"], "first": first, "after": after}
    rows = await reader.rows(statement, asked)
    return tuple(_record(row) for row in rows)


def _record(row: dict[str, object]) -> Record:
    facts = row["evidence"] if isinstance(row["evidence"], list) else []
    evidence = tuple(Evidence(fact["what"], fact["id"], fact["on"]) for fact in facts)
    return Record(str(row["label"]), str(row["id"]), str(row["text"]), evidence)
