"""Rows of practicums: their life on the platform, enrolments, attendance, papers and pictures."""

from __future__ import annotations

from datetime import date, timedelta

from graph.demo.build import Build, Pupil, Session
from graph.demo.country import NAMES
from graph.demo.students import used_groups
from graph.demo.timeline import CAMPAIGN
from graph.model.practicum import DocumentKind, MediaKind
from graph.model.testing import Recommender
from graph.session import Row

# Source: clauses 6.2.3–6.2.5 name the formats; capacities are those of the project's workshops.
SMALLEST, LARGEST = 6, 15
FILLED = 0.6
LENGTH_MINUTES = 90
_POSTED_DAYS = 21
_MOVED, _CHANGED, _ADAPTED = 0.04, 0.06, 0.10


def practicums(build: Build) -> None:
    """All rows of all sessions; some practicums of the region are adapted for its groups."""
    groups = used_groups(build)
    for number, session in enumerate(build.sessions.values()):
        _add(build, session)
        _enrol(build, session)
        if session.held:
            _attend(build, session)
            _papers(build, session)
        adapt = number < len(groups) or build.rng.random() < _ADAPTED
        if adapt and not session.cancelled:
            group = groups[number % len(groups)]
            build.network.link("Practicum", "adapted_for", session.id, group)
    _adapt_all(build, groups)


def posted_on(build: Build, session: Session) -> date:
    """Three weeks before the day, and early enough for those enrolled by now."""
    wanted = min(session.day - timedelta(days=_POSTED_DAYS), build.days.ago(8))
    return build.days.last_worked(wanted)


def _adapt_all(build: Build, groups: list[str]) -> None:
    """Each group in use has a practicum even where there are few. Source: clause 6.2.8."""
    live = [s for s in build.sessions.values() if not s.cancelled]
    for number, group in enumerate(groups):
        session = live[number % len(live)]
        build.network.link("Practicum", "adapted_for", session.id, group)


def _add(build: Build, session: Session) -> None:
    days, posted = build.days, posted_on(build, session)
    row: Row = {"id": session.id, "title": f"{NAMES[session.competence]}: первые шаги в профессии"}
    row |= {"format": session.format.value, "on_day": session.day, "place": session.line.place}
    row["starts_at"] = days.at(session.day, session.hour)
    row["ends_at"] = days.at(session.day, session.hour, LENGTH_MINUTES)
    row["capacity"] = _capacity(build, session)
    row |= {"posted_at": days.at(posted, 10), "confirmed_at": days.at(posted, 15)}
    row |= {"venue": session.line.venue, "campaign": CAMPAIGN, "competence": session.competence}
    chance = build.rng.random()
    if chance < _CHANGED:
        row["changed_at"] = days.at(posted, 12)
    if chance < _MOVED:
        row |= {"moved_at": days.at(posted, 12), "move_reason": "просьба площадки: занят цех"}
    if not days.is_working(session.day):
        row["day_off_reason"] = "суббота по согласованию со школами"
    row |= _outcome(build, session)
    build.network.add("Practicum", row)
    build.network.link("Practicum", "mentors", session.id, session.line.mentor)


def _outcome(build: Build, session: Session) -> dict[str, object]:
    days = build.days
    if session.cancelled:
        cancelled = days.at(session.day - timedelta(days=5), 11)
        return {"cancelled_at": cancelled, "cancel_reason": "карантин на площадке"}
    if session.held:
        held = days.at(session.day, 17)
        return {"held_at": held, "attendance_recorded_at": days.at(session.day, 18)}
    return {}


def _capacity(build: Build, session: Session) -> int:
    """Places for all enrolled, of which those who come fill at least 60 %."""
    spare = int(build.rng.random() * 6)
    places = min(max(SMALLEST, len(session.enrolled) + spare), LARGEST)
    come = len(session.attendees)
    while not session.cancelled and come < FILLED * places and places > len(session.enrolled):
        places -= 1
    return places


def _enrol(build: Build, session: Session) -> None:
    posted = posted_on(build, session)
    for pupil in session.enrolled:
        before = min(session.day, build.days.today) - timedelta(days=2)
        wanted = before - timedelta(days=int(build.rng.random() * 6))
        day = min(before, max(wanted, pupil.ready + timedelta(days=1), posted))
        at = build.days.at(day, 18)
        build.network.link("Student", "enrolments", pupil.id, session.id, enrolled_at=at)


def _attend(build: Build, session: Session) -> None:
    recorded = build.days.at(session.day, 18)
    advised = session.day + timedelta(days=1)
    for pupil in session.attendees:
        build.network.link("Student", "attendances", pupil.id, session.id, recorded_at=recorded)
        if advised < build.days.today:
            _advise(build, session, pupil, advised)


def advice_id(session: Session, pupil: Pupil) -> str:
    """The id of the mentor's recommendation to a student after a practicum."""
    return f"{session.id}:{pupil.id.rsplit(':', 1)[1]}:advice"


def _advise(build: Build, session: Session, pupil: Pupil, day: date) -> None:
    row: Row = {"id": advice_id(session, pupil), "given_as": Recommender.MENTOR.value}
    row |= {"given_at": build.days.at(day, 11), "student": pupil.id, "after": session.id}
    row |= {"given_by": session.line.person, "text": "Продолжить в следующем формате."}
    build.network.add("Recommendation", row)
    build.network.link("Recommendation", "advises", str(row["id"]), session.competence)


def _papers(build: Build, session: Session) -> None:
    days = build.days
    media: Row = {"id": f"{session.id}:media", "practicum": session.id}
    media |= {"kind": MediaKind.PHOTO.value, "uploaded_at": days.at(session.day, 20)}
    build.network.add("MediaFile", media)
    shown = next((p for p in session.attendees if p.images), None)
    if shown is not None:
        build.network.link("MediaFile", "depicts", str(media["id"]), shown.id)
    handed_in = session.day + timedelta(days=1 + int(build.rng.random() * 3))
    if handed_in < days.today:
        act: Row = {"id": f"{session.id}:finance", "kind": DocumentKind.FINANCE.value}
        act |= {"concerns": {"id": session.id, "label": "Practicum"}}
        act |= {"submitted_at": days.at(handed_in, 12), "number": session.id.rsplit(":", 1)[1]}
        act |= {"returned_times": int(build.rng.random() * 1.3)}
        build.network.add("Document", act | {"children_in_act": len(session.attendees)})
