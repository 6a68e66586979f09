"""A region at an instant: whose terms hold, which day it is there, and what patterns are asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from graph.model.campaign import DEFAULT_TERMS, TermKind, TermUnit
from graph.policy.calendar import CALENDAR, COVERED_YEARS
from queries.rules.terms import Moment, Term

BEGINS, ENDS = date(2019, 9, 2), date(2019, 11, 29)
EVENING = datetime(2019, 9, 30, 18, tzinfo=UTC)
"""30 September in Moscow and 1 October in Vladivostok."""
DEADLINES = [
    {"kind": "answer_within", "amount": 4, "unit": "working_days", "on_day": None},
    {"kind": "registration_ends", "amount": None, "unit": None, "on_day": date(2019, 10, 10)},
    {"kind": "no_growth", "amount": None, "unit": None, "on_day": None},
]


def moment(as_of: datetime = EVENING, **other: Any) -> Moment:
    row = {
        "region": "RU-PRI",
        "zone": "Asia/Vladivostok",
        "campaign": "c2019",
        "starts_on": BEGINS,
        "ends_on": ENDS,
        "deadlines": DEADLINES,
    }
    return Moment.of(row | other, as_of)


def test_the_day_is_the_regions_own() -> None:
    assert moment().day == date(2019, 10, 1)
    assert moment(region="RU-TA", zone="Europe/Moscow").day == date(2019, 9, 30)


def test_a_term_that_was_set_replaces_the_usual_one_and_no_other() -> None:
    usual = {one.kind: Term(one.kind, one.amount, one.unit, None) for one in DEFAULT_TERMS}
    assert moment(deadlines=[]).terms == usual
    own = {
        kind: Term(kind, amount, unit, day)
        for kind, amount, unit, day in (
            (TermKind.ANSWER_WITHIN, 4, TermUnit.WORKING_DAYS, None),
            (TermKind.REGISTRATION_ENDS, None, None, date(2019, 10, 10)),
            (TermKind.NO_GROWTH, None, None, None),
        )
    }
    assert moment().terms == usual | own


def test_a_pattern_gets_what_it_names() -> None:
    at = moment()
    every = {
        "region": "RU-PRI",
        "zone": "Asia/Vladivostok",
        "campaign": "c2019",
        "starts_on": BEGINS,
        "ends_on": ENDS,
        "as_of": EVENING,
        "day": date(2019, 10, 1),
        "unit": None,
        "due": at.dues,
        "amount": at.amounts,
        "late": at.late,
        "late_day": at.late_days,
        "by": at.by,
        "days_off": at.days_off,
    }
    assert all(value for name, value in every.items() if name != "unit")
    for name, value in every.items():
        told = at.needed(f"MATCH (n) WHERE n.x = ${name} RETURN n")
        assert told[name] == value
        assert set(told) == {one for one in every if name.startswith(one)}
    assert at.needed("MATCH (n) RETURN n") == {}


def test_a_term_is_counted_from_the_day_an_instant_is_there() -> None:
    at = moment()
    assert at.due(TermKind.ANSWER_WITHIN, date(2019, 10, 1)) == date(2019, 10, 7)
    assert at.due(TermKind.ANSWER_WITHIN, EVENING) == date(2019, 10, 7)
    assert at.due(TermKind.ANSWER_WITHIN, EVENING - timedelta(hours=5)) == date(2019, 10, 4)


def test_the_regions_own_holiday_is_counted() -> None:
    eve = date(2019, 8, 29)
    here, there = moment(), moment(region="RU-TA", zone="Europe/Moscow")
    assert here.due(TermKind.CONFIRMED_WITHIN, eve) == date(2019, 9, 2)
    assert there.due(TermKind.CONFIRMED_WITHIN, eve) == date(2019, 9, 3)


def test_amounts_are_of_terms_that_have_one() -> None:
    at = moment()
    assert at.amounts[TermKind.NAVIGATOR_STUDENTS] == 200
    assert at.amounts[TermKind.ANSWER_WITHIN] == 4
    assert len(at.amounts) == len(DEFAULT_TERMS) - 2


def test_days_from_the_start_are_of_working_days_and_appointed_days() -> None:
    dues = moment(starts_on=date(2019, 8, 29), region="RU-TA", zone="Europe/Moscow").dues
    assert dues[TermKind.REGISTRATION_ENDS] == date(2019, 10, 10)
    assert dues[TermKind.CONFIRMED_WITHIN] == date(2019, 9, 3)
    working = {one.kind.value for one in DEFAULT_TERMS if one.unit is TermUnit.WORKING_DAYS}
    assert set(dues) == working | {TermKind.REGISTRATION_ENDS}


def test_what_is_late_began_so_long_before_the_regions_day() -> None:
    at = moment()
    assert at.late_days[TermKind.ANSWER_WITHIN] == date(2019, 9, 24)
    assert at.late_days[TermKind.CONSENT_GRACE] == date(2019, 9, 20)
    assert not {TermKind.NO_GROWTH, TermKind.REGISTRATION_ENDS} & at.late_days.keys()
    assert at.late.keys() == at.late_days.keys()
    # The first instant after that day: midnight in Vladivostok.
    assert at.late[TermKind.ANSWER_WITHIN] == datetime(2019, 9, 24, 14, tzinfo=UTC)
    holiday = moment(
        datetime(2019, 9, 3, 9, tzinfo=UTC), region="RU-TA", zone="Europe/Moscow", deadlines=[]
    )
    assert holiday.late_days[TermKind.CONFIRMED_WITHIN] == date(2019, 8, 28)


def test_the_days_reach_around_the_campaign_and_the_present_day() -> None:
    at = moment()
    assert (at.days[0], at.days[-1]) == (date(2019, 6, 19), date(2020, 2, 12))
    assert len(at.days) == (at.days[-1] - at.days[0]).days + 1
    later = moment(datetime(2020, 3, 1, 3, tzinfo=UTC))
    assert later.days[-1] == date(2020, 5, 15)


def test_the_days_end_where_the_calendar_does() -> None:
    last = max(COVERED_YEARS)
    days = moment(starts_on=date(last, 9, 1), ends_on=date(last, 12, 30)).days
    assert days[-1] == date(last, 12, 31)


def test_terms_by_day_are_told_for_every_day() -> None:
    at = moment()
    assert set(at.by) == {"posted_before", "answer_within", "appeal_draft"}
    assert {frozenset(days) for days in at.by.values()} == {
        frozenset(day.isoformat() for day in at.days)
    }
    assert at.by["answer_within"]["2019-10-01"] == date(2019, 10, 7)
    assert at.by["posted_before"]["2019-10-01"] == date(2019, 9, 24)
    assert at.by["appeal_draft"]["2019-10-01"] == date(2019, 10, 8)


@pytest.mark.parametrize(("region", "off"), [("RU-PRI", False), ("RU-TA", True)])
def test_days_off_are_the_regions_own(region: str, off: bool) -> None:
    at = moment(region=region)
    assert ("2019-08-30" in at.days_off) is off
    assert {"2019-09-07", "2019-11-04"} <= set(at.days_off)
    assert "2019-09-09" not in at.days_off
    assert len(at.days_off) == sum(not CALENDAR.is_working_day(day, region) for day in at.days)
