"""The scan: history, causes, who answers, repeats, two at once, and dry runs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import anyio
import pytest

from graph.errors import InputError
from queries.rules.scan import scan_all, scan_region
from queries.rules.touching import touched_by
from tests.graph.rules.conftest import REGION, START, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R04", "R06", "R20")

EVENTS = """
MATCH (e:GapEvent)-[:HAPPENED_TO]->(g:Gap)
RETURN g.case AS case, e.change AS change, e.at AS at, e.count AS count ORDER BY at, case
"""
CAUSES = """
MATCH (g:Gap)-[:CAUSED_BY]->(c:Gap) RETURN g.case AS gap, c.case AS cause ORDER BY gap, cause
"""
ANSWERS = """
MATCH (g:Gap)-[:ANSWERED_BY]->(p:Person) RETURN g.case AS gap, p.id AS person ORDER BY gap
"""
FIRST, SECOND, THIRD = local(2019, 10, 1), local(2019, 10, 2), local(2019, 10, 3)


async def test_a_gap_opens_closes_and_reopens_once_each(network: Network) -> None:
    school = await network.school(navigated=False)
    first = await network.scan(FIRST)
    assert (first.opened, first.open_gaps, first.by_rule) == (1, 1, {"R04": 1})
    person = await network.role("navigates", school, registered_at=FIRST)
    assert (await network.scan(SECOND)).closed == 1
    await network.link(
        "Person", "navigates", source=person, target=school, to=date(2019, 10, 3), **{"from": START}
    )
    assert (await network.scan(THIRD)).reopened == 1
    assert await network.graph.rows(EVENTS) == [
        {"case": "no_navigator", "change": "opened", "at": FIRST, "count": 1},
        {"case": "no_navigator", "change": "closed", "at": SECOND, "count": 0},
        {"case": "no_navigator", "change": "reopened", "at": THIRD, "count": 1},
    ]


async def test_scanning_again_changes_nothing(network: Network) -> None:
    await network.school(navigated=False)
    await network.scan(FIRST)
    before = await network.graph.rows("MATCH (n) RETURN count(n) AS n")
    again = await network.scan(FIRST)
    assert (again.opened, again.closed, again.reopened, again.open_gaps) == (0, 0, 0, 1)
    assert await network.graph.rows("MATCH (n) RETURN count(n) AS n") == before


async def test_a_changed_count_is_an_event_and_a_waived_gap_stays_waived(network: Network) -> None:
    school = await network.school()
    for _ in range(2):
        await network.student(school)
    await network.scan(FIRST)
    await network.student(school)
    await network.scan(SECOND)
    events = await network.graph.rows(EVENTS)
    assert [(e["change"], e["count"]) for e in events] == [("opened", 2), ("count", 3)]
    await network.graph.change("MATCH (g:Gap) SET g.state = 'waived'")
    assert await network.gaps(THIRD) == set()
    states = await network.graph.rows("MATCH (g:Gap) RETURN g.state AS state")
    assert states == [{"state": "waived"}]


async def test_gaps_name_their_causes_and_who_answers(network: Network) -> None:
    school = await network.school(navigated=False, represented=False)
    representative = await network.role("represents", school, registered_at=local(2019, 9, 3))
    child = await network.student(school)
    await network.stage(child, local(2019, 9, 20))
    await network.scan(FIRST)
    assert await network.graph.rows(CAUSES) == [
        {"gap": "processed_without_consent", "cause": "no_navigator"}
    ]
    coordinator = await network.graph.rows("MATCH (p)-[:COORDINATES]->() RETURN p.id AS id")
    assert await network.graph.rows(ANSWERS) == [
        {"gap": "no_navigator", "person": coordinator[0]["id"]},
        {"gap": "processed_without_consent", "person": representative},
    ]


async def test_a_contract_never_signed_causes_the_practicums_before_it(network: Network) -> None:
    venue = await network.venue()
    await network.contract(venue)
    await network.practicum(venue, date(2019, 9, 20))
    await network.scan(FIRST)
    assert await network.graph.rows(CAUSES) == [
        {"gap": "held_before_contract", "cause": "unsigned_when_due"}
    ]


async def test_two_scans_at_once_leave_one_gap_and_one_history(network: Network) -> None:
    await network.school(navigated=False)
    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(network.scan, FIRST)
    gaps = await network.graph.rows("MATCH (g:Gap) RETURN count(g) AS n")
    assert gaps == [{"n": 1}]
    assert [e["change"] for e in await network.graph.rows(EVENTS)] == ["opened"]


async def test_a_dry_run_says_what_would_change_and_writes_nothing(network: Network) -> None:
    await network.school(navigated=False)
    before = await network.graph.rows("MATCH (n) RETURN count(n) AS n")
    result = await scan_region(network.graph, REGION, FIRST, dry_run=True, rules=RULES)
    assert (result.opened, result.open_gaps, result.by_rule) == (1, 1, {"R04": 1})
    assert await network.graph.rows("MATCH (n) RETURN count(n) AS n") == before


async def test_a_scan_of_the_past_is_refused_once_there_is_a_later_one(network: Network) -> None:
    await network.school(navigated=False)
    await network.scan(SECOND)
    with pytest.raises(InputError, match="--dry-run"):
        await network.scan(FIRST)
    past = await scan_region(network.graph, REGION, FIRST, dry_run=True, rules=RULES)
    assert past.open_gaps == 1


async def test_unknown_regions_and_naive_moments_are_refused(network: Network) -> None:
    with pytest.raises(InputError, match="RU-XX"):
        await scan_region(network.graph, "RU-XX", FIRST)
    with pytest.raises(InputError, match="часового пояса"):
        await scan_region(network.graph, REGION, datetime(2019, 10, 1))  # noqa: DTZ001 - refused


async def test_a_region_outside_campaigns_has_no_gaps(network: Network) -> None:
    await network.school(navigated=False)
    await network.node(
        "Region",
        id="RU-KAM",
        name="Камчатский край",
        code="41",
        zone="Asia/Kamchatka",
        district="far-east",
    )
    results = await scan_all(network.graph, FIRST, RULES)
    assert [(r.region, r.open_gaps) for r in results] == [("RU-KAM", 0), (REGION, 1)]
    assert results[0].as_of.tzinfo is UTC or results[0].as_of == FIRST


async def test_a_scan_of_touched_rules_is_partial_and_closes_no_others(network: Network) -> None:
    school = await network.school(navigated=False)
    venue = await network.venue()
    contract = await network.contract(venue)
    await network.scan(FIRST)
    await network.node(
        "VenueContract", id=contract, signed_on=date(2019, 9, 3), venue=venue, campaign="c2019"
    )
    result = await scan_region(network.graph, REGION, SECOND, rules=touched_by({"VenueContract"}))
    assert (result.closed, set(result.timings_ms)) == (1, {"R20"})
    assert await network.graph.rows(
        "MATCH (g:Gap {state: 'open'})-[:AT]->(u) RETURN u.id AS unit"
    ) == [{"unit": school}]
    # Of checks of some rules only the last is kept.
    scans = await network.graph.rows("MATCH (s:Scan) RETURN s.partial AS partial, s.as_of AS at")
    assert scans == [{"partial": True, "at": SECOND}]


async def test_a_scan_of_an_unknown_rule_is_refused(network: Network) -> None:
    with pytest.raises(InputError, match="R99"):
        await scan_region(network.graph, REGION, FIRST, rules=["R99"])


async def test_a_gap_becomes_overdue_once_when_its_day_is_over(network: Network) -> None:
    venue = await network.venue()
    # Without a place; to be posted five working days before Friday the 18th: by Friday the 11th.
    await network.practicum(
        venue, date(2019, 10, 18), held=False, posted_at=local(2019, 9, 20),
        starts_at=local(2019, 10, 18, 10),
    )  # fmt: skip
    moments = [FIRST, local(2019, 10, 11, 23, 59), local(2019, 10, 12, 0), local(2019, 10, 13)]
    states = []
    for moment in moments:
        await scan_region(network.graph, REGION, moment, rules=["R12"])
        rows = await network.graph.rows("MATCH (g:Gap) RETURN g.overdue AS overdue")
        states.append(rows[0]["overdue"])
    assert states == [False, False, True, True]
    events = await network.graph.rows(EVENTS)
    assert [(e["change"], e["at"]) for e in events] == [
        ("opened", moments[0]),
        ("overdue", moments[2]),
    ]
