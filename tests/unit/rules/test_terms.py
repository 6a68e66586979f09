"""Terms: last days on time, and the last day whose term is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.campaign import TermKind, TermUnit
from queries.rules.terms import Term

REGION = "RU-PRI"
TATARSTAN = "RU-TA"
BACKWARDS = (TermKind.PACKAGE_BEFORE, TermKind.POSTED_BEFORE)
WORKING, DAYS = TermUnit.WORKING_DAYS, TermUnit.DAYS


def term(amount: int | None, unit: TermUnit | None, kind: TermKind = TermKind.MEDIA_WITHIN) -> Term:
    return Term(kind, amount, unit, None)


@pytest.mark.parametrize(
    ("since", "amount", "due"),
    [
        (date(2019, 9, 10), 2, date(2019, 9, 12)),
        (date(2019, 9, 12), 2, date(2019, 9, 16)),  # over a weekend
        (date(2019, 9, 14), 2, date(2019, 9, 17)),  # from a Saturday
        (date(2019, 11, 1), 1, date(2019, 11, 5)),  # over 4 November
        (date(2019, 9, 14), 0, date(2019, 9, 14)),
    ],
)
def test_working_days_after(since: date, amount: int, due: date) -> None:
    assert term(amount, WORKING).due(since, REGION) == due


@pytest.mark.parametrize("kind", BACKWARDS)
def test_working_days_before(kind: TermKind) -> None:
    assert term(3, WORKING, kind).due(date(2019, 11, 6), REGION) == date(2019, 10, 31)
    assert term(1, WORKING, kind).due(date(2019, 9, 16), REGION) == date(2019, 9, 13)


def test_plain_days_pass_over_weekends_as_well() -> None:
    assert term(14, DAYS).due(date(2019, 9, 10), REGION) == date(2019, 9, 24)
    before = term(2, DAYS, TermKind.POSTED_BEFORE)
    assert before.due(date(2019, 9, 10), REGION) == date(2019, 9, 8)


def test_a_regions_own_holiday_is_no_working_day() -> None:
    one = term(1, WORKING)
    eve = date(2019, 8, 29)
    assert one.due(eve, REGION) == date(2019, 8, 30)
    assert one.due(eve, TATARSTAN) == date(2019, 9, 2)


def test_one_day_for_all_holds_from_wherever_it_is_counted() -> None:
    day = date(2019, 10, 10)
    fixed = Term(TermKind.REGISTRATION_ENDS, 5, WORKING, day)
    assert fixed.due(date(2019, 9, 2), REGION) == day
    assert fixed.due(date(2019, 12, 2), REGION) == day
    assert fixed.late_day(day, REGION) is None
    after = day + timedelta(days=1)
    assert fixed.late_day(after, REGION) == after


@pytest.mark.parametrize("unit", [TermUnit.PEOPLE, TermUnit.TIMES, TermUnit.PERCENT, None])
def test_what_does_not_count_days_has_no_due_day(unit: TermUnit | None) -> None:
    assert term(60, unit).due(date(2019, 9, 2), REGION) is None
    assert term(60, unit).late_day(date(2019, 9, 2), REGION) is None
    assert term(None, WORKING).due(date(2019, 9, 2), REGION) is None


days = st.dates(date(2019, 1, 1), date(2021, 12, 31))
counting = st.builds(
    term,
    st.integers(0, 40),
    st.sampled_from([WORKING, DAYS]),
    st.sampled_from([*BACKWARDS, TermKind.MEDIA_WITHIN, TermKind.ANSWER_WITHIN]),
)


@given(counting, days, st.sampled_from([REGION, TATARSTAN]))
def test_the_late_day_is_the_last_whose_term_is_over(one: Term, day: date, region: str) -> None:
    late = one.late_day(day, region)
    assert late is not None
    around = [late + timedelta(days=offset) for offset in range(-70, 140)]
    dues = {since: one.due(since, region) for since in around}
    over = {since for since, due in dues.items() if due is not None and due < day}
    assert over == {since for since in around if since <= late}


@given(counting, days)
def test_due_today_is_not_overdue(one: Term, since: date) -> None:
    due = one.due(since, REGION)
    assert due is not None
    on_the_day, after = (one.late_day(due + timedelta(days=n), REGION) for n in (0, 1))
    assert on_the_day is None or on_the_day < since
    assert after is not None
    assert after >= since
