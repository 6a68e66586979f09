"""Since when a child's data may no longer be kept, decided from bare facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.model.consent import DestructionReason
from graph.policy.consent import ConsentFacts, ConsentState, consent_state_on
from graph.policy.retention import Ended, processing_ended
from graph.settings import Settings

GIVEN = date(2019, 9, 2)
TODAY = date(2019, 11, 1)
WITHDRAWN = date(2019, 10, 1)

withdrawn = ConsentFacts(GIVEN, withdrawn_on=WITHDRAWN)
valid = ConsentFacts(GIVEN)


@pytest.mark.parametrize(
    ("consents", "ended"),
    [
        ([], None),
        ([valid], None),
        ([withdrawn], Ended(DestructionReason.WITHDRAWN, WITHDRAWN)),
        ([withdrawn, valid], None),
        ([ConsentFacts(None, refused_on=WITHDRAWN)], Ended(DestructionReason.REFUSED, WITHDRAWN)),
        ([ConsentFacts(GIVEN, valid_until=WITHDRAWN)], None),
        # Given anew after the withdrawal, then run out: nobody has asked that all be destroyed.
        ([withdrawn, ConsentFacts(date(2019, 10, 5), valid_until=date(2019, 10, 20))], None),
        # Run out first, the other withdrawn later.
        (
            [ConsentFacts(GIVEN, valid_until=date(2019, 9, 20)), withdrawn],
            Ended(DestructionReason.WITHDRAWN, WITHDRAWN),
        ),
        # Of the same day the withdrawal counts.
        (
            [ConsentFacts(GIVEN, valid_until=WITHDRAWN), withdrawn],
            Ended(DestructionReason.WITHDRAWN, WITHDRAWN),
        ),
        ([withdrawn, ConsentFacts(TODAY + timedelta(days=3))], None),
        ([ConsentFacts(GIVEN, withdrawn_on=TODAY + timedelta(days=1))], None),
        # Signed by somebody who may not: neither holds nor was it ever withdrawn.
        ([ConsentFacts(GIVEN, signed_by_representative=False)], None),
    ],
)
def test_the_consent_that_ended_last_decides(
    consents: list[ConsentFacts], ended: Ended | None
) -> None:
    assert processing_ended(consents, None, TODAY) == ended
    assert processing_ended(consents[::-1], None, TODAY) == ended


def test_processing_stopped_by_itself_outweighs_a_consent() -> None:
    stopped = date(2019, 10, 20)
    assert processing_ended([valid], stopped, TODAY) == Ended(DestructionReason.STOPPED, stopped)
    assert processing_ended([valid], TODAY, TODAY) == Ended(DestructionReason.STOPPED, TODAY)
    assert processing_ended([valid], TODAY + timedelta(days=1), TODAY) is None


def test_the_day_by_which_it_must_be_gone() -> None:
    assert Ended(DestructionReason.WITHDRAWN, WITHDRAWN).due_on(30) == date(2019, 10, 31)


def test_no_setting_keeps_data_longer_than_the_law() -> None:
    assert Settings(retention_days=30).retention_days == 30
    with pytest.raises(ValidationError, match="retention_days"):
        Settings(retention_days=31)


_days = st.dates(date(2019, 9, 1), date(2019, 12, 1))
_maybe = st.none() | _days
_facts = st.builds(ConsentFacts, _maybe, _maybe, _maybe, _maybe, st.booleans())


@given(st.lists(_facts, max_size=4), _days)
def test_nothing_is_destroyed_while_a_consent_holds(
    consents: list[ConsentFacts], today: date
) -> None:
    ended = processing_ended(consents, None, today)
    states = {consent_state_on(facts, today) for facts in consents}
    if ConsentState.VALID in states:
        assert ended is None
    if ended is not None:
        assert ended.on <= today
        assert states & {ConsentState.WITHDRAWN, ConsentState.REFUSED}
