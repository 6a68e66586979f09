"""«If this contract slips by N days, what is hit»: one declared way a kind of node.

A way leads from the node to the practicums that need it. Hit are those of the days it would not be
there, from today to N days from now; nothing is written and nothing guessed beyond the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, LiteralString

from graph.errors import InputError
from graph.session import Reader, Row, Statement
from queries.scope import Actor

MOST_DAYS = 365

# Each binds the practicums `p` that need `n`.
WAYS: Final[dict[str, LiteralString]] = {
    "VenueContract": "MATCH (n:VenueContract)-[:WITH_VENUE]->(:Venue)<-[:HELD_AT]-(p:Practicum)",
    "Licence": "MATCH (n:Licence)-[:LICENSES]->(:Venue)<-[:HELD_AT]-(p:Practicum)",
    "Document": "MATCH (n:Document)-[:CONCERNS]->(:Venue)<-[:HELD_AT]-(p:Practicum)",
    "Venue": "MATCH (n:Venue)<-[:HELD_AT]-(p:Practicum)",
    "Mentor": "MATCH (n:Mentor)<-[:LED_BY]-(p:Practicum)",
    "Qualification": "MATCH (n:Qualification)-[:QUALIFIES]->(:Mentor)<-[:LED_BY]-(p:Practicum)",
    "Practicum": "MATCH (n:Practicum) MATCH (p:Practicum {id: n.id})",
    "Nomination": "MATCH (n:Nomination) MATCH (p:Practicum {region: n.region})",
    "School": "MATCH (n:School)<-[:STUDIES_AT]-(:Student)-[:ENROLLED_IN]->(p:Practicum)",
    "Consent": "MATCH (n:Consent)-[:FOR_CHILD]->(:Student)-[:ENROLLED_IN]->(p:Practicum)",
}

# The children who are hit: everybody enrolled, or only those of the school or consent itself.
CHILDREN: Final[dict[str, LiteralString]] = {
    "School": "AND EXISTS { (s)-[:STUDIES_AT]->(n) }",
    "Consent": "AND EXISTS { (n)-[:FOR_CHILD]->(s) }",
}

HIT: LiteralString = """
WHERE n.id = $id AND ($scope_all OR n.region IN $scope_regions)
  AND ($scope_all OR p.region IN $scope_regions)
  AND p.on_day >= $today AND p.on_day <= $until
  AND coalesce(p.cancelled_at > $as_of, true) AND p.held_at IS NULL
WITH DISTINCT n, p
OPTIONAL MATCH (s:Student)-[e:ENROLLED_IN]->(p)
WHERE ($scope_all OR s.region IN $scope_regions)
  AND e.enrolled_at <= $as_of AND coalesce(e.cancelled_at > $as_of, true)
"""

COUNTED: LiteralString = """
WITH p, collect(DISTINCT s.id) AS children
ORDER BY p.on_day, p.id
RETURN p.id AS id, p.title AS title, p.on_day AS on_day, p.format AS format, children
"""

# The node itself, and the region's own day.
NODE: LiteralString = """
WHERE ($scope_all OR n.region IN $scope_regions)
MATCH (r:Region {region: n.region})
RETURN date(datetime({datetime: $as_of, timezone: r.zone})) AS today
"""

FORMS: Final = {"introductory": 3, "engaged": 4, "in_depth": 5}
# The reports of mentors' practicums and of events held. Source: clauses 6.2.10, 6.2.12.
_ALWAYS = frozenset({10, 12})


@dataclass(frozen=True, slots=True)
class HitPracticum:
    """A practicum that would have to go without; `children` are enrolled in it."""

    id: str
    title: str
    on_day: date
    format: str
    children: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What N days cost: practicums by day, different children, recommendations, report forms."""

    label: str
    id: str
    days: int
    practicums: tuple[HitPracticum, ...]
    children: int
    recommendations: int
    reports: tuple[int, ...]


async def impact(
    reader: Reader, actor: Actor, label: str, identity: str, days: int, as_of: datetime
) -> Impact | None:
    """What is hit if this node is not there for `days` days from `as_of`; None out of scope.

    InputError for a kind of node that practicums don't depend on, or days outside 1…365.
    """
    if label not in WAYS:
        raise InputError(f"Для «{label}» последствия не считаются. Можно: {', '.join(WAYS)}.")
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"Дней может быть от 1 до {MOST_DAYS}.")
    asked = actor.parameters(id=identity, as_of=as_of)
    found = await reader.rows(Statement(f"MATCH (n:{label} {{id: $id}}){NODE}"), asked)
    if not found:
        return None
    today: date = found[0]["today"]
    asked |= {"today": today, "until": today + timedelta(days=days)}
    rows = await reader.rows(WAYS[label] + HIT + CHILDREN.get(label, "") + COUNTED, asked)
    return _impact(label, identity, days, rows)


def _impact(label: str, identity: str, days: int, rows: list[Row]) -> Impact:
    """A mentor recommends to each who comes, so there are as many recommendations as seats."""
    children = {child for row in rows for child in row["children"]}
    seats = sum(len(row["children"]) for row in rows)
    forms = {FORMS[row["format"]] for row in rows} | (_ALWAYS if rows else frozenset())
    practicums = tuple(HitPracticum(**row | {"children": len(row["children"])}) for row in rows)
    return Impact(label, identity, days, practicums, len(children), seats, tuple(sorted(forms)))
