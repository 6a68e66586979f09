"""Waive, extend, assign, comment: who may, what is kept, what a denial leaves behind (nothing)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from graph.demo import Plan
from graph.errors import InputError, OrientirError
from graph.model.account import Role
from graph.session import Graph, Writer
from queries.gap import decisions
from queries.gap.decisions import DecisionError, NoGapError
from queries.rules.scan import scan_region
from queries.scope import Actor
from tests.graph.gap.conftest import actor

pytestmark = pytest.mark.anyio

Demo = tuple[Graph, Plan]
Decide = Callable[[Writer, Actor, str], Awaitable[str]]
MINE, FOREIGN = "RU-MOW", "RU-TA"
CURATOR = actor(Role.CURATOR, MINE, person="operator:curator:01")
COORDINATOR = actor(Role.COORDINATOR, MINE, person=f"{MINE}:coordinator")
UNTIL = date(2019, 12, 2)

GAP = """
MATCH (g:Gap {id: $gap}) RETURN g.state AS state, g.due_on AS due_on,
  COLLECT { MATCH (g)-[:ANSWERED_BY]->(p:Person) RETURN p.id } AS people
"""
EVERYTHING = "MATCH (n) RETURN count(n) AS nodes"


def all_decisions(plan: Plan) -> dict[str, Decide]:
    at = plan.moment
    return {
        "waive": lambda w, who, gap: decisions.waive(w, who, gap, "школа закрыта", at),
        "extend": lambda w, who, gap: decisions.extend(w, who, gap, UNTIL, "ремонт", at),
        "assign": lambda w, who, gap: decisions.assign(
            w, who, gap, f"{MINE}:coordinator", "вам виднее", at
        ),
        "comment": lambda w, who, gap: decisions.comment(w, who, gap, "звонили", at),
    }


async def a_gap(graph: Graph, case: str, region: str = MINE) -> str:
    rows = await graph.rows(
        "MATCH (g:Gap {case: $case, region: $region, state: 'open'}) RETURN g.id AS id "
        "ORDER BY id LIMIT 1",
        {"case": case, "region": region},
    )
    return str(rows[0]["id"])


async def test_a_waived_gap_stays_waived_and_remembers_why(demo: Demo) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "half_empty")
    decide = all_decisions(plan)["waive"]
    await graph.write(lambda writer: decide(writer, CURATOR, gap))
    await scan_region(graph, MINE, plan.moment, rules=["R15", "R30"])
    assert (await graph.rows(GAP, {"gap": gap}))[0]["state"] == "waived"
    (kept,) = await graph.read(lambda reader: decisions.history(reader, CURATOR, gap))
    assert (kept.kind, kept.text, kept.at) == ("Waiver", "школа закрыта", plan.moment)
    assert kept.author
    with pytest.raises(InputError, match="уже закрыт или снят"):
        await graph.write(lambda writer: decide(writer, CURATOR, gap))
    register = await graph.rows(
        "MATCH (g:Gap {rule: 'R30', case: 'waived', region: $region}) RETURN g.count AS count",
        {"region": MINE},
    )
    assert register[0]["count"] >= 2


async def test_an_extended_gap_has_its_new_day_after_the_next_scan_too(demo: Demo) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "finance_missing")
    decide = all_decisions(plan)["extend"]
    await graph.write(lambda writer: decide(writer, CURATOR, gap))
    assert (await graph.rows(GAP, {"gap": gap}))[0]["due_on"] == UNTIL
    await scan_region(graph, MINE, plan.moment, rules=["R17"])
    assert (await graph.rows(GAP, {"gap": gap}))[0]["due_on"] == UNTIL


async def test_an_extension_of_a_report_re_dates_its_gaps_and_closes_what_is_not_late(
    demo: Demo,
) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "not_submitted")
    duty = gap.split(":not_submitted:")[1]
    await graph.write(
        lambda w: decisions.extend_duty(w, CURATOR, duty, UNTIL, "болезнь", plan.moment)
    )
    assert (await graph.rows(GAP, {"gap": gap}))[0]["due_on"] == UNTIL
    await scan_region(graph, MINE, plan.moment, rules=["R25"])
    assert (await graph.rows(GAP, {"gap": gap}))[0]["state"] == "closed"


async def test_a_region_deadline_re_dates_open_gaps_at_the_next_scan(demo: Demo) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "no_navigator")
    await graph.change(
        "MATCH (c:Campaign), (r:Region {id: $region}) "
        "CREATE (d:Deadline {id: 'later', kind: 'navigator_registered', on_day: $day}) "
        "CREATE (d)-[:OF_CAMPAIGN]->(c) CREATE (d)-[:OVERRIDES_IN]->(r)",
        {"region": MINE, "day": date(2019, 10, 30)},
    )
    await scan_region(graph, MINE, plan.moment, rules=["R04"])
    assert (await graph.rows(GAP, {"gap": gap}))[0]["due_on"] == date(2019, 10, 30)


async def test_who_was_given_a_gap_answers_for_it_after_the_next_scan_too(demo: Demo) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "no_mentor_advice")
    decide = all_decisions(plan)["assign"]
    await graph.write(lambda writer: decide(writer, COORDINATOR, gap))
    for rules in ([], ["R21"]):
        await scan_region(graph, MINE, plan.moment, rules=rules)
        assert (await graph.rows(GAP, {"gap": gap}))[0]["people"] == [f"{MINE}:coordinator"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *((name, role) for name in ("waive", "extend") for role in (Role.COORDINATOR,)),
        *(
            (name, role)
            for name in ("waive", "extend", "assign", "comment")
            for role in (Role.AUTHORITY, Role.AUTOMATION)
        ),
    ],
)
async def test_others_may_not_and_nothing_is_written(demo: Demo, name: str, role: Role) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "no_media")
    who = actor(role, MINE, person=f"{MINE}:coordinator")
    await _refused(graph, _of(all_decisions(plan)[name], gap), who, DecisionError)


@pytest.mark.parametrize("name", ["waive", "extend", "assign", "comment"])
async def test_a_foreign_gap_is_answered_as_one_that_is_not_there(demo: Demo, name: str) -> None:
    graph, plan = demo
    foreign = await a_gap(graph, "two_active", FOREIGN)
    told = {
        await _refused(graph, _of(all_decisions(plan)[name], gap), CURATOR, NoGapError)
        for gap in (foreign, "gap:none")
    }
    assert len(told) == 1


async def test_a_gap_is_not_given_to_an_adult_of_another_region(demo: Demo) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "no_media")

    async def give(writer: Writer, who: Actor) -> str:
        stranger = f"{FOREIGN}:coordinator"
        return await decisions.assign(writer, who, gap, stranger, "возьмите", plan.moment)

    await _refused(graph, give, CURATOR, NoGapError)


@pytest.mark.parametrize(("reason", "until"), [(" ", UNTIL), ("да", date(2019, 1, 1))])
async def test_a_reason_and_a_later_day_are_needed(demo: Demo, reason: str, until: date) -> None:
    graph, plan = demo
    gap = await a_gap(graph, "unanswered")

    async def prolong(writer: Writer, who: Actor) -> str:
        return await decisions.extend(writer, who, gap, until, reason, plan.moment)

    await _refused(graph, prolong, CURATOR, InputError)
    far = plan.moment.date() + timedelta(days=400)
    with pytest.raises(InputError, match="не больше чем на год"):
        await graph.write(lambda w: decisions.extend(w, CURATOR, gap, far, "нужно", plan.moment))


def _of(decide: Decide, gap: str) -> Callable[[Writer, Actor], Awaitable[str]]:
    return lambda writer, who: decide(writer, who, gap)


async def _refused(
    graph: Graph,
    work: Callable[[Writer, Actor], Awaitable[str]],
    who: Actor,
    error: type[OrientirError],
) -> str:
    before = await graph.rows(EVERYTHING)
    with pytest.raises(error) as caught:
        await graph.write(lambda writer: work(writer, who))
    assert await graph.rows(EVERYTHING) == before
    return caught.value.message
