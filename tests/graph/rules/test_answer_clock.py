"""The answer clock: when an answer to the curator becomes late, by the calendar and the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from queries.rules.forecast import forecast_region
from queries.rules.scan import scan_region
from tests.graph.rules.conftest import REGION, Network, local

pytestmark = pytest.mark.anyio

RULES = ("R24",)
SECOND = timedelta(seconds=1)

STATES = """
MATCH (g:Gap {rule: 'R24', case: 'unanswered'}) WHERE g.region = $region
RETURN g.state AS state, g.due_on AS due_on
"""


async def region(network: Network, code: str, zone: str) -> str:
    own = {"name": code, "code": code[-2:], "zone": zone, "district": "far-east"}
    made = await network.node("Region", id=code, **own)
    since: dict[str, Any] = {"from": date(2019, 9, 2)}
    await network.link("Region", "campaigns", source=made, target="c2019", **since)
    return made


async def ask(network: Network, where: str, asked_at: datetime, **row: Any) -> str:
    curator = await network.node("Person", family_name="Лаврова", given_name="Ольга")
    own = {"subject": "Список школ", "asked_at": asked_at, "asked_by": curator}
    return await network.node("InformationRequest", **(own | {"in_region": where} | row))


async def strikes(network: Network, where: str, zone: str, due: date) -> None:
    """The request is in time to the last second of its day, and late from midnight on."""
    midnight = datetime.combine(due + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    last = (midnight - SECOND).astimezone(UTC)
    await forecast_region(network.graph, where, last, rules=RULES)
    assert (await scan_region(network.graph, where, last, rules=RULES)).opened == 0
    asked = {"region": where}
    assert await network.graph.rows(STATES, asked) == [{"state": "upcoming", "due_on": due}]
    for late in (midnight, midnight + SECOND):
        await scan_region(network.graph, where, late.astimezone(UTC), rules=RULES)
        assert await network.graph.rows(STATES, asked) == [{"state": "open", "due_on": due}]


@pytest.mark.parametrize(
    ("asked_at", "due"),
    [
        (local(2019, 9, 6, 18, 30), date(2019, 9, 10)),  # Friday evening
        (local(2019, 9, 7, 10), date(2019, 9, 10)),  # Saturday counts from Monday
        (local(2019, 9, 8, 23, 59, 59), date(2019, 9, 10)),  # Sunday
        (local(2019, 9, 9, 0), date(2019, 9, 11)),  # a second later it is Monday
        (local(2019, 10, 31, 17), date(2019, 11, 5)),  # Thursday before a long weekend
        (local(2019, 11, 4, 12), date(2019, 11, 6)),  # on the holiday itself
    ],
)
async def test_an_answer_is_due_in_two_working_days(
    network: Network, asked_at: datetime, due: date
) -> None:
    await ask(network, REGION, asked_at)
    await strikes(network, REGION, "Asia/Vladivostok", due)


async def test_the_curator_may_set_a_day_even_one_off(network: Network) -> None:
    saturday = date(2019, 9, 14)
    await ask(network, REGION, local(2019, 9, 10), due_on=saturday)
    await strikes(network, REGION, "Asia/Vladivostok", saturday)


@pytest.mark.parametrize(
    ("code", "zone", "due"),
    [
        # The same instant is Thursday evening in Kaliningrad and Friday morning in Kamchatka.
        ("RU-KGD", "Europe/Kaliningrad", date(2019, 9, 16)),
        ("RU-KAM", "Asia/Kamchatka", date(2019, 9, 17)),
    ],
)
async def test_the_same_instant_is_another_day_elsewhere(
    network: Network, code: str, zone: str, due: date
) -> None:
    where = await region(network, code, zone)
    await ask(network, where, datetime(2019, 9, 12, 19, tzinfo=UTC))
    await strikes(network, where, zone, due)
