"""A report from its duty to acceptance: legal steps only, by those who may, each of them once.

A refusal also proves that nothing changed.
"""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial
from typing import Any

import pytest

from graph.errors import AccessError
from graph.model.account import Role
from graph.model.duty import ReportState
from graph.session import Graph
from queries.audit.verifying import verify
from queries.changes import CATALOGUE, Outcome, run
from queries.changes.refusing import StepError
from queries.report.versions import frozen, intact, moved, version, versions
from tests.graph.changes.dump import dump
from tests.graph.changes.planted import FOREIGN, MOMENT, ROLES
from tests.graph.changes.reporting import (
    CURATOR,
    DUTY,
    FIRST,
    HOUR,
    LATE,
    SECOND,
    make,
    one,
    refused,
)

pytestmark = pytest.mark.anyio


async def test_from_draft_to_acceptance_and_a_second_version(planted: Graph) -> None:
    made = await make(planted, "draft_report", duty=DUTY)
    assert (made.label, made.id) == ("ReportVersion", FIRST)
    assert (await one(planted)).state is ReportState.DRAFT
    await make(planted, "comment_report", id=FIRST, text="Школы сверены")
    await make(planted, "submit_report", MOMENT + HOUR, id=FIRST)
    await make(planted, "return_report", MOMENT + 2 * HOUR, id=FIRST, return_reason="нет плана")
    again = await make(planted, "draft_report", MOMENT + 3 * HOUR, duty=DUTY)
    assert again.id == SECOND
    await make(planted, "submit_report", MOMENT + 4 * HOUR, id=SECOND)
    await make(planted, "accept_report", MOMENT + 5 * HOUR, id=SECOND)
    found = await planted.read(partial(versions, actor=CURATOR, duty=DUTY, as_of=LATE))
    told = [(v.number, v.state, v.as_of, v.on_time, v.author) for v in found]
    assert told == [
        (1, ReportState.RETURNED, MOMENT, True, "Ким Анна"),
        (2, ReportState.ACCEPTED, MOMENT + 3 * HOUR, True, "Ким Анна"),
    ]
    assert found[0].return_reason == "нет плана"
    stood = await one(planted, as_of=MOMENT + HOUR)
    assert (stood.state, stood.return_reason) == (ReportState.SUBMITTED, None)
    assert (await make(planted, "draft_report", LATE, duty=DUTY)).id == f"{DUTY}:v3"
    assert (await verify(planted)).broken == []


async def test_steps_out_of_order_change_nothing(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    decisions: list[tuple[str, dict[str, Any]]] = [
        ("accept_report", {}),
        ("return_report", {"return_reason": "нет плана"}),
    ]
    for name, more in decisions:
        async with refused(planted, "id"):
            await make(planted, name, id=FIRST, **more)
    await make(planted, "submit_report", id=FIRST)
    async with refused(planted, "id", "уже представлен"):
        await make(planted, "submit_report", id=FIRST)
    async with refused(planted, "duty", "ждёт решения"):
        await make(planted, "draft_report", duty=DUTY)
    await make(planted, "accept_report", id=FIRST)
    for name, more in decisions:
        async with refused(planted, "id"):
            await make(planted, name, id=FIRST, **more)
    async with refused(planted, "id"):
        await make(planted, "submit_report", id=FIRST)


async def test_automation_may_do_none_of_it(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    before = await dump(planted, records=True)
    for name in ("submit_report", "accept_report", "return_report", "draft_report"):
        assert Role.AUTOMATION not in CATALOGUE[name].roles
        given = {"duty": DUTY} if name == "draft_report" else {"id": FIRST}
        with pytest.raises(AccessError):
            await run(planted, ROLES[Role.AUTOMATION], CATALOGUE[name], given, MOMENT)
    assert await dump(planted, records=True) == before


async def test_of_two_who_submit_at_once_one_does(planted: Graph) -> None:
    await make(planted, "draft_report", duty=DUTY)
    done = await asyncio.gather(
        *(make(planted, "submit_report", id=FIRST) for _ in range(5)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["Outcome", *["StepError"] * 4]


async def test_a_draft_and_a_submission_at_once_leave_a_whole_report(planted: Graph) -> None:
    """Whichever is first: what was submitted is never written over."""
    await make(planted, "draft_report", duty=DUTY)
    done = await asyncio.gather(
        make(planted, "submit_report", MOMENT + HOUR, id=FIRST),
        *(make(planted, "draft_report", MOMENT + HOUR, duty=DUTY) for _ in range(3)),
        return_exceptions=True,
    )
    assert {type(one) for one in done} <= {Outcome, StepError}
    assert (await one(planted)).state is ReportState.SUBMITTED
    assert await planted.read(partial(intact, actor=CURATOR, id_=FIRST)) is True


async def test_a_repeated_request_drafts_and_submits_once(planted: Graph) -> None:
    first = await make(planted, "draft_report", duty=DUTY, key="ч")
    assert (await make(planted, "draft_report", duty=DUTY, key="ч")).entry == first.entry
    await make(planted, "submit_report", id=FIRST, key="п")
    before = await dump(planted, records=True)
    assert (await make(planted, "submit_report", LATE, id=FIRST, key="п")).repeated
    assert await dump(planted, records=True) == before


async def test_late_stays_late_and_its_day_is_not_moved(planted: Graph) -> None:
    await make(planted, "draft_report", LATE, duty=DUTY)
    await make(planted, "submit_report", LATE, id=FIRST)
    async with refused(planted, "id", "больше не меняется"):
        await make(planted, "set_report_deadline", LATE, id=DUTY, due_on=date(2019, 11, 8))
    given = {"id": DUTY, "until": date(2019, 11, 8), "reason": "задним числом"}
    await run(planted, CURATOR, CATALOGUE["extend_duty"], given, LATE + HOUR)
    known = await one(planted, as_of=LATE + 2 * HOUR)
    assert (known.due_on, known.on_time) == (date(2019, 10, 30), False)


async def test_versions_of_other_regions_are_as_if_not_there(planted: Graph) -> None:
    foreign, duty = f"{FOREIGN}-report-draft", f"{FOREIGN}-duty-draft"
    for look in (version, frozen, moved):
        assert await planted.read(partial(look, actor=CURATOR, id_=foreign, as_of=LATE)) is None
    assert await planted.read(partial(intact, actor=CURATOR, id_=foreign)) is None
    assert await planted.read(partial(versions, actor=CURATOR, duty=duty, as_of=LATE)) == []
