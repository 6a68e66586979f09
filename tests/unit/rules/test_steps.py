"""Who is told when: every step on its working day, once, whatever the watch missed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CalendarError
from graph.model.gap import Severity
from graph.policy.calendar import CALENDAR
from queries.rules.catalogue import CATALOGUE
from queries.rules.steps import STEPS, Days, Step, To, steps_due, timetable

REGION = "RU-MOW"
ONE = timedelta(days=1)
B = STEPS[Severity.B]


def day_of(steps: tuple[Step, ...], due_on: date | None, **given: date | str) -> dict[int, date]:
    """The day of each step, by its number."""
    days = {"region": REGION, "opened_on": None, "today": due_on or given.get("opened_on")} | given
    planned = timetable(steps, Days(due_on=due_on, **days))  # type: ignore[arg-type]
    return {step.number: day for day, step in planned}


def numbers(today: date, due_on: date | None, opened_on: date | None = None) -> list[int]:
    """The steps of severity B that have come and nobody was told of."""
    planned = timetable(B, Days(REGION, due_on, opened_on, today))
    return [step.number for step in steps_due(planned, today)]


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        # Friday 18 October 2019: Tuesday, Thursday, Friday, Monday, Tuesday, the Friday after.
        (date(2019, 10, 18), ["10-15", "10-17", "10-18", "10-21", "10-22", "10-25"]),
        # Tuesday 5 November 2019, after a holiday on Monday.
        (date(2019, 11, 5), ["10-30", "11-01", "11-05", "11-06", "11-07", "11-12"]),
        # A contract that ends on a Sunday is warned of on the working days before it.
        (date(2019, 10, 20), ["10-16", "10-18", "10-20", "10-21", "10-22", "10-25"]),
        # Saturday 20 February 2021 was worked instead of Monday the 22nd.
        (date(2021, 2, 20), ["02-17", "02-19", "02-20", "02-24", "02-25", "03-02"]),
        # The last working day of 2019: ten days off, then 2020.
        (date(2019, 12, 31), ["12-26", "12-30", "12-31", "01-09", "01-10", "01-15"]),
        # And the first of 2021, which decrees made the 11th.
        (date(2021, 1, 11), ["12-29", "12-31", "01-11", "01-12", "01-13", "01-18"]),
    ],
)
def test_each_step_comes_on_its_working_day(due_on: date, expected: list[str]) -> None:
    found = day_of(B, due_on)
    assert [f"{found[number]:%m-%d}" for number in range(1, 7)] == expected


def test_a_days_off_of_the_region_itself_counts() -> None:
    friday = date(2019, 10, 11)  # a holiday of Bashkortostan
    assert day_of(B, date(2019, 10, 10))[4] == friday
    assert day_of(B, date(2019, 10, 10), region="RU-BA")[4] == friday + 3 * ONE


def test_severity_a_is_told_to_both_at_once_when_it_opens() -> None:
    steps = STEPS[Severity.A]
    saturday, due_on = date(2019, 10, 19), date(2019, 10, 18)
    planned = timetable(steps, Days(REGION, due_on, saturday, saturday))
    told = {(step.number, step.to) for step in steps_due(planned, saturday)}
    assert told == {(4, To.ANSWERER), (5, To.CURATOR)}
    foreseen = timetable(steps, Days(REGION, due_on, None, due_on))
    assert [step.number for step in steps_due(foreseen, due_on)] == [3]


def test_a_gap_without_a_day_is_told_of_from_its_opening_on() -> None:
    opened = date(2019, 10, 18)
    assert day_of(B, None, opened_on=opened) == {
        4: opened,
        5: date(2019, 10, 22),
        6: date(2019, 10, 25),
    }
    assert numbers(opened, None, opened) == [4]
    assert numbers(opened, None, None) == []


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2019, 10, 14), []),
        (date(2019, 10, 15), [1]),
        (date(2019, 10, 16), [1]),
        (date(2019, 10, 17), [2]),
        (date(2019, 10, 18), [3]),
        (date(2019, 10, 20), [3]),
        (date(2019, 10, 21), [4]),
        (date(2019, 10, 22), [4, 5]),
        (date(2019, 10, 25), [4, 5, 6]),
        (date(2020, 7, 1), [4, 5, 6]),
    ],
)
def test_only_the_latest_step_of_each_recipient_is_due(today: date, expected: list[int]) -> None:
    assert numbers(today, date(2019, 10, 18)) == expected


def test_a_far_day_needs_no_calendar_and_a_near_one_does() -> None:
    today = date(2027, 6, 1)
    assert numbers(today, date(2031, 1, 1)) == []
    assert numbers(today, date(2005, 1, 1)) == [4, 5, 6]
    with pytest.raises(CalendarError):
        numbers(date(2027, 12, 30), date(2027, 12, 30))


def test_with_the_clock_set_back_no_earlier_step_is_told() -> None:
    due_on = date(2019, 10, 18)
    for day in (date(2019, 10, 15), date(2019, 10, 17), due_on):
        planned = timetable(B, Days(REGION, due_on, None, day))
        assert steps_due(planned, day, told={4}) == ()


def test_steps_of_every_rule_have_numbers_of_their_own() -> None:
    declared = [*STEPS.values(), *(rule.steps for rule in CATALOGUE.values() if rule.steps)]
    for steps in declared:
        assert len({step.number for step in steps}) == len(steps)


DUE = st.dates(date(2018, 4, 1), date(2027, 8, 1))
SEVERITIES = st.sampled_from(list(Severity))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Severity, date, date | None, list[date]]:
    """A gap and the days the watch was run on: any, in any order, some several times."""
    due_on = draw(DUE)
    opened_on = draw(st.none() | st.integers(-10, 10).map(lambda n: due_on + n * ONE))
    runs = st.integers(-15, 30).map(lambda n: due_on + n * ONE)
    return draw(SEVERITIES), due_on, opened_on, draw(st.lists(runs, min_size=1, max_size=12))


@given(lives())
def test_every_step_at_most_once_and_the_last_state_is_told(
    life: tuple[Severity, date, date | None, list[date]],
) -> None:
    severity, due_on, opened_on, runs = life
    steps = STEPS[severity]
    told: list[Step] = []
    for today in runs:
        known = opened_on if opened_on and opened_on <= today else None
        planned = timetable(steps, Days(REGION, due_on, known, today))
        told += steps_due(planned, today, [step.number for step in told])
    assert all(count == 1 for count in Counter(told).values())
    last = max(runs)
    known = opened_on if opened_on and opened_on <= last else None
    latest: dict[To, Step] = {}
    for step in sorted(steps, key=lambda one: (_expected(one, due_on, known), one.number)):
        if _expected(step, due_on, known) <= last:
            latest[step.to] = step
    assert set(latest.values()) <= set(told)


def _expected(step: Step, due_on: date, opened_on: date | None) -> date:
    """The day of a step, computed by itself; far away if there is none."""
    if step.after is None:
        return opened_on or date.max
    day = due_on
    for _ in range(abs(step.after)):
        day += ONE if step.after > 0 else -ONE
        while not CALENDAR.is_working_day(day, REGION):
            day += ONE if step.after > 0 else -ONE
    return day
