"""R08 on testing: stages out of order, stuck, without text, without a description."""

from __future__ import annotations

from datetime import date

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R08",)

TEXT = "Склонность к технике"
SUMMARY = {
    "integrated_description": TEXT,
    "next_steps": "Кружок",
    "summarised_at": local(2019, 9, 9),
}
PASSED = (local(2019, 9, 3), local(2019, 9, 5), local(2019, 9, 9))


async def test_stages_in_order_with_texts_and_a_description_are_no_gap(network: Network) -> None:
    school = await network.school()
    await network.stages(await network.student(school, **SUMMARY), *PASSED)
    await network.stages(await network.student(school), *PASSED[:1])
    assert await network.gaps(local(2019, 9, 12)) == set()


@pytest.mark.parametrize("stages", [(2,), (3,), (1, 3), (2, 3)])
async def test_a_stage_without_the_one_before_is_a_gap(
    network: Network, stages: tuple[int, ...]
) -> None:
    school = await network.school()
    child = await network.student(school)
    for stage in stages:
        await network.stage(child, PASSED[stage - 1], stage, text=TEXT)
    assert await network.gaps(local(2019, 9, 12)) == {("R08.stage_skipped", school, 1)}
    assert await network.behind("R08.stage_skipped") == {child}


@pytest.mark.parametrize("passed", [1, 2])
async def test_fourteen_days_at_a_stage_are_not_yet_stuck(network: Network, passed: int) -> None:
    school = await network.school()
    child = await network.student(school)
    await network.stages(child, *(local(2019, 9, 9, 23, 59, 59),) * passed)
    await network.stages(await network.student(school, **SUMMARY), *PASSED)
    await network.student(school)
    due = date(2019, 9, 23)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R08.stuck_at_stage", school, 1)}
    assert await network.behind("R08.stuck_at_stage") == {child}
    assert await network.dues() == {"R08.stuck_at_stage": due}


async def test_a_stage_passed_later_was_not_known_then(network: Network) -> None:
    await network.term("stage_stuck", amount=1, unit="days", overrides_in=REGION)
    child = await network.student(None)
    await network.stages(child, local(2019, 9, 3), local(2019, 9, 6))
    before = await network.gaps(local(2019, 9, 5))
    assert before == {("R08.stuck_at_stage", REGION, 1)}
    assert await network.gaps(local(2019, 9, 6)) == set()


async def test_a_result_without_text_is_a_gap(network: Network) -> None:
    school = await network.school()
    child = await network.student(school, **SUMMARY)
    silent = await network.stage(child, PASSED[0])
    await network.stage(child, PASSED[1], 2, text=TEXT)
    await network.stage(child, local(2019, 9, 20), 3)
    now = await network.gaps(local(2019, 9, 12))
    assert now == {("R08.stage_without_text", school, 1)}
    assert await network.behind("R08.stage_without_text") == {silent}


@pytest.mark.parametrize("lacking", ["integrated_description", "next_steps"])
async def test_three_stages_need_a_description_and_next_steps(
    network: Network, lacking: str
) -> None:
    school = await network.school()
    child = await network.student(school, **(SUMMARY | {lacking: None}))
    await network.stages(child, *PASSED)
    assert await network.gaps(local(2019, 9, 12)) == {("R08.no_description", school, 1)}
    assert await network.behind("R08.no_description") == {child}


async def test_a_description_made_later_was_not_known_then(network: Network) -> None:
    school = await network.school()
    row = SUMMARY | {"summarised_at": local(2019, 9, 12)}
    await network.stages(await network.student(school, **row), *PASSED)
    before = await network.gaps(local(2019, 9, 11))
    assert before == {("R08.no_description", school, 1)}
    assert await network.gaps(local(2019, 9, 12)) == set()
