"""Raising: every step once whatever happens, cleared with its gap, told to whoever can be told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import anyio
import pytest

from graph.model.account import Role
from graph.model.gap import Severity
from graph.session import Graph, Row, Writer
from queries.alert.raising import Raised, raise_alerts
from queries.gap import decisions
from queries.rules.forecast import forecast_region
from queries.rules.scan import scan_region
from queries.scope import Actor
from tests.graph.rules.planting import (
    REGION,
    SINCE,
    START,
    Planting,
    last_moment,
    local,
    midnight_after,
)

pytestmark = pytest.mark.anyio

RULES = ("R24",)
# Asked on Tuesday the 10th: T is Thursday the 12th.
ASKED, DUE = local(2019, 9, 10, 12), date(2019, 9, 12)
MONTH = [date(2019, 9, day) for day in range(10, 31)]

ALERTS = """
MATCH (a:Alert)-[:RAISED_FOR]->(g:Gap)
RETURN a.id AS id, g.rule AS rule, a.raised_at AS raised_at, a.cleared_at AS cleared_at
ORDER BY raised_at, id
"""
DELIVERIES = """
MATCH (d:Delivery)-[:DELIVERS]->(a:Alert)
RETURN d.step AS step, d.state AS state, d.urgent AS urgent, d.error AS error, a.rule AS rule,
  d.wanted_at AS wanted_at, d.region AS region,
  COLLECT { MATCH (d)-[:ADDRESSED_TO]->(p:Person) RETURN p.id }[0] AS person
ORDER BY step, person, rule
"""
EVERYTHING = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r"


@pytest.fixture
async def network(graph: Graph) -> Planting:
    """One region with its coordinator, curator and head of curators, all with addresses."""
    planted = Planting(graph, RULES)
    await planted.node("FederalDistrict", id="far-east", name="Дальневосточный")
    own = {"name": "Приморский край", "code": "25", "zone": "Asia/Vladivostok"}
    await planted.node("Region", id=REGION, district="far-east", **own)
    await planted.node("Municipality", id="vladivostok", name="Владивосток", in_region=REGION)
    days = {"starts_on": START, "ends_on": date(2019, 11, 29)}
    await planted.node("Campaign", id="c2019", name="2019", **days)
    await planted.link("Region", "campaigns", source=REGION, target="c2019", **SINCE)
    await planted.node("Operator", id="operator", name="Оператор")
    for id_ in ("coordinator", "curator", "head"):
        await person(planted, id_)
    await planted.link("Person", "coordinates", source="coordinator", target=REGION, **SINCE)
    await planted.link("Person", "curates", source="curator", target=REGION, **SINCE)
    work = {"heads_curators": True} | SINCE
    await planted.link("Person", "works_for", source="head", target="operator", **work)
    return planted


async def person(network: Planting, id_: str, **row: Any) -> str:
    own = {"family_name": "Орлова", "given_name": "Вера", "email": f"{id_}@example.org"}
    return await network.node("Person", id=id_, **(own | row))


async def ask(network: Planting, asked_at: datetime = ASKED, **row: Any) -> str:
    own = {"subject": "Список школ", "asked_at": asked_at, "asked_by": "curator"}
    return await network.node("InformationRequest", **(own | {"in_region": REGION} | row))


async def check(network: Planting, as_of: datetime, rules: tuple[str, ...] = RULES) -> None:
    """What scans and forecasts find, as the flows do."""
    await scan_region(network.graph, REGION, as_of, rules=rules)
    await forecast_region(network.graph, REGION, as_of, rules=rules)


async def watch(network: Planting, as_of: datetime) -> Raised:
    await check(network, as_of)
    return await raise_alerts(network.graph, REGION, as_of, as_of)


async def told(network: Planting, *, state: str = "waiting") -> list[tuple[int, str | None]]:
    """Steps of R24 and whom they are for."""
    rows = await network.graph.rows(DELIVERIES)
    return [(r["step"], r["person"]) for r in rows if (r["state"], r["rule"]) == (state, "R24")]


async def alerts(network: Planting) -> list[Row]:
    return await network.graph.rows(ALERTS)


LADDER = [
    (2, "coordinator"),
    (3, "coordinator"),
    (4, "coordinator"),
    (5, "curator"),
    (6, "head"),
]


async def test_watched_every_day_every_step_is_raised_once_on_its_day(network: Planting) -> None:
    await ask(network)
    for day in MONTH:
        await watch(network, last_moment(day))
    rows = await network.graph.rows(DELIVERIES)
    assert [(row["step"], row["person"], row["wanted_at"]) for row in rows] == [
        # Two days are left when the request is made: the first reminder is at once.
        (1, "coordinator", last_moment(date(2019, 9, 10))),
        (2, "coordinator", last_moment(date(2019, 9, 11))),
        (3, "coordinator", last_moment(DUE)),
        (4, "coordinator", last_moment(date(2019, 9, 13))),
        (5, "curator", last_moment(date(2019, 9, 16))),
        (6, "head", last_moment(date(2019, 9, 19))),
    ]
    assert len(await alerts(network)) == 1
    assert not any(row["urgent"] for row in rows)


async def test_again_and_at_once_fifty_times_it_is_raised_once(network: Planting) -> None:
    for _ in range(3):
        await ask(network)
    now = midnight_after(DUE)
    await check(network, now)
    raised: list[Raised] = []

    async def once() -> None:
        raised.append(await raise_alerts(network.graph, REGION, now, now))

    async with anyio.create_task_group() as group:
        for _ in range(50):
            group.start_soon(once)
    assert sum(one.alerts for one in raised) == 3
    assert len(await alerts(network)) == 3
    assert await told(network) == [(4, "coordinator")] * 3
    before = await network.graph.rows(EVERYTHING)
    assert await raise_alerts(network.graph, REGION, now, now) == Raised(REGION, 0, 0, 0, 0)
    assert await network.graph.rows(EVERYTHING) == before


async def test_a_run_three_days_late_raises_what_is_due_now_and_none_twice(
    network: Planting,
) -> None:
    await ask(network)
    await watch(network, last_moment(date(2019, 9, 11)))
    await watch(network, last_moment(date(2019, 9, 16)))
    assert await told(network) == [(2, "coordinator"), (4, "coordinator"), (5, "curator")]
    for day in MONTH[6:]:
        await watch(network, last_moment(day))
    assert await told(network) == [step for step in LADDER if step[0] != 3]
    assert len(await alerts(network)) == 1


async def test_with_the_clock_set_back_nothing_is_raised_anew(network: Planting) -> None:
    await ask(network)
    late = midnight_after(DUE)
    await watch(network, late)
    before = await network.graph.rows(EVERYTHING)
    for back in (timedelta(hours=1), timedelta(days=1), timedelta(days=3)):
        made = await raise_alerts(network.graph, REGION, late - back, late - back)
        assert made == Raised(REGION, 0, 0, 0, 0)
    assert await network.graph.rows(EVERYTHING) == before
    await watch(network, last_moment(date(2019, 9, 16)))
    assert await told(network) == [(4, "coordinator"), (5, "curator")]


async def test_with_its_gap_an_alert_ends_and_what_waits_is_dropped(network: Planting) -> None:
    request = await ask(network)
    await watch(network, midnight_after(DUE))
    answer = "MATCH (i:InformationRequest {id: $id}) SET i.answered_at = $at"
    answered = local(2019, 9, 13, 10)
    await network.graph.change(answer, {"id": request, "at": answered})
    made = await watch(network, answered)
    # Answered, but late: the one gap is closed and another one open.
    assert (made.cleared, made.alerts) == (1, 1)
    first, second = await alerts(network)
    assert (first["cleared_at"], second["cleared_at"]) == (answered, None)
    assert await told(network, state="dropped") == [(4, "coordinator")]
    assert (await watch(network, answered)).cleared == 0


async def test_a_gap_that_opens_again_is_raised_again(network: Planting) -> None:
    request = await ask(network)
    answer = "MATCH (i:InformationRequest {id: $id}) SET i.answered_at = $at"
    await watch(network, midnight_after(DUE))
    await network.graph.change(answer, {"id": request, "at": local(2019, 9, 11)})
    await watch(network, local(2019, 9, 13, 10))
    await network.graph.change(answer, {"id": request, "at": None})
    again = local(2019, 9, 13, 11)
    await watch(network, again)
    assert [row["cleared_at"] is None for row in await alerts(network)] == [False, True]
    assert await told(network) == [(4, "coordinator")]
    assert await told(network, state="dropped") == [(4, "coordinator")]


async def test_an_extended_deadline_is_told_of_anew(network: Planting) -> None:
    request = await ask(network)
    at = local(2019, 9, 12, 18)
    await watch(network, at)
    curator = Actor("c", Role.CURATOR, "curator", everything=False, regions=frozenset({REGION}))
    until = date(2019, 9, 20)

    async def extend(writer: Writer) -> str:
        extended_at = at + timedelta(minutes=1)
        return await decisions.extend_duty(writer, curator, request, until, "болезнь", extended_at)

    await network.graph.write(extend)
    for day in MONTH[3:]:
        await watch(network, last_moment(day))
    assert await told(network, state="dropped") == [(3, "coordinator")]
    assert await told(network) == [(1, "coordinator"), *LADDER]


async def test_severity_a_is_urgent_and_the_curators_too(network: Planting) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.stage(child, local(2019, 9, 12))
    now = local(2019, 9, 14)  # a Saturday
    await scan_region(network.graph, REGION, now, rules=["R06"])
    await raise_alerts(network.graph, REGION, now, now)
    (gap,) = await network.graph.rows(
        "MATCH (g:Gap {severity: $a, state: 'open'}) RETURN g.case AS case",
        {"a": Severity.A.value},
    )
    assert gap == {"case": "processed_without_consent"}
    rows = await network.graph.rows(DELIVERIES)
    urgent = [(row["step"], row["person"]) for row in rows if row["urgent"]]
    assert urgent == [(4, "coordinator"), (5, "curator")]


async def test_where_nobody_can_be_reached_the_alert_is_dead_and_r31_finds_it_once(
    network: Planting,
) -> None:
    await network.graph.change("MATCH (p:Person) REMOVE p.email")
    await ask(network)
    now = midnight_after(DUE)
    assert (await watch(network, now)).undeliverable == 1
    rows = await network.graph.rows(DELIVERIES)
    assert [(r["step"], r["person"], r["state"], r["error"]) for r in rows] == [
        (4, None, "dead", "нет координатора с адресом")
    ]
    rules = ("R24", "R31")
    for hour in range(1, 5):
        await check(network, now + timedelta(hours=hour), rules)
        await raise_alerts(network.graph, REGION, now, now + timedelta(hours=hour))
    found = await network.graph.rows(
        "MATCH (g:Gap {rule: 'R31', state: 'open'})-[:AT]->(a:Alert) RETURN a.rule AS rule"
    )
    assert found == [{"rule": "R24"}]
    assert [row["rule"] for row in await alerts(network)] == ["R24", "R31"]


async def test_a_new_coordinator_gets_what_nobody_could(network: Planting) -> None:
    await network.graph.change("MATCH (p:Person {id: 'coordinator'}) REMOVE p.email")
    for _ in range(2):
        await ask(network)
    now = midnight_after(DUE)
    await watch(network, now)
    assert await told(network) == []
    await person(network, "second", email=None, telegram="4711")
    await network.link("Person", "coordinates", source="second", target=REGION, **SINCE)
    later = now + timedelta(hours=1)
    await check(network, later, ("R24", "R31"))
    await raise_alerts(network.graph, REGION, later, later)
    assert await told(network) == [(4, "second")] * 2
    await check(network, later + timedelta(hours=1), ("R24", "R31"))
    states = await network.graph.rows("MATCH (g:Gap {rule: 'R31'}) RETURN g.state AS state")
    assert [row["state"] for row in states] == ["closed", "closed"]


async def test_whoever_left_is_told_nothing(network: Planting) -> None:
    await ask(network)
    ended = {"from": START, "to": date(2019, 9, 13)}
    await network.link("Person", "coordinates", source="coordinator", target=REGION, **ended)
    await watch(network, midnight_after(DUE))
    assert await told(network) == []
    assert await told(network, state="dead") == [(4, None)]


async def test_a_dry_run_tells_and_writes_nothing(network: Planting) -> None:
    await ask(network)
    now = midnight_after(DUE)
    await check(network, now)
    before = await network.graph.rows(EVERYTHING)
    made = await raise_alerts(network.graph, REGION, now, now, dry_run=True)
    assert made == Raised(REGION, 1, 1, 0, 0)
    assert await network.graph.rows(EVERYTHING) == before


async def test_other_regions_are_not_touched(network: Planting) -> None:
    other = await network.other_region()
    await network.link("Region", "campaigns", source=other, target="c2019", **SINCE)
    for region in (REGION, other):
        await ask(network, in_region=region)
        await scan_region(network.graph, region, midnight_after(DUE), rules=RULES)
    now = midnight_after(DUE)
    await raise_alerts(network.graph, other, now, now)
    rows = await network.graph.rows(DELIVERIES)
    assert [(row["region"], row["state"]) for row in rows] == [(other, "dead")]
