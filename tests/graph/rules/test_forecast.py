"""The forecast: foreseen, done in time or opened, put off, foreseen anew; no gap so far."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import anyio
import pytest

from graph.model.account import Role
from graph.policy.days_off import REGIONAL_DAYS
from graph.session import Row, Writer
from queries.gap import decisions
from queries.rules.forecast import Forecast, forecast_region
from queries.rules.scan import LaterCheckError, scan_region
from queries.scope import Actor
from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R04", "R12", "R24")

# Asked on Tuesday the 10th: to be answered by Thursday the 12th.
ASKED, DUE = local(2019, 9, 10), date(2019, 9, 12)
NOON = local(2019, 9, 10, 12)
CURATOR = Actor("c", Role.CURATOR, "person1", everything=False, regions=frozenset({REGION}))

GAPS = """
MATCH (g:Gap)-[:AT]->(unit)
RETURN unit.id AS unit, g.state AS state, g.due_on AS due_on, g.count AS count,
  g.known_from AS known_from, g.opened_at AS opened_at, g.period_from AS period_from, g.id AS id
ORDER BY unit
"""
EVENTS = """
MATCH (e:GapEvent)
RETURN e.change AS change, e.at AS at, e.due_before AS before, e.due_on AS after ORDER BY at, change
"""
EVERYTHING = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r"


async def ask(network: Network, asked_at: datetime = ASKED, **row: Any) -> str:
    curator = await network.node("Person", family_name="Лаврова", given_name="Ольга")
    own = {"subject": "Список школ", "asked_at": asked_at, "asked_by": curator}
    return await network.node("InformationRequest", **(own | {"in_region": REGION} | row))


async def foresee(network: Network, as_of: datetime, **how: Any) -> Forecast:
    return await forecast_region(network.graph, REGION, as_of, **({"rules": RULES} | how))


async def one(network: Network) -> Row:
    (gap,) = await network.graph.rows(GAPS)
    return gap


async def changes(network: Network) -> list[str]:
    return [row["change"] for row in await network.graph.rows(EVENTS)]


@pytest.mark.parametrize(
    ("as_of", "foreseen"),
    [
        # Friday the 6th: the third working day after it is Wednesday.
        (local(2019, 9, 6), False),
        (last_moment(date(2019, 9, 8)), False),
        (local(2019, 9, 9, 0), True),
        (NOON, True),
        (last_moment(DUE), True),
        (midnight_after(DUE), False),
    ],
)
async def test_what_is_due_within_three_working_days_is_foreseen(
    network: Network, as_of: datetime, foreseen: bool
) -> None:
    request = await ask(network, local(2019, 9, 5), due_on=DUE)
    await foresee(network, as_of)
    rows = await network.graph.rows(GAPS)
    told = [(row["unit"], row["state"], row["due_on"], row["count"]) for row in rows]
    assert told == ([(request, "upcoming", DUE, 1)] if foreseen else [])


async def test_what_is_foreseen_opens_with_the_period_it_was_foreseen_in(network: Network) -> None:
    await ask(network)
    await foresee(network, NOON)
    opened = midnight_after(DUE)
    assert (await network.scan(last_moment(DUE))).opened == 0
    assert (await network.scan(opened)).opened == 1
    gap = await one(network)
    assert (gap["state"], gap["opened_at"]) == ("open", opened)
    assert gap["period_from"] == gap["known_from"] == NOON
    assert await changes(network) == ["upcoming", "opened"]
    await foresee(network, opened)
    assert (await one(network))["state"] == "open"


async def test_what_is_done_in_time_is_averted_and_no_gap(network: Network) -> None:
    request = await ask(network)
    await foresee(network, NOON)
    await network.graph.change(
        "MATCH (i:InformationRequest {id: $id}) SET i.answered_at = $at",
        {"id": request, "at": local(2019, 9, 11)},
    )
    made = await foresee(network, local(2019, 9, 11, 13))
    assert (len(made.averted), len(made.found)) == (1, 0)
    await network.scan(midnight_after(DUE))
    gap = await one(network)
    assert (gap["state"], gap["opened_at"]) == ("averted", None)
    assert await changes(network) == ["upcoming", "averted"]


async def test_what_is_done_while_nobody_watched_is_averted_by_the_scan(network: Network) -> None:
    request = await ask(network)
    await foresee(network, NOON)
    await network.graph.change(
        "MATCH (i:InformationRequest {id: $id}) SET i.answered_at = $at",
        {"id": request, "at": local(2019, 9, 12)},
    )
    await network.scan(last_moment(DUE))
    assert (await one(network))["state"] == "upcoming"
    await network.scan(midnight_after(DUE))
    assert (await one(network))["state"] == "averted"


async def test_what_is_due_again_has_a_period_of_its_own(network: Network) -> None:
    request = await ask(network)
    await foresee(network, NOON)
    answer = "MATCH (i:InformationRequest {id: $id}) SET i.answered_at = $at"
    await network.graph.change(answer, {"id": request, "at": local(2019, 9, 11)})
    await foresee(network, local(2019, 9, 11, 13))
    await network.graph.change(answer, {"id": request, "at": None})
    again = local(2019, 9, 11, 14)
    await foresee(network, again)
    gap = await one(network)
    assert (gap["state"], gap["period_from"], gap["known_from"]) == ("upcoming", again, NOON)


async def test_a_waived_gap_stays_waived_and_an_open_one_open(network: Network) -> None:
    for state in ("waived", "open"):
        unit = await ask(network)
        row = {"id": f"gap:{REGION}:c2019:R24:unanswered:{unit}", "rule": "R24"}
        row |= {"case": "unanswered", "severity": "B", "state": state}
        own = {"due_on": DUE, "count": 1, "population": 1, "opened_at": ASKED, "seen_at": ASKED}
        at = {"label": "InformationRequest", "id": unit}
        await network.node("Gap", **row, **own, in_region=REGION, at=at)
    made = await foresee(network, NOON)
    assert (made.new, made.redated, made.averted) == ((), (), ())
    states = {row["state"] for row in await network.graph.rows(GAPS)}
    assert states == {"waived", "open"}


async def test_twice_is_once_and_at_once_is_once(network: Network) -> None:
    await ask(network)
    await foresee(network, NOON)
    before = await network.graph.rows(EVERYTHING)
    again = await foresee(network, NOON)
    assert (again.new, len(again.found)) == ((), 1)
    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(foresee, network, NOON)
    assert await network.graph.rows(EVERYTHING) == before
    assert await changes(network) == ["upcoming"]


async def test_a_dry_run_says_what_is_coming_and_writes_nothing(network: Network) -> None:
    await ask(network)
    before = await network.graph.rows(EVERYTHING)
    made = await foresee(network, NOON, dry_run=True)
    assert len(made.new) == 1
    assert await network.graph.rows(EVERYTHING) == before


async def test_only_cases_with_a_day_are_foreseen(network: Network) -> None:
    await network.practicum(
        await network.venue(), date(2019, 9, 11), held=False, posted_at=local(2019, 9, 2)
    )
    found = (await foresee(network, NOON, rules=None)).found.values()
    assert found
    assert all(gap.due_on is not None for gap in found)


async def test_the_records_behind_what_is_foreseen_are_those_counted(network: Network) -> None:
    for _ in range(3):
        await network.school(navigated=False)
    made = await foresee(network, local(2019, 9, 13))
    assert len(made.found) == 3
    for id_, gap in made.found.items():
        assert len(await network.listed(id_)) == gap.count


async def test_with_the_clock_set_back_nothing_is_undone(network: Network) -> None:
    await ask(network)
    await foresee(network, local(2019, 9, 11))
    before = await one(network)
    with pytest.raises(LaterCheckError, match="более поздний момент"):
        await foresee(network, local(2019, 9, 10, 13))
    await network.scan(local(2019, 9, 11, 13))
    with pytest.raises(LaterCheckError):
        await foresee(network, local(2019, 9, 11, 12, 30))
    assert await one(network) == before


async def test_a_shorter_look_ahead_does_not_take_what_a_longer_one_saw_for_done(
    network: Network,
) -> None:
    await ask(network, due_on=date(2019, 9, 30))
    await foresee(network, NOON, days=20)
    made = await foresee(network, NOON + timedelta(hours=1))
    assert made.averted == ()
    assert (await one(network))["state"] == "upcoming"


async def test_a_changed_calendar_re_dates_what_is_foreseen_and_what_is_open(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(network)
    venue = await network.venue()
    # Open before its day: to be posted five working days before Friday the 20th.
    await network.practicum(
        venue, date(2019, 9, 20), held=False, posted_at=local(2019, 9, 3),
        starts_at=local(2019, 9, 20, 10),
    )  # fmt: skip
    await network.scan(NOON)
    await foresee(network, NOON)
    days = {row["state"]: row["due_on"] for row in await network.graph.rows(GAPS)}
    assert days == {"upcoming": DUE, "open": date(2019, 9, 13)}
    # The region is given days off: Thursday the 12th, and Monday the 16th.
    monkeypatch.setitem(
        REGIONAL_DAYS,
        REGION,
        frozenset({date(2019, 9, 12), date(2019, 9, 16)}),
    )
    later = NOON + timedelta(hours=1)
    await network.scan(later)
    await foresee(network, later)
    days = {row["state"]: row["due_on"] for row in await network.graph.rows(GAPS)}
    assert days == {"upcoming": date(2019, 9, 13), "open": date(2019, 9, 11)}
    redated = [row for row in await network.graph.rows(EVENTS) if row["change"] == "redated"]
    assert {(row["at"], row["before"], row["after"]) for row in redated} == {
        (later, DUE, date(2019, 9, 13)),
        (later, date(2019, 9, 13), date(2019, 9, 11)),
    }
    # Only the one that got more time has a new period: it is told of again.
    periods = {row["state"]: row["period_from"] for row in await network.graph.rows(GAPS)}
    assert periods == {"upcoming": later, "open": NOON}


async def test_what_was_put_off_beyond_the_look_ahead_is_not_done(network: Network) -> None:
    request = await ask(network)
    await foresee(network, NOON)
    await network.graph.change(
        "MATCH (i:InformationRequest {id: $id}) SET i.due_on = $day",
        {"id": request, "day": date(2019, 9, 30)},
    )
    later = NOON + timedelta(hours=1)
    made = await foresee(network, later)
    assert (len(made.redated), made.averted) == (1, ())
    gap = await one(network)
    assert (gap["state"], gap["due_on"]) == ("upcoming", date(2019, 9, 30))
    assert gap["period_from"] == later
    assert await network.listed(gap["id"]) == [request]
    assert await changes(network) == ["upcoming", "redated"]


async def test_what_may_be_decided_of_what_is_only_foreseen(network: Network) -> None:
    request = await ask(network)
    await foresee(network, NOON)
    gap = (await one(network))["id"]

    async def waive(writer: Writer) -> str:
        return await decisions.waive(writer, CURATOR, gap, "не нужно", NOON)

    before = await network.graph.rows(EVERYTHING)
    with pytest.raises(Exception, match="Срок ещё не вышел"):
        await network.graph.write(waive)
    assert await network.graph.rows(EVERYTHING) == before
    until, at = date(2019, 9, 16), local(2019, 9, 11)

    async def extend(writer: Writer) -> str:
        return await decisions.extend_duty(writer, CURATOR, request, until, "болезнь", at)

    await network.graph.write(extend)
    found = await one(network)
    assert (found["due_on"], found["period_from"]) == (until, at)
    (redated,) = [r for r in await network.graph.rows(EVENTS) if r["change"] == "redated"]
    assert (redated["before"], redated["after"], redated["at"]) == (DUE, until, at)
    made = await foresee(network, local(2019, 9, 11, 13))
    assert (made.averted, made.redated) == ((), ())
    await network.scan(midnight_after(DUE))
    assert (await one(network))["state"] == "upcoming"
    assert (await network.scan(midnight_after(until))).opened == 1


async def test_who_answers_is_told_anew_by_each_forecast(network: Network) -> None:
    await ask(network)
    await foresee(network, NOON)
    answered = "MATCH (:Gap)-[:ANSWERED_BY]->(p:Person) RETURN p.id AS person"
    (before,) = await network.graph.rows(answered)
    ended = {"from": date(2019, 9, 2), "to": date(2019, 9, 11)}
    await network.link("Person", "coordinates", source=before["person"], target=REGION, **ended)
    second = await network.role("coordinates", REGION)
    await foresee(network, NOON + timedelta(days=1))
    assert await network.graph.rows(answered) == [{"person": second}]


async def test_other_regions_are_left_alone(network: Network) -> None:
    other = await network.other_region()
    await network.link(
        "Region", "campaigns", source=other, target="c2019", **{"from": date(2019, 9, 2)}
    )
    await ask(network, in_region=other)
    assert (await foresee(network, NOON)).found == {}
    await scan_region(network.graph, other, NOON, rules=RULES)
    assert await network.graph.rows(GAPS) == []
