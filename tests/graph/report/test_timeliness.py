"""Reports in time and late, by who coordinated the region on the due day: cases made by hand."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import pytest

from graph.model.account import Role
from queries.report.timeliness import Timeliness, timeliness
from queries.scope import Actor
from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after, network
from tests.graph.rules.test_r25 import DUE, LATE, ON_TIME, duty, submit

__all__ = ["network"]

pytestmark = pytest.mark.anyio

RULES = ("R25",)
CURATOR = Actor("account:c", Role.CURATOR, "c", False, frozenset({REGION}))
ELSEWHERE = Actor("account:e", Role.CURATOR, "e", False, frozenset({"RU-TA"}))
HEAD = Actor("account:h", Role.HEAD, "h", True, frozenset())
# Thursday 10 October 2019 is the due day; Monday is 2 working days after it.
MONDAY = local(2019, 10, 14)


async def rows(
    network: Network, as_of: datetime, actor: Actor = CURATOR, region: str = ""
) -> list[Timeliness]:
    ask = partial(timeliness, actor=actor, campaign="c2019", as_of=as_of, region=region)
    return await network.graph.read(ask)


async def numbers(network: Network, as_of: datetime) -> dict[str, Any]:
    """The only row's numbers that are not zero."""
    (one,) = await rows(network, as_of)
    told = {name: getattr(one, name) for name in Timeliness.__slots__}
    return {name: n for name, n in told.items() if isinstance(n, int) and n}


async def test_due_today_is_not_overdue_and_what_did_not_come_is_from_the_next_day(
    network: Network,
) -> None:
    await duty(network)
    assert await numbers(network, ON_TIME) == {"duties": 1, "ahead": 1}
    assert (await rows(network, ON_TIME))[0].percent is None
    late = {"duties": 1, "overdue": 1, "late_days": 1, "most_late_days": 1}
    assert await numbers(network, LATE) == late
    assert await numbers(network, MONDAY) == late | {"late_days": 2, "most_late_days": 2}
    assert (await rows(network, LATE))[0].percent == 0.0


async def test_on_time_stays_on_time_when_returned_and_made_anew(network: Network) -> None:
    owed = await duty(network)
    await submit(network, owed, state="returned", returned_at=local(2019, 10, 15))
    assert await numbers(network, LATE) == {"duties": 1, "on_time": 1}
    returned = {"duties": 1, "on_time": 1, "returned": 1, "returns": 1}
    assert await numbers(network, local(2019, 10, 15)) == returned
    await submit(network, owed, local(2019, 10, 20), number=2, accepted_at=local(2019, 10, 21))
    again = {"duties": 1, "on_time": 1, "returns": 1}
    assert await numbers(network, local(2019, 10, 20)) == again
    assert await numbers(network, local(2019, 10, 21)) == again | {"accepted": 1}


async def test_late_stays_late_whatever_comes_after(network: Network) -> None:
    """Accepted, made anew, and a day that is moved only once it had come: late all the same."""
    owed = await duty(network)
    await submit(network, owed, MONDAY, accepted_at=local(2019, 10, 15))
    await submit(network, owed, local(2019, 10, 17), number=2)
    await network.extension("ReportDuty", owed, date(2019, 10, 25), local(2019, 10, 16))
    late = {"duties": 1, "late": 1, "late_days": 2, "most_late_days": 2}
    assert await numbers(network, MONDAY) == late
    assert await numbers(network, local(2019, 10, 15)) == late | {"accepted": 1}
    assert await numbers(network, local(2019, 10, 18)) == late


async def test_a_weekend_is_no_working_day_but_late_is_late(network: Network) -> None:
    friday = await duty(network, due_on=date(2019, 10, 11))
    await submit(network, friday, local(2019, 10, 12))
    late = {"duties": 1, "late": 1, "late_days": 1, "most_late_days": 1}
    assert await numbers(network, MONDAY) == late


async def test_an_extension_counts_from_when_it_was_given(network: Network) -> None:
    owed = await duty(network)
    until = date(2019, 10, 18)
    await network.extension("ReportDuty", owed, until, MONDAY)
    assert (await numbers(network, LATE))["overdue"] == 1
    assert await numbers(network, MONDAY) == {"duties": 1, "ahead": 1}
    await submit(network, owed, last_moment(until))
    assert await numbers(network, midnight_after(until)) == {"duties": 1, "on_time": 1}


async def test_a_report_is_of_who_coordinated_on_the_day_it_was_due(network: Network) -> None:
    await network.graph.change(
        "MATCH (p:Person)-[k:COORDINATES]->() SET k.to = $day, p.family_name = 'Первая'",
        {"day": DUE},
    )
    after = date(2019, 10, 16)
    person = await network.node("Person", family_name="Вторая", given_name="Вера")
    since: dict[str, Any] = {"from": after}
    await network.link("Person", "coordinates", source=person, target=REGION, **since)
    await duty(network, due_on=date(2019, 10, 9))
    await duty(network, 2)
    await submit(network, await duty(network, 3, due_on=after))
    told = [
        (one.person_name, one.duties, one.on_time, one.overdue, one.percent)
        for one in await rows(network, local(2019, 10, 17))
    ]
    assert told == [
        ("Вторая Вера", 1, 1, 0, 100.0),
        ("Первая Вера", 1, 0, 1, 0.0),
        ("", 1, 0, 1, 0.0),
    ]


async def test_what_belongs_to_other_regions_is_not_told(network: Network) -> None:
    await duty(network)
    assert await rows(network, LATE, ELSEWHERE) == []
    assert len(await rows(network, LATE, HEAD)) == 1
    assert len(await rows(network, LATE, region=REGION)) == 1
    assert await rows(network, LATE, region="RU-TA") == []
