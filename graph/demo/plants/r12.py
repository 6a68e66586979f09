"""R12: practicums without date, time or place, or posted too late. Source: clause 5.3.2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.demo.build import Build, Session
from graph.demo.ledger import Entry
from graph.demo.plants.facts import on_a_working_day, practicum

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for number, session in enumerate(
        build.claim_sessions(lambda s: s.day > build.days.today, build.amount(0.3))
    ):
        for name in (("place",), ("starts_at", "ends_at"))[number % 2]:
            practicum(build, session).pop(name)
        yield _entry(build, "no_date_time_place", session)
    for session in build.claim_sessions(lambda s: on_a_working_day(build, s), build.amount(0.4)):
        _post_late(build, session)
        yield _entry(build, "posted_late", session)


def _post_late(build: Build, session: Session) -> None:
    days, row = build.days, practicum(build, session)
    posted = days.last_worked(session.day - timedelta(days=2))
    row |= {"posted_at": days.at(posted, 10), "confirmed_at": days.at(posted, 15)}
    for name in ("changed_at", "moved_at"):
        if name in row:
            row[name] = days.at(posted, 12)


def _entry(build: Build, case: str, session: Session) -> Entry:
    return build.entry("R12", case, "Practicum", session.id, [session.id])
