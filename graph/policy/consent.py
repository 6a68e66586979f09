"""Whether a consent to process a minor's personal data holds on a day, and what breaks it.

Decides from facts alone and knows no names. Days are days of the region's zone. When a day is in
doubt the child's side is taken: on the day of a withdrawal the consent no longer holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto


class ConsentState(StrEnum):
    """What a consent is on a day; only VALID permits processing."""

    VALID = auto()
    NOT_GIVEN = auto()
    NOT_YET_GIVEN = auto()
    REFUSED = auto()
    WITHDRAWN = auto()
    EXPIRED = auto()
    WRONG_SIGNER = auto()


class ConsentMismatch(StrEnum):
    """The school and the platform disagree on whether there is a consent."""

    SCHOOL_ONLY = auto()
    PLATFORM_ONLY = auto()


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """One consent as recorded; None means that the thing has not happened.

    `valid_until` is its last valid day. `signed_by_representative` is false when the signer is not
    the child's legal representative. `covers_images` says whether photo and video are included.
    """

    given_on: date | None
    valid_until: date | None = None
    refused_on: date | None = None
    withdrawn_on: date | None = None
    signed_by_representative: bool = True
    covers_images: bool = False


def consent_state_on(facts: ConsentFacts, day: date) -> ConsentState:
    """The consent's state on `day`; of several reasons the gravest is told.

    A consent given again after a refusal is valid: the later of the two holds, a tie refuses.

    Source: clauses 5.2.3 and 5.4.2.
    """
    if facts.refused_on is not None and _refusal_holds(facts.refused_on, facts.given_on, day):
        return ConsentState.REFUSED
    if facts.given_on is None:
        return ConsentState.NOT_GIVEN
    if day < facts.given_on:
        return ConsentState.NOT_YET_GIVEN
    return _state_since_given(facts, day)


def _refusal_holds(refused_on: date, given_on: date | None, day: date) -> bool:
    given_later = given_on is not None and refused_on < given_on <= day
    return refused_on <= day and not given_later


def _state_since_given(facts: ConsentFacts, day: date) -> ConsentState:
    if not facts.signed_by_representative:
        return ConsentState.WRONG_SIGNER
    if facts.withdrawn_on is not None and day >= facts.withdrawn_on:
        return ConsentState.WITHDRAWN
    if facts.valid_until is not None and day > facts.valid_until:
        return ConsentState.EXPIRED
    return ConsentState.VALID


def consent_valid_on(facts: ConsentFacts, day: date) -> bool:
    """Whether the child's data may be processed on `day` by this consent.

    Source: clauses 5.2.3 and 5.4.2.
    """
    return consent_state_on(facts, day) is ConsentState.VALID


def images_allowed_on(facts: ConsentFacts, day: date) -> bool:
    """Whether photo and video of the child may be shown on `day`. Source: clause 5.4.7."""
    return facts.covers_images and consent_valid_on(facts, day)


def days_without_consent(
    consents: Iterable[ConsentFacts], processed_on: Iterable[date]
) -> tuple[date, ...]:
    """The days, in order, on which the child was processed and no consent was valid.

    `processed_on` holds the days of tests, enrolments and attendances. Source: clause 5.4.2.
    """
    known = tuple(consents)
    return tuple(
        day
        for day in sorted(set(processed_on))
        if not any(consent_valid_on(facts, day) for facts in known)
    )


def given_after_first_processing(
    consents: Iterable[ConsentFacts], processed_on: Iterable[date]
) -> bool:
    """Whether the earliest consent is dated after the first day the child was processed.

    False where there is no consent at all: that is another gap. Source: clause 5.2.3.
    """
    given = [facts.given_on for facts in consents if facts.given_on is not None]
    days = list(processed_on)
    return bool(given and days) and min(given) > min(days)


def expires_before(facts: ConsentFacts, today: date, enrolled_on: date) -> bool:
    """Whether a consent valid today will have expired by an enrolled practicum's day.

    Source: clause 5.4.2.
    """
    state = consent_state_on(facts, enrolled_on)
    return consent_valid_on(facts, today) and state is ConsentState.EXPIRED


def consent_due(registered_on: date, grace_days: int) -> date:
    """The last day to obtain a consent after registration: `grace_days` calendar days after it.

    The number is the campaign's, not a constant. Source: clause 5.2.3 («своевременное получение»).
    """
    return registered_on + timedelta(days=grace_days)


def consent_mismatch(school_received: bool, platform_has: bool) -> ConsentMismatch | None:
    """How the school's word and the platform's record differ, if they do.

    Source: clauses 5.2.3 (the school receives) and 5.4.2 (the platform has).
    """
    if school_received == platform_has:
        return None
    return ConsentMismatch.SCHOOL_ONLY if school_received else ConsentMismatch.PLATFORM_ONLY
