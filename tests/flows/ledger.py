"""The answer key of alerts: planted duties, and what must have been told of them to whom.

Counted from the planted facts and the official calendar alone; nothing of the code that raises is
used. The duties fall around days off of the country and of the region, see DUTIES.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from graph.session import Graph, Row, Writer
from graph.writing import write_links, write_nodes
from tests.unit.policy.official import officially_worked

REGION, ZONE = "RU-TA", "Europe/Moscow"
CLOCK = ZoneInfo(ZONE)
COORDINATOR, CURATOR, HEAD = "coordinator", "curator", "head"
START = date(2019, 9, 2)
DAY = timedelta(days=1)

# The Republic's own day; 4 November is a holiday of the country, 2 and 3 are a weekend.
REGIONAL_DAYS = {date(2019, 11, 6)}

# The last days on time of twelve reports.
DUE = [date(2019, 10, 24) + n * DAY for n in (0, 1, 4, 5, 6, 7, 8, 12, 13, 14, 15, 18)]

# When the curator asked, by the region's clock; an answer is due within two working days. All of
# it is older than the first check.
ASKED = [
    datetime(2019, 10, 18, 17, tzinfo=CLOCK),  # Friday evening
    datetime(2019, 10, 19, 12, tzinfo=CLOCK),  # a day off
    datetime(2019, 10, 22, 23, 59, 59, tzinfo=CLOCK),  # the second before the 23rd
]

# Source: clauses 3.1, 5.1, 6.1: number, working days after the last day on time, who is told.
STEPS = {
    COORDINATOR: ((1, -3), (2, -1), (3, 0), (4, 1)),
    CURATOR: ((5, 2),),
    HEAD: ((6, 5),),
}
SEEN_AHEAD = 3

Entry = tuple[str, int, str]
"""A duty, the number of a step and who was told."""


def worked(day: date) -> bool:
    return officially_worked(day) and day not in REGIONAL_DAYS


def moved(day: date, count: int) -> date:
    """The `count`-th working day after the day, or before it; the day itself for none."""
    while count:
        day += DAY if count > 0 else -DAY
        count -= (1 if count > 0 else -1) * worked(day)
    return day


def duties() -> dict[str, date]:
    """Every planted duty and its last day on time."""
    reports = {f"report-{form}": due for form, due in enumerate(DUE, 1)}
    requests = {f"request-{n}": moved(asked.date(), 2) for n, asked in enumerate(ASKED, 1)}
    return reports | requests


def expected(days: Iterable[date]) -> list[Entry]:
    """All that must have been told after the checks and watches of these days, in order."""
    told = {
        (duty, step, person)
        for day in days
        for duty, due in duties().items()
        if is_known(due, day)
        for person, steps in STEPS.items()
        for step in latest(steps, due, day)
    }
    return sorted(told)


def foreseen(days: Iterable[date]) -> list[date]:
    """Those of the days on which the watch alone has something to tell the coordinator."""
    return [
        day
        for day in days
        if any(
            day <= due and is_known(due, day) and latest(STEPS[COORDINATOR], due, day)
            for due in duties().values()
        )
    ]


def is_known(due: date, day: date) -> bool:
    """Overdue, or due within three working days."""
    return due <= moved(day, SEEN_AHEAD)


def latest(steps: Iterable[tuple[int, int]], due: date, day: date) -> list[int]:
    """Of one person's steps the latest that has come; who missed some is told once."""
    return [number for number, after in steps if moved(due, after) <= day][-1:]


TOLD = """
MATCH (d:Delivery)-[:DELIVERS]->(a:Alert)-[:RAISED_FOR]->(g:Gap {region: $region})-[:AT]->(unit)
WHERE g.case IN ['not_submitted', 'unanswered'] AND g.rule IN ['R24', 'R25']
OPTIONAL MATCH (d)-[:ADDRESSED_TO]->(p:Person)
RETURN unit.id AS duty, d.step AS step, p.id AS person
"""
ALERTS = """
MATCH (a:Alert {region: $region})-[:RAISED_FOR]->(g:Gap)
WITH g.id AS gap, a.period AS period, count(a) AS alerts WHERE alerts > 1
RETURN gap, period, alerts
"""
UNTOLD = """
MATCH (a:Alert {region: $region}) WHERE NOT EXISTS { (a)<-[:DELIVERS]-(:Delivery) }
RETURN a.id AS alert
"""


async def told(graph: Graph) -> list[Entry]:
    """All that was told of the planted duties, repetitions included, in order."""
    rows = await graph.rows(TOLD, {"region": REGION})
    return sorted((row["duty"], row["step"], str(row["person"])) for row in rows)


async def balances(graph: Graph, days: Iterable[date]) -> None:
    """Nothing is lost and nothing doubled after the checks and watches of these days."""
    here = {"region": REGION}
    found, wanted = Counter(await told(graph)), Counter(expected(days))
    lost, doubled = sorted((wanted - found).elements()), sorted((found - wanted).elements())
    assert not lost, f"lost: {lost}"
    assert not doubled, f"not wanted or doubled: {doubled}"
    assert await graph.rows(ALERTS, here) == []
    assert await graph.rows(UNTOLD, here) == []


async def plant(graph: Graph) -> None:
    """The region with those who are told, and the duties."""
    await graph.write(_plant)


async def _plant(writer: Writer) -> None:
    await write_nodes(writer, "FederalDistrict", [{"id": "d", "name": "Округ"}])
    campaign: Row = {"id": "c", "name": "2019", "starts_on": START, "ends_on": date(2019, 11, 29)}
    await write_nodes(writer, "Campaign", [campaign])
    region: Row = {"id": REGION, "name": "Регион", "code": "16", "zone": ZONE, "district": "d"}
    await write_nodes(writer, "Region", [region])
    part: Row = {"source": REGION, "target": "c", "from": START}
    await write_links(writer, "Region", "campaigns", [part])
    await _plant_people(writer)
    await write_nodes(writer, "ReportDuty", [_report(form) for form in range(1, 13)])
    await write_nodes(writer, "InformationRequest", [_request(n) for n in (1, 2, 3)])


async def _plant_people(writer: Writer) -> None:
    await write_nodes(writer, "Operator", [{"id": "operator", "name": "Оператор"}])
    named: Row = {"family_name": "Иванова", "given_name": "Вера"}
    people = [named | {"id": id_, "email": f"{id_}@example.org"} for id_ in STEPS]
    await write_nodes(writer, "Person", people)
    since: Row = {"from": START}
    for person, link, target, more in (
        (COORDINATOR, "coordinates", REGION, {}),
        (CURATOR, "curates", REGION, {}),
        (HEAD, "works_for", "operator", {"heads_curators": True}),
    ):
        await write_links(
            writer, "Person", link, [{"source": person, "target": target} | since | more]
        )


def _report(form: int) -> Row:
    month: Row = {"period_from": START, "period_to": date(2019, 9, 30)}
    own: Row = {"id": f"report-{form}", "form": form, "due_on": DUE[form - 1]}
    return own | month | {"in_region": REGION, "campaign": "c"}


def _request(number: int) -> Row:
    asked_at = ASKED[number - 1].astimezone(UTC)
    own: Row = {"id": f"request-{number}", "subject": "Список школ", "asked_at": asked_at}
    return own | {"asked_by": CURATOR, "in_region": REGION}
