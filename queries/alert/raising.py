"""Raising alerts: one a gap and period, and for each step that has come one delivery a recipient.

Correct however often and late it runs: alerts and deliveries have ids made of what they are about,
unique in the graph, and the region is locked while they are written. Nothing is sent here.
Source: clauses 3.1, 5.1; requirements: an alert is raised once until the state clears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

from graph.model.account import Role
from graph.model.gap import DeliveryState, GapState, Severity
from graph.policy.calendar import local_day
from graph.session import Graph, Reader, Row, Writer
from graph.writing import write_nodes
from queries.rules.catalogue import CATALOGUE
from queries.rules.declaration import Accountable
from queries.rules.steps import EARLY, STEPS, Days, Step, To, steps_due, timetable
from queries.rules.terms import zone_of

# Scans of the region take the same lock: a gap can't close while its alert is raised.
LOCK: LiteralString = "MATCH (r:Region {id: $region}) SET r.name = r.name"

GAPS: LiteralString = """
MATCH (g:Gap {region: $region})
WHERE g.state IN ['open', 'upcoming'] AND g.rule IN $rules
RETURN g.id AS id, g.rule AS rule, g.case AS case, g.severity AS severity, g.state AS state,
  g.due_on AS due_on,
  CASE g.state WHEN 'open' THEN g.opened_at END AS opened_at,
  coalesce(g.period_from, g.opened_at) AS period,
  COLLECT { MATCH (g)<-[:RAISED_FOR]-(a:Alert) RETURN [a.id, a.cleared_at IS NULL] } AS alerts,
  COLLECT {
    MATCH (g)<-[:RAISED_FOR]-(a:Alert)<-[:DELIVERS]-(d:Delivery)
    RETURN [a.id, d.step, COLLECT { MATCH (d)-[:ADDRESSED_TO]->(p:Person) RETURN p.id }[0]]
  } AS told
ORDER BY id
"""

OVER: LiteralString = """
MATCH (a:Alert {region: $region})-[:RAISED_FOR]->(g:Gap)
WHERE a.cleared_at IS NULL AND NOT g.state IN ['open', 'upcoming']
RETURN a.id AS id ORDER BY id
"""

CLEAR: LiteralString = """
UNWIND $ids AS id
MATCH (a:Alert {id: id})
SET a.cleared_at = $at
WITH a
OPTIONAL MATCH (a)<-[:DELIVERS]-(d:Delivery) WHERE d.state IN ['waiting', 'failed']
SET d.state = 'dropped', d.next_at = null
"""

PEOPLE: LiteralString = """
MATCH (r:Region {id: $region})
UNWIND ['coordinator', 'curator', 'head'] AS role
CALL (r, role) {
  WITH r, role WHERE role = 'coordinator'
  MATCH (p:Person)-[of:COORDINATES]->(r)
  WHERE of.from <= $day AND (of.to IS NULL OR $day < of.to)
  RETURN p
  UNION
  WITH r, role WHERE role = 'curator'
  MATCH (p:Person)-[of:CURATES]->(r)
  WHERE of.from <= $day AND (of.to IS NULL OR $day < of.to)
  RETURN p
  UNION
  WITH r, role WHERE role = 'head'
  MATCH (p:Person)-[of:WORKS_FOR {heads_curators: true}]->(:Operator)
  WHERE of.from <= $day AND (of.to IS NULL OR $day < of.to)
  RETURN p
}
RETURN DISTINCT role, p.id AS person,
  coalesce(p.email, '') <> '' OR coalesce(p.telegram, '') <> '' AS reachable
ORDER BY role, person
"""

_ROLES: Final = {To.CURATOR: Role.CURATOR, To.HEAD: Role.HEAD}
_NOBODY: Final = {
    Role.COORDINATOR: "нет координатора с адресом",
    Role.CURATOR: "нет куратора с адресом",
    Role.HEAD: "нет руководителя кураторов с адресом",
}


@dataclass(frozen=True, slots=True)
class Raised:
    """How much one run raised in a region; `undeliverable` are those of the deliveries that nobody
    can get, `cleared` the alerts whose gap is gone.
    """

    region: str
    alerts: int
    deliveries: int
    undeliverable: int
    cleared: int


async def raise_alerts(
    graph: Graph, region: str, as_of: datetime, now: datetime, *, dry_run: bool = False
) -> Raised:
    """Raise what has come due in a region as of a moment; with `dry_run` only say what would be.

    `now` is when it is done: those who wait for alerts look for the latest.
    InputError for an unknown region.
    """
    if dry_run:
        return await graph.read(lambda reader: _told(reader, region, as_of, now))

    async def work(writer: Writer) -> Raised:
        await writer.rows(LOCK, {"region": region})
        made = await _made(writer, region, as_of, now)
        await writer.rows(CLEAR, {"ids": made.over, "at": now})
        await write_nodes(writer, "Alert", made.alerts)
        await write_nodes(writer, "Delivery", made.deliveries)
        return made.told(region)

    return await graph.write(work)


async def _told(reader: Reader, region: str, as_of: datetime, now: datetime) -> Raised:
    return (await _made(reader, region, as_of, now)).told(region)


@dataclass(slots=True)
class _Made:
    """What is to be written, and which alerts are over."""

    over: list[str]
    alerts: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)

    def told(self, region: str) -> Raised:
        dead = sum(row["state"] == DeliveryState.DEAD for row in self.deliveries)
        return Raised(region, len(self.alerts), len(self.deliveries), dead, len(self.over))


async def _made(reader: Reader, region: str, as_of: datetime, now: datetime) -> _Made:
    zone = ZoneInfo(await zone_of(reader, region))
    people = await _people(reader, region, local_day(as_of, zone))
    made = _Made([row["id"] for row in await reader.rows(OVER, {"region": region})])
    for gap in await reader.rows(GAPS, {"region": region, "rules": list(CATALOGUE)}):
        alert = alert_id(gap["id"], gap["period"])
        made.over += [id_ for id_, lasting in gap["alerts"] if lasting and id_ != alert]
        days = _days(gap, region, as_of, zone)
        new = list(_deliveries(gap, alert, days, people, now))
        if new and alert not in {id_ for id_, _ in gap["alerts"]}:
            made.alerts.append(_alert(gap, alert, now))
        made.deliveries += new
    return made


def alert_id(gap: str, period: datetime) -> str:
    """One alert a gap and period: the time from its being foreseen or found to its end."""
    return f"alert:{gap}:{round(period.timestamp() * 1000)}"


def role_of(rule: str, to: To) -> Role:
    """Whose step it is: the coordinator answers to the Order; for a rule of the curator's, they."""
    if to is not To.ANSWERER:
        return _ROLES[to]
    owed = CATALOGUE[rule].accountable is Accountable.CURATOR
    return Role.CURATOR if owed else Role.COORDINATOR


def _days(gap: Row, region: str, as_of: datetime, zone: ZoneInfo) -> Days:
    opened_on = local_day(gap["opened_at"], zone) if gap["opened_at"] else None
    return Days(region, gap["due_on"], opened_on, local_day(as_of, zone))


def _alert(gap: Row, id_: str, now: datetime) -> Row:
    period = gap["period"].astimezone(UTC).isoformat()
    return {"id": id_, "rule": gap["rule"], "period": period, "raised_at": now, "gap": gap["id"]}


def _steps(gap: Row) -> tuple[Step, ...]:
    rule = CATALOGUE[gap["rule"]]
    steps = rule.steps or STEPS[Severity(gap["severity"])]
    case = rule.cases.get(gap["case"])
    return (*EARLY, *steps) if case is not None and case.early else steps


def _deliveries(
    gap: Row, alert: str, days: Days, people: Mapping[Role, list[str]], now: datetime
) -> Iterator[Row]:
    """What has come for each recipient and was not told; `None` stands for nobody to tell."""
    planned = timetable(_steps(gap), days)
    told: defaultdict[str | None, set[int]] = defaultdict(set)
    for of, step, person in gap["told"]:
        if of == alert:
            told[person].add(step)
    for to in To:
        role = role_of(gap["rule"], to)
        own = tuple((day, step) for day, step in planned if step.to is to)
        for person in people.get(role) or (None,):
            for step in steps_due(own, days.today, told[person]):
                yield _delivery(gap, alert, step, role, person, now)


def _delivery(
    gap: Row, alert: str, step: Step, role: Role, person: str | None, now: datetime
) -> Row:
    urgent = gap["severity"] == Severity.A and gap["state"] == GapState.OPEN
    row: Row = {"id": f"{alert}:{step.number}:{person or '-'}", "step": step.number}
    row |= {"alert": alert, "urgent": urgent, "wanted_at": now, "attempts": 0}
    if person is None:
        return row | {"state": DeliveryState.DEAD.value, "error": _NOBODY[role]}
    return row | {"state": DeliveryState.WAITING.value, "next_at": now, "recipient": person}


async def _people(reader: Reader, region: str, day: date) -> dict[Role, list[str]]:
    """Those of each role on a day who have an address of any kind, by role."""
    found: defaultdict[Role, list[str]] = defaultdict(list)
    for row in await reader.rows(PEOPLE, {"region": region, "day": day}):
        if row["reachable"]:
            found[Role(row["role"])].append(row["person"])
    return dict(found)
