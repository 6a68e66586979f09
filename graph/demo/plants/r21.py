"""R21: attended, and no recommendation of the mentor. Source: clause 5.4.6.

Most of it has one cause: a mentor without a cabinet, who can enter nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build, Pupil, Session
from graph.demo.ledger import Entry
from graph.demo.practicums import advice_id

STEP = 1
_OVERDUE_FROM = -7


def plant(build: Build) -> Iterator[Entry]:
    last = build.days.worked(_OVERDUE_FROM)
    by_mentor: dict[str, list[Session]] = {}
    for session in build.sessions.values():
        if session.held and session.day <= last:
            by_mentor.setdefault(session.line.mentor, []).append(session)
    for mentor in build.claim(by_mentor, build.amount(0.15)):
        yield from _without_cabinet(build, mentor, by_mentor[mentor])
    for session in build.claim_sessions(lambda s: s.held and s.day <= last, build.amount(0.5)):
        yield _forgotten(build, session, session.attendees[::2])


def _without_cabinet(build: Build, mentor: str, sessions: list[Session]) -> Iterator[Entry]:
    build.network.drop("Cabinet", f"{sessions[0].line.person}:cabinet")
    yield build.entry("R19", "mentor_no_cabinet", "Mentor", mentor, [mentor])
    for session in build.claim_sessions(lambda s: s in sessions, len(sessions)):
        yield _forgotten(build, session, session.attendees)


def _forgotten(build: Build, session: Session, pupils: list[Pupil]) -> Entry:
    for pupil in pupils:
        build.network.drop("Recommendation", advice_id(session, pupil))
    records = [pupil.id for pupil in pupils]
    return build.entry("R21", "no_mentor_advice", "Practicum", session.id, records)
