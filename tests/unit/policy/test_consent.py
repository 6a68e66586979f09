"""Consent on a day: every state with its borders, and what is done without one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.policy.consent import (
    ConsentFacts,
    ConsentMismatch,
    ConsentState,
    consent_due,
    consent_mismatch,
    consent_state_on,
    consent_valid_on,
    days_without_consent,
    expires_before,
    given_after_first_processing,
    images_allowed_on,
)

GIVEN = date(2026, 9, 1)
LAST = date(2027, 5, 31)
DAY = timedelta(days=1)
FACTS = ConsentFacts(given_on=GIVEN, valid_until=LAST)


@pytest.mark.parametrize(
    ("facts", "day", "state"),
    [
        (FACTS, GIVEN - DAY, ConsentState.NOT_YET_GIVEN),
        (FACTS, GIVEN, ConsentState.VALID),
        (FACTS, LAST, ConsentState.VALID),
        (FACTS, LAST + DAY, ConsentState.EXPIRED),
        (ConsentFacts(GIVEN), date(2035, 1, 1), ConsentState.VALID),
        (ConsentFacts(None), GIVEN, ConsentState.NOT_GIVEN),
        (ConsentFacts(GIVEN, withdrawn_on=LAST), LAST - DAY, ConsentState.VALID),
        (ConsentFacts(GIVEN, withdrawn_on=LAST), LAST, ConsentState.WITHDRAWN),
        (ConsentFacts(GIVEN, withdrawn_on=GIVEN), GIVEN, ConsentState.WITHDRAWN),
        (ConsentFacts(GIVEN, LAST, withdrawn_on=LAST), LAST + DAY, ConsentState.WITHDRAWN),
        (ConsentFacts(GIVEN, signed_by_representative=False), GIVEN, ConsentState.WRONG_SIGNER),
        (ConsentFacts(None, refused_on=GIVEN), GIVEN - DAY, ConsentState.NOT_GIVEN),
        (ConsentFacts(None, refused_on=GIVEN), GIVEN, ConsentState.REFUSED),
        (ConsentFacts(GIVEN, refused_on=GIVEN), GIVEN, ConsentState.REFUSED),
        (ConsentFacts(GIVEN, refused_on=GIVEN - DAY), GIVEN - DAY, ConsentState.REFUSED),
        (ConsentFacts(GIVEN, refused_on=GIVEN - DAY), GIVEN, ConsentState.VALID),
        (ConsentFacts(GIVEN, refused_on=LAST), LAST - DAY, ConsentState.VALID),
        (ConsentFacts(GIVEN, refused_on=LAST), LAST, ConsentState.REFUSED),
    ],
)
def test_the_state_of_a_consent(facts: ConsentFacts, day: date, state: ConsentState) -> None:
    assert consent_state_on(facts, day) is state
    assert consent_valid_on(facts, day) is (state is ConsentState.VALID)


DATES = st.dates(date(2026, 1, 1), date(2026, 2, 28))


@given(
    facts=st.builds(
        ConsentFacts,
        given_on=st.none() | DATES,
        valid_until=st.none() | DATES,
        refused_on=st.none() | DATES,
        withdrawn_on=st.none() | DATES,
        signed_by_representative=st.booleans(),
    ),
    day=DATES,
)
def test_a_valid_consent_was_given_by_the_right_person_and_nothing_ended_it(
    facts: ConsentFacts, day: date
) -> None:
    if not consent_valid_on(facts, day):
        return

    assert facts.given_on is not None
    assert facts.given_on <= day
    assert facts.signed_by_representative
    assert facts.valid_until is None or day <= facts.valid_until
    assert facts.withdrawn_on is None or day < facts.withdrawn_on
    refused = facts.refused_on
    assert refused is None or refused > day or refused < facts.given_on


def test_images_need_a_consent_that_covers_them_and_is_valid() -> None:
    with_images = ConsentFacts(GIVEN, LAST, covers_images=True)

    assert images_allowed_on(with_images, LAST)
    assert not images_allowed_on(with_images, LAST + DAY)
    assert not images_allowed_on(FACTS, GIVEN)


def test_days_processed_without_a_consent_come_once_and_in_order() -> None:
    renewed = ConsentFacts(LAST + 3 * DAY)
    processed = [LAST + DAY, GIVEN, LAST + 3 * DAY, GIVEN - DAY, LAST + DAY]

    assert days_without_consent([FACTS, renewed], processed) == (GIVEN - DAY, LAST + DAY)
    assert days_without_consent([], [GIVEN]) == (GIVEN,)
    assert days_without_consent([FACTS], []) == ()


def test_a_consent_dated_after_the_first_processing() -> None:
    assert given_after_first_processing([FACTS], [GIVEN, GIVEN - DAY])
    assert not given_after_first_processing([FACTS], [GIVEN, GIVEN + DAY])
    earlier = ConsentFacts(GIVEN - DAY)
    assert not given_after_first_processing([FACTS, earlier], [GIVEN - DAY])
    assert not given_after_first_processing([ConsentFacts(None)], [GIVEN])
    assert not given_after_first_processing([FACTS], [])


def test_a_consent_that_ends_before_an_enrolled_practicum() -> None:
    assert not expires_before(FACTS, GIVEN, LAST)
    assert expires_before(FACTS, GIVEN, LAST + DAY)
    assert not expires_before(FACTS, LAST + DAY, LAST + 2 * DAY)


def test_a_consent_is_due_after_the_campaigns_days_of_grace() -> None:
    assert consent_due(date(2026, 11, 24), grace_days=10) == date(2026, 12, 4)


def test_the_school_and_the_platform_may_disagree() -> None:
    told = {
        (s, p): consent_mismatch(school_received=s, platform_has=p)
        for s in (False, True)
        for p in (False, True)
    }

    assert told == {
        (False, False): None,
        (True, True): None,
        (True, False): ConsentMismatch.SCHOOL_ONLY,
        (False, True): ConsentMismatch.PLATFORM_ONLY,
    }
