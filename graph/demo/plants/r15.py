"""R15: more children than enrolled or than places, attendance not entered, half-empty practicums.

Source: clause 5.3.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build, Session
from graph.demo.ledger import Entry
from graph.demo.plants.facts import practicum
from graph.demo.practicums import FILLED, LARGEST

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    full = build.claim_sessions(lambda s: s.held and not s.no_shows, build.amount(0.3))
    for session in full:
        came = session.attendees[0]
        build.network.unlink("Student", "enrolments", came.id, session.id)
        yield _entry(build, "attended_over_enrolled", session)
    for session in build.claim_sessions(lambda s: s.held, build.amount(0.3)):
        practicum(build, session)["capacity"] = len(session.attendees) - 1
        yield _entry(build, "attended_over_capacity", session)
    last = build.days.worked(-4)
    for session in build.claim_sessions(lambda s: s.held and s.day <= last, build.amount(0.4)):
        practicum(build, session).pop("attendance_recorded_at")
        yield _entry(build, "attendance_not_entered", session)
    half = FILLED * LARGEST
    for session in build.claim_sessions(
        lambda s: s.held and len(s.attendees) < half, build.amount(0.4)
    ):
        practicum(build, session)["capacity"] = LARGEST
        yield _entry(build, "half_empty", session)


def _entry(build: Build, case: str, session: Session) -> Entry:
    return build.entry("R15", case, "Practicum", session.id, [session.id])
