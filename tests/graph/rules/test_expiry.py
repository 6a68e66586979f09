"""What ends by itself is foreseen a month ahead, told of at 30, 14 and 3 days, then a gap.

One of each kind: a consent, a licence, a contract of a venue, a qualification, a coordinator's
contract.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest

from graph.session import Row
from queries.alert.raising import raise_alerts
from queries.rules.forecast import forecast_region, foresee_early
from tests.graph.rules.conftest import REGION, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R01", "R06", "R10", "R20", "R23")
ENDS = date(2019, 11, 15)
LATER = date(2020, 11, 15)
STATES = """
MATCH (g:Gap {region: $region}) WHERE g.state IN ['upcoming', 'averted', 'open']
RETURN g.rule + '.' + g.case AS case, g.state AS state, g.due_on AS due_on, g.severity AS severity
ORDER BY case
"""
STEPS = """
MATCH (g:Gap {region: $region, case: $case})<-[:RAISED_FOR]-(:Alert)<-[:DELIVERS]-(d:Delivery)
RETURN DISTINCT d.step AS step ORDER BY step
"""

# Each plants one thing that ends and gives what makes it last longer.
Renew = Callable[[], Awaitable[object]]


async def consent(network: Network) -> Renew:
    child = await network.student(await network.school())
    await network.consent(child, valid_until=ENDS)
    return lambda: network.consent(child, valid_until=LATER, given_on=date(2019, 10, 20))


async def licence(network: Network) -> Renew:
    venue = await network.active_venue()
    row: Row = {"number": "1", "issued_on": date(2018, 9, 1), "venue": venue}
    await network.node("Licence", **row, valid_until=ENDS)
    return lambda: network.node("Licence", **row, valid_until=LATER)


async def contract(network: Network) -> Renew:
    venue = await network.active_venue()
    await network.contract(venue, signed_on=date(2019, 9, 2), valid_until=ENDS)
    return lambda: network.contract(venue, signed_on=date(2019, 10, 20))


async def qualification(network: Network) -> Renew:
    organisation = await network.node("Organisation", name="Завод", kind="industry")
    mentor = await network.mentor(organisation=organisation)
    row: Row = {"kind": "диплом", "issued_on": date(2018, 9, 1), "mentor": mentor}
    row |= {"confirmed_on": date(2019, 9, 2)}
    await network.node("Qualification", **row, valid_until=ENDS)
    return lambda: network.node("Qualification", **row, valid_until=LATER)


async def coordinator(network: Network) -> Renew:
    person = await network.node("Person", family_name="Орлова", given_name="Вера")
    row: Row = {"letter_number": "1", "letter_date": date(2019, 8, 1), "in_region": REGION}
    row |= {"approved_on": date(2019, 8, 5), "contract_signed_on": date(2019, 8, 9)}
    row |= {"nominee": person, "campaign": "c2019"}
    await network.node("Nomination", **row, contract_valid_until=ENDS)
    return lambda: network.node("Nomination", **row, contract_valid_until=LATER)


KINDS = {
    "R06.consent_ended": (consent, "C"),
    "R10.licence_ended": (licence, "C"),
    "R20.contract_ended": (contract, "C"),
    "R23.qualification_ended": (qualification, "C"),
    "R01.contract_ended": (coordinator, "A"),
}


def at(day: date) -> datetime:
    return local(day.year, day.month, day.day, 6, 30)


async def states(network: Network, case: str) -> list[tuple[str, date]]:
    rows = await network.graph.rows(STATES, {"region": REGION})
    assert all(row["severity"] == KINDS[case][1] for row in rows if row["case"] == case)
    return [(row["state"], row["due_on"]) for row in rows if row["case"] == case]


async def look(network: Network, day: date) -> None:
    await foresee_early(network.graph, REGION, at(day))
    await raise_alerts(network.graph, REGION, at(day), at(day))


@pytest.mark.parametrize("case", KINDS)
async def test_foreseen_a_month_ahead_told_three_times_and_open_after_its_day(
    network: Network, case: str
) -> None:
    await KINDS[case][0](network)

    async def told() -> list[int]:
        asked = {"region": REGION, "case": case.partition(".")[2]}
        return [row["step"] for row in await network.graph.rows(STEPS, asked)]

    await look(network, ENDS - timedelta(days=31))
    assert await states(network, case) == []
    for before, steps in ((30, [7]), (15, [7]), (14, [7, 8]), (3, [1, 7, 8])):
        await look(network, ENDS - timedelta(days=before))
        assert await states(network, case) == [("upcoming", ENDS)]
        assert await told() == steps
        # The hourly watch looks three days ahead and leaves what is further as it is.
        await forecast_region(network.graph, REGION, at(ENDS - timedelta(days=before)))
        assert await states(network, case) == [("upcoming", ENDS)]
    await network.scan(at(ENDS))
    assert await states(network, case) == [("upcoming", ENDS)]
    await network.scan(at(ENDS + timedelta(days=1)))
    assert await states(network, case) == [("open", ENDS)]


@pytest.mark.parametrize("case", KINDS)
async def test_renewed_in_time_it_is_averted(network: Network, case: str) -> None:
    renew = await KINDS[case][0](network)
    await look(network, date(2019, 10, 18))
    assert await states(network, case) == [("upcoming", ENDS)]
    await renew()
    await look(network, date(2019, 10, 21))
    assert await states(network, case) == [("averted", ENDS)]
    await network.scan(at(ENDS + timedelta(days=1)))
    assert await states(network, case) == [("averted", ENDS)]


async def test_only_what_ends_by_itself_is_foreseen_so_early(network: Network) -> None:
    """Unsigned contracts have a day to come, too; of them the watch tells three days before."""
    venue = await network.active_venue()
    await network.contract(venue, sent_on=date(2019, 9, 2), due_on=date(2019, 10, 25))
    await look(network, date(2019, 10, 14))
    assert await network.graph.rows(STATES, {"region": REGION}) == []


async def test_a_dry_run_writes_nothing(network: Network) -> None:
    await licence(network)
    found = await foresee_early(network.graph, REGION, at(date(2019, 10, 25)), dry_run=True)
    assert len(found.found) == 1
    assert await network.graph.rows(STATES, {"region": REGION}) == []
