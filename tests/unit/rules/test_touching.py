"""Which rules a write can change, told by what it touched."""

from __future__ import annotations

import pytest

from queries.rules import CATALOGUE
from queries.rules.touching import touched_by


@pytest.mark.parametrize(
    ("names", "rules"),
    [
        ({"VenueContract"}, {"R20"}),
        ({"Appeal"}, {"R28"}),
        ({"Licence"}, {"R10"}),
        ({"Cabinet"}, {"R09", "R19"}),
        ({"CURATES"}, {"R02"}),
        ({"Delivery", "Alert"}, {"R31"}),
        (set(), set()),
    ],
)
def test_only_rules_that_name_it_are_touched(names: set[str], rules: set[str]) -> None:
    assert set(touched_by(names)) == rules


@pytest.mark.parametrize("name", ["Deadline", "Campaign", "Region", "TAKES_PART"])
def test_terms_and_campaigns_touch_every_rule(name: str) -> None:
    assert touched_by({name}) == tuple(CATALOGUE)


def test_a_consent_touches_the_rules_of_consents_and_images() -> None:
    assert set(touched_by({"Consent"})) == {"R06", "R22"}


def test_a_name_outside_the_model_is_refused() -> None:
    with pytest.raises(ValueError, match="Pupil"):
        touched_by({"Pupil"})
