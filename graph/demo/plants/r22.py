"""R22: practicums without pictures, pictures of children without consent to be shown.

Source: clauses 5.4.7, 6.2.12.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build, Session
from graph.demo.ledger import Entry

STEP = 1
# Three working days, five where a region has its own term.
_OVERDUE_FROM = -7


def plant(build: Build) -> Iterator[Entry]:
    last = build.days.worked(_OVERDUE_FROM)
    for session in build.claim_sessions(lambda s: s.held and s.day <= last, build.amount(0.5)):
        build.network.drop("MediaFile", f"{session.id}:media")
        yield build.entry("R22", "no_media", "Practicum", session.id, [session.id])
    for session in build.claim_sessions(_shows_one_who_may_not, build.amount(0.4)):
        media = f"{session.id}:media"
        shown = next(pupil for pupil in session.attendees if not pupil.images)
        build.network.link("MediaFile", "depicts", media, shown.id)
        yield build.entry("R22", "image_without_consent", "Practicum", session.id, [media])


def _shows_one_who_may_not(session: Session) -> bool:
    return session.held and any(not pupil.images for pupil in session.attendees)
