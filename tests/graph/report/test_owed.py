"""Reports that regions owe: how far each has come at a moment, and whether in time."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import pytest

from queries.report.owed import Owed, Step, owed
from queries.scope import Actor
from tests.graph.report.test_timeliness import CURATOR, ELSEWHERE, HEAD, MONDAY
from tests.graph.rules.conftest import REGION, Network, local, network
from tests.graph.rules.test_r25 import LATE, ON_TIME, duty, submit

__all__ = ["network"]

pytestmark = pytest.mark.anyio

RULES = ("R25",)
PERIOD: Any = {"period_from": date(2019, 9, 2), "period_to": date(2019, 9, 30)}


async def rows(
    network: Network, as_of: datetime, actor: Actor = CURATOR, region: str = "", form: int = 0,
    period_to: date | None = None,
) -> list[Owed]:  # fmt: skip
    ask = partial(
        owed, actor=actor, campaign="c2019", as_of=as_of, region=region, form=form,
        period_to=period_to,
    )  # fmt: skip
    return await network.graph.read(ask)


async def test_a_report_without_a_version_is_due_once_its_period_is_over(network: Network) -> None:
    await duty(network, **PERIOD)
    (before,) = await rows(network, local(2019, 9, 30))
    assert (before.step, before.on_time, before.version) == (Step.NOT_DUE, None, None)
    (due,) = await rows(network, ON_TIME)
    assert (due.step, due.on_time) == (Step.DUE, None)
    (late,) = await rows(network, LATE)
    assert (late.step, late.on_time) == (Step.DUE, False)


async def test_it_stands_where_its_newest_version_stood_at_the_moment(network: Network) -> None:
    id_ = await duty(network, **PERIOD)
    await submit(network, id_, state="returned", returned_at=local(2019, 10, 15))
    anew = {"number": 2, "as_of": local(2019, 10, 18)}
    await submit(network, id_, local(2019, 10, 20), **anew, accepted_at=local(2019, 10, 21))
    told = [
        (one.step, one.number, one.on_time)
        for day in (11, 15, 18, 20, 21)
        for one in await rows(network, local(2019, 10, day))
    ]
    assert told == [
        (Step.SUBMITTED, 1, True),
        (Step.RETURNED, 1, True),
        (Step.DRAFT, 2, True),
        (Step.SUBMITTED, 2, True),
        (Step.ACCEPTED, 2, True),
    ]


async def test_an_extension_is_the_day_that_is_told(network: Network) -> None:
    id_ = await duty(network, **PERIOD)
    until = date(2019, 10, 18)
    await network.extension("ReportDuty", id_, until, MONDAY)
    (one,) = await rows(network, MONDAY)
    assert (one.due_on, one.on_time) == (until, None)


async def test_it_is_narrowed_by_region_form_and_period_and_never_beyond_scope(
    network: Network,
) -> None:
    await duty(network, **PERIOD)
    await duty(network, 2)
    assert await rows(network, LATE, ELSEWHERE) == []
    assert [one.form for one in await rows(network, LATE, HEAD)].count(1) == 1
    assert len(await rows(network, LATE, region=REGION)) == 2
    assert await rows(network, LATE, region="RU-TA") == []
    assert [one.form for one in await rows(network, LATE, form=2)] == [2]
    assert [one.form for one in await rows(network, LATE, period_to=PERIOD["period_to"])] == [1]
