"""R23: mentors without a valid document, of another competence, of an organisation of no kind.

Source: clause 2.8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graph.demo.build import Build, Session
from graph.demo.country import COMPETENCES
from graph.demo.ledger import Entry
from graph.demo.plants.facts import ids, led_by, practicum

STEP = 2
_ENOUGH = 4


def plant(build: Build) -> Iterator[Entry]:
    busy = [line.mentor for line in build.lines if led_by(build, line.mentor)]
    for number, mentor in enumerate(build.claim(busy, build.amount(0.15))):
        row = build.network.node("Qualification", f"{mentor}:qualification")
        if number % 2 == 0:
            row["valid_until"] = build.days.start
            yield _entry(build, "qualification_ended", mentor, [mentor])
        else:
            row.pop("confirmed_on")
        yield _entry(build, "mentor_unqualified", mentor, ids(led_by(build, mentor)))
    yield from _of_another_competence(build)
    for mentor in build.claim({line.mentor for line in build.lines}, build.amount(0.1)):
        organisation = build.network.node("Mentor", mentor)["organisation"]
        build.network.node("Organisation", organisation).pop("kind")
        yield _entry(build, "organisation_without_kind", mentor, [mentor])


def _of_another_competence(build: Build) -> Iterator[Entry]:
    """Competences with many practicums only: one less must not be one that nobody offers."""
    counts = Counter(s.competence for s in build.sessions.values() if not s.cancelled)
    leads = Counter(practicum for practicum, _ in build.network.links["Practicum", "mentors"])

    def fits(session: Session) -> bool:
        often = counts[session.competence] > _ENOUGH
        return often and not session.cancelled and leads[session.id] == 1

    for session in build.claim_sessions(fits, build.amount(0.3)):
        if not fits(session):
            continue
        counts[session.competence] -= 1
        place = COMPETENCES.index(session.line.competences[0])
        session.competence = COMPETENCES[(place + 60) % len(COMPETENCES)]
        practicum(build, session)["competence"] = session.competence
        yield _entry(build, "competence_differs", session.line.mentor, [session.id])


def _entry(build: Build, case: str, mentor: str, records: list[str]) -> Entry:
    return build.entry("R23", case, "Mentor", mentor, records)
