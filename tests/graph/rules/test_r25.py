"""R25 on reports: not submitted, late, returned, other numbers; an extension; a confirmed zero."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R25",)

DUE = date(2019, 10, 10)
ON_TIME, LATE = last_moment(DUE), midnight_after(DUE)
MADE = local(2019, 10, 1)


async def duty(network: Network, form: int = 1, **row: Any) -> str:
    period = {"period_from": date(2019, 9, 2), "period_to": date(2019, 10, 31)}
    own = {"form": form, "due_on": DUE, "in_region": REGION, "campaign": "c2019"}
    return await network.node("ReportDuty", **(own | period | row))


async def submit(
    network: Network, owed: str, submitted_at: datetime | None = ON_TIME, **row: Any
) -> str:
    own = {"number": 1, "state": "submitted", "as_of": MADE, "duty": owed}
    return await network.node("ReportVersion", **(own | {"submitted_at": submitted_at} | row))


async def test_a_report_is_due_until_the_end_of_its_day(network: Network) -> None:
    owed = await duty(network)
    await submit(network, owed, None, state="draft")
    await submit(network, await duty(network))
    assert await network.gaps(ON_TIME) == set()
    assert await network.gaps(LATE) == {("R25.not_submitted", owed, 1)}
    assert await network.dues() == {"R25.not_submitted": DUE}


async def test_late_stays_known_as_late(network: Network) -> None:
    owed = await duty(network)
    await submit(network, owed, local(2019, 10, 12))
    assert await network.gaps(local(2019, 10, 11)) == {("R25.not_submitted", owed, 1)}
    assert await network.gaps(local(2019, 10, 12)) == {("R25.submitted_late", owed, 1)}
    await submit(network, owed, local(2019, 10, 14), number=2)
    assert await network.gaps(local(2019, 10, 14)) == {("R25.submitted_late", owed, 1)}


async def test_submitted_on_time_stays_so_under_review_and_when_made_anew(
    network: Network,
) -> None:
    owed = await duty(network)
    await submit(network, owed, state="returned", returned_at=local(2019, 10, 15))
    assert await network.gaps(local(2019, 10, 14)) == set()
    assert await network.gaps(local(2019, 10, 15)) == {("R25.returned", owed, 1)}
    await submit(network, owed, None, number=2, state="draft")
    assert await network.gaps(local(2019, 10, 16)) == {("R25.returned", owed, 1)}
    await submit(network, owed, local(2019, 10, 17), number=3)
    assert await network.gaps(local(2019, 10, 17)) == set()


async def test_an_extension_moves_the_due_day_from_when_it_was_given(network: Network) -> None:
    owed = await duty(network)
    until = date(2019, 10, 18)
    await network.extension("ReportDuty", owed, date(2019, 10, 15), local(2019, 10, 11, 18))
    await network.extension("ReportDuty", owed, until, local(2019, 10, 14))
    assert await network.gaps(LATE) == {("R25.not_submitted", owed, 1)}
    assert await network.gaps(local(2019, 10, 12)) == set()
    assert await network.gaps(last_moment(until)) == set()
    assert await network.gaps(midnight_after(until)) == {("R25.not_submitted", owed, 1)}
    assert await network.dues() == {"R25.not_submitted": until}


async def test_an_extension_after_the_report_came_makes_nothing_timely(network: Network) -> None:
    owed = await duty(network)
    await submit(network, owed, local(2019, 10, 12))
    await network.extension("ReportDuty", owed, date(2019, 10, 18), local(2019, 10, 14))
    assert await network.gaps(local(2019, 10, 15)) == {("R25.submitted_late", owed, 1)}


async def test_a_total_is_compared_with_the_graph_at_its_moment(network: Network) -> None:
    for registered_at in (MADE, local(2019, 10, 2)):
        await network.student(None, registered_at=registered_at)
    wrong = await submit(network, owed := await duty(network), total=2)
    await submit(network, await duty(network), total=1)
    await submit(network, await duty(network))
    assert await network.gaps(ON_TIME) == {("R25.figures_differ", owed, 1)}
    assert await network.behind("R25.figures_differ") == {wrong}


async def test_a_later_version_puts_the_number_right(network: Network) -> None:
    await network.student(None)
    owed = await duty(network)
    await submit(network, owed, total=2)
    assert await network.gaps(ON_TIME) == {("R25.figures_differ", owed, 1)}
    await submit(network, owed, local(2019, 10, 11), number=2, total=1)
    assert await network.gaps(local(2019, 10, 11)) == set()


async def test_a_confirmed_zero_is_a_number(network: Network) -> None:
    await network.student(None)
    owed = await duty(network)
    await submit(network, owed, total=0)
    await submit(network, await duty(network, 12), total=0)
    assert await network.gaps(ON_TIME) == {("R25.figures_differ", owed, 1)}


async def test_a_number_is_of_the_duty_s_own_period(network: Network) -> None:
    for on_day in (date(2019, 9, 1), date(2019, 9, 2), date(2019, 9, 30), date(2019, 10, 1)):
        await duties_of(network, on_day)
    period = {"period_from": date(2019, 9, 2), "period_to": date(2019, 9, 30)}
    for form, total in ((6, 2), (7, 2), (11, 3)):
        await submit(network, await duty(network, form, **period), total=total)
    assert await network.gaps(ON_TIME) == set()


async def test_each_of_the_twelve_numbers_is_counted_from_the_graph(network: Network) -> None:
    await one_of_everything(network)
    right = {form: await duty(network, form) for form in range(1, 13)}
    for form, owed in right.items():
        await submit(network, owed, total=2 if form == 1 else 1)
    assert await network.gaps(ON_TIME) == set()
    wrong = {form: await duty(network, form) for form in range(1, 13)}
    for owed in wrong.values():
        await submit(network, owed, total=3)
    assert await network.gaps(ON_TIME) == {
        ("R25.figures_differ", owed, 1) for owed in wrong.values()
    }


async def one_of_everything(network: Network) -> None:
    """Of what each form counts: one before the moment of the reports, one after it."""
    before, after = local(2019, 9, 20), local(2019, 10, 2)
    child, other = await network.student(None), await network.student(None)
    await network.stages(child, before, before, before)
    await network.stages(other, before, before)
    for _ in range(2):
        await network.stage(other, before, 2)
    venue = await network.venue()
    held = [await network.posted(venue, date(2019, 10, 3), held=True)]
    held += [await network.practicum(venue, date(2019, 9, 19), format="introductory")]
    held += [
        await network.practicum(venue, date(2019, 10, 3), format=form)
        for form in ("engaged", "in_depth")
    ]
    for practicum in held:
        await network.attend(child, practicum, before)
        await network.attend(other, practicum, after)
    group = await network.node("ImpairmentGroup", name="Нарушения слуха")
    await network.link("Student", "impairments", source=child, target=group)
    await network.link("Practicum", "mentors", source=held[1], target=await network.mentor())
    for told_at in (before, after):
        await network.school(impairments_reported_at=told_at)
    for on_day in (date(2019, 10, 1), date(2019, 10, 2)):
        await duties_of(network, on_day)


async def duties_of(network: Network, on_day: date) -> None:
    await network.node(
        "PromotionMeasure", title="Эфир", kind="media", on_day=on_day, in_region=REGION
    )
    await network.node("TrainingEvent", title="Семинар", starts_on=on_day, in_region=REGION)
    await network.node("TrainingNeed", topic="Согласия", raised_on=on_day, in_region=REGION)
