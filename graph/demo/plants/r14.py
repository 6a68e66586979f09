"""R14: overlaps, days off, moves and cancellations without a reason, outcomes not told.

Source: clauses 5.3.4, 5.4.5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from graph.demo.build import Build, Session
from graph.demo.ledger import Entry
from graph.demo.plants.facts import practicum
from graph.session import Row

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for one, other in _pairs(build, build.amount(0.2)):
        yield _share_mentor(build, one, other)
    for one, other in _pairs(build, build.amount(0.2)):
        yield _share_place(build, one, other)
    for one, other in _pairs(build, build.amount(0.2), coming=True):
        yield _share_student(build, one, other)
    for case, count, fits, lost in _LOST:
        fitting = (id_ for id_, row in build.network.nodes["Practicum"].items() if fits(row))
        for practicum_id in build.claim(fitting, build.amount(count)):
            for name in lost:
                build.network.node("Practicum", practicum_id).pop(name)
            yield build.entry("R14", case, "Practicum", practicum_id, [practicum_id])


_Fits = Callable[[Row], bool]
_LOST: tuple[tuple[str, float, _Fits, tuple[str, ...]], ...] = (
    ("day_off_without_reason", 0.3, lambda row: "day_off_reason" in row, ("day_off_reason",)),
    ("moved_without_reason", 0.2, lambda row: "move_reason" in row, ("move_reason",)),
    ("cancelled_without_reason", 0.1, lambda row: "cancelled_at" in row, ("cancel_reason",)),
    (
        "outcome_unknown",
        0.1,
        lambda row: "cancelled_at" in row,
        ("cancelled_at", "cancel_reason"),
    ),
)


def _pairs(build: Build, count: int, *, coming: bool = False) -> list[tuple[Session, Session]]:
    """Two practicums each that begin at one hour, of two venues."""
    at_once: dict[tuple[object, int], list[Session]] = defaultdict(list)
    for session in build.sessions.values():
        if not session.cancelled and (not coming or session.day > build.days.today):
            at_once[session.day, session.hour].append(session)
    found: list[tuple[Session, Session]] = []
    for group in at_once.values():
        if len(found) == count:
            break
        pair = _two_venues(group)
        if pair and len(build.claim((s.id for s in pair), 2)) == 2:
            found.append(pair)
    return found


def _two_venues(group: list[Session]) -> tuple[Session, Session] | None:
    first = group[0]
    others = (s for s in group[1:] if s.line.venue != first.line.venue)
    other = next(others, None)
    return (first, other) if other else None


def _share_mentor(build: Build, one: Session, other: Session) -> Entry:
    """The first one's mentor, who knows both competences, also leads the other."""
    network, mentor = build.network, one.line.mentor
    network.link("Practicum", "mentors", other.id, mentor)
    network.link("Mentor", "competences", mentor, other.competence)
    network.link("Qualification", "proves", f"{mentor}:qualification", other.competence)
    return build.entry("R14", "mentor_overlap", "Mentor", mentor, [one.id, other.id])


def _share_place(build: Build, one: Session, other: Session) -> Entry:
    venue = one.line.venue
    practicum(build, other).update({"venue": venue, "place": practicum(build, one)["place"]})
    return build.entry("R14", "place_overlap", "Venue", venue, [one.id, other.id])


def _share_student(build: Build, one: Session, other: Session) -> Entry:
    pupil = one.attendees[0]
    booked = build.network.links["Student", "enrolments"][pupil.id, one.id]
    build.network.link(
        "Student", "enrolments", pupil.id, other.id, enrolled_at=booked["enrolled_at"]
    )
    unit = ("School", pupil.school) if pupil.school else ("Region", build.code)
    return build.entry("R14", "student_overlap", *unit, [pupil.id])
