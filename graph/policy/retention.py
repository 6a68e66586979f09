"""When a child's personal data may no longer be kept.

Decides from facts alone and knows no names. Days are days of the region's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from graph.model.consent import DestructionReason
from graph.policy.consent import ConsentFacts, ConsentState, consent_state_on

_BROKEN: Final = {
    ConsentState.WITHDRAWN: DestructionReason.WITHDRAWN,
    ConsentState.REFUSED: DestructionReason.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Ended:
    """Why processing ended, and the first day without it."""

    reason: DestructionReason
    on: date

    def due_on(self, days: int) -> date:
        """The day on which the data must be gone, `days` after the end."""
        return self.on + timedelta(days=days)


def processing_ended(
    consents: Iterable[ConsentFacts], stopped_on: date | None, today: date
) -> Ended | None:
    """Since when nothing of a child may be processed; None while something may.

    Of several consents the one that ended last decides: one that has merely run out may be given
    again, one that was withdrawn or refused says that nothing is to be kept. Only consents to
    processing count. Source: clause 5.2.3; 152-ФЗ, art. 21, parts 3 and 5.
    """
    if stopped_on is not None and stopped_on <= today:
        return Ended(DestructionReason.STOPPED, stopped_on)
    ends: list[tuple[date, bool, DestructionReason | None]] = []
    for facts in consents:
        state = consent_state_on(facts, today)
        if state in (ConsentState.VALID, ConsentState.NOT_YET_GIVEN):
            return None
        day, reason = _end(facts, state), _BROKEN.get(state)
        if day is not None:
            ends.append((day, reason is not None, reason))
    if not ends:
        return None
    day, _, reason = max(ends)
    return Ended(reason, day) if reason else None


def _end(facts: ConsentFacts, state: ConsentState) -> date | None:
    """The day on which a consent ended; None of one that never began."""
    ends = {
        ConsentState.WITHDRAWN: facts.withdrawn_on,
        ConsentState.REFUSED: facts.refused_on,
        ConsentState.EXPIRED: facts.valid_until,
    }
    return ends.get(state)
