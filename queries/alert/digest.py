"""What a message tells: the gaps it is about, what to do first, what changed. Within the scope.

Of people there is only what they are and an id: names of units are those of places and courses.
Must not know how a message looks or is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, LiteralString

from graph.model.gap import GapChange, GapState, Severity
from graph.session import Reader
from queries.gap.details import GapRow
from queries.gap.roots import RootCause, root_causes
from queries.scope import Actor

ROOTS_TOLD: Final = 3
LONGEST: Final = timedelta(days=14)
"""A person without a digest for longer is told of the changes of this time."""

NAMED: Final = frozenset(
    {"Region", "School", "Venue", "Practicum", "ReportDuty", "Competence", "ImpairmentGroup"}
)
"""Units whose names are no person's and no free text."""

CARRIED: LiteralString = """
MATCH (d:Delivery) WHERE d.id IN $ids AND ($scope_all OR d.region IN $scope_regions)
MATCH (d)-[:DELIVERS]->(a:Alert)-[:RAISED_FOR]->(g:Gap)
WHERE ($scope_all OR a.region IN $scope_regions) AND ($scope_all OR g.region IN $scope_regions)
MATCH (r:Region {region: g.region})
WITH DISTINCT g, r
CALL (g) {
  MATCH (g)-[:AT]->(u)
  RETURN u.id AS unit, labels(u)[0] AS unit_label, u.form AS form,
    CASE WHEN labels(u)[0] IN $named THEN coalesce(u.name, u.title) END AS unit_name
  ORDER BY unit LIMIT 1
}
RETURN g.id AS id, g.rule AS rule, g.case AS case, g.severity AS severity, g.state AS state,
  g.count AS count, g.population AS population, g.due_on AS due_on, g.region AS region,
  r.name AS region_name, date(datetime({datetime: $now, timezone: r.zone})) AS today,
  unit, unit_label, unit_name, form
ORDER BY g.severity, coalesce(g.due_on, date('9999-12-31')), g.rule, g.case, g.id
"""

LAST: LiteralString = """
MATCH (:Person {id: $scope_person})<-[:ADDRESSED_TO]-(d:Delivery {state: 'sent'})
WHERE ($scope_all OR d.region IN $scope_regions) AND NOT coalesce(d.urgent, false)
RETURN max(d.sent_at) AS at
"""

CHANGED: LiteralString = """
MATCH (e:GapEvent)
WHERE ($scope_all OR e.region IN $scope_regions)
  AND e.at > $since AND e.at <= $now AND e.change IN $changes
MATCH (e)-[:HAPPENED_TO]->(g:Gap)
WHERE ($scope_all OR g.region IN $scope_regions)
MATCH (r:Region {region: g.region})
RETURN e.change AS change, g.rule AS rule, g.case AS case, g.region AS region,
  r.name AS region_name, count(DISTINCT g) AS gaps
ORDER BY gaps DESC, change, rule, case, region
"""

REGION_NAMES: LiteralString = """
MATCH (r:Region)
WHERE r.id IN $ids AND ($scope_all OR r.region IN $scope_regions)
RETURN r.id AS id, r.name AS name ORDER BY id
"""

TOLD: Final = (GapChange.CLOSED, GapChange.AVERTED, GapChange.REOPENED)


@dataclass(frozen=True, slots=True)
class Carried:
    """A gap that the message is about; `today` is its region's day, `form` a report's number."""

    id: str
    rule: str
    case: str
    severity: Severity
    state: GapState
    count: int
    population: int
    due_on: date | None
    region: str
    region_name: str
    today: date
    unit: str
    unit_label: str
    unit_name: str | None
    form: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """How many gaps of one case and region were closed, averted or opened again."""

    change: GapChange
    rule: str
    case: str
    region: str
    region_name: str
    gaps: int


@dataclass(frozen=True, slots=True)
class Root:
    """What to do first, and what hangs on it; `unit_name` is None for people."""

    cause: RootCause
    region_name: str
    unit_name: str | None

    @property
    def gap(self) -> GapRow:
        return self.cause.gap


@dataclass(frozen=True, slots=True)
class Digest:
    """All of one message: gaps by weight and due day, roots by what hangs on them, changes."""

    carried: tuple[Carried, ...]
    roots: tuple[Root, ...] = ()
    changes: tuple[Change, ...] = ()


async def urgent(reader: Reader, actor: Actor, ids: Iterable[str], now: datetime) -> Digest:
    """The gaps of these deliveries that the actor may see, and nothing else."""
    return Digest(await _carried(reader, actor, ids, now))


async def digest(reader: Reader, actor: Actor, ids: Iterable[str], now: datetime) -> Digest:
    """The gaps of these deliveries, root causes and changes since the last digest, in scope."""
    return Digest(
        await _carried(reader, actor, ids, now),
        await _roots(reader, actor),
        await _changes(reader, actor, now),
    )


async def _carried(
    reader: Reader, actor: Actor, ids: Iterable[str], now: datetime
) -> tuple[Carried, ...]:
    asked = actor.parameters(ids=sorted(ids), now=now, named=sorted(NAMED))
    return tuple(
        Carried(**row | {"severity": Severity(row["severity"]), "state": GapState(row["state"])})
        for row in await reader.rows(CARRIED, asked)
    )


async def _roots(reader: Reader, actor: Actor) -> tuple[Root, ...]:
    found = await root_causes(reader, actor, limit=ROOTS_TOLD)
    asked = actor.parameters(ids=sorted({one.gap.region for one in found}))
    names = {row["id"]: row["name"] for row in await reader.rows(REGION_NAMES, asked)}
    return tuple(
        Root(
            one,
            names.get(one.gap.region, one.gap.region),
            one.gap.unit_name if one.gap.unit_label in NAMED else None,
        )
        for one in found
    )


async def _changes(reader: Reader, actor: Actor, now: datetime) -> tuple[Change, ...]:
    last = (await reader.single(LAST, actor.parameters()))["at"]
    since = max(last or now - LONGEST, now - LONGEST)
    asked = actor.parameters(since=since, now=now, changes=[change.value for change in TOLD])
    return tuple(
        Change(**row | {"change": GapChange(row["change"])})
        for row in await reader.rows(CHANGED, asked)
    )
