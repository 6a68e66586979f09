"""R13: practicums that the coordinator has not confirmed. Source: clause 5.3.3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.demo.build import Build, Session
from graph.demo.ledger import Entry
from graph.demo.plants.facts import on_a_working_day, practicum

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for session in build.claim_sessions(lambda s: _coming(build, s), build.amount(0.5)):
        practicum(build, session).pop("confirmed_at")
        yield _entry(build, "unconfirmed", session)
    for session in build.claim_sessions(lambda s: on_a_working_day(build, s), build.amount(0.4)):
        practicum(build, session).pop("confirmed_at")
        yield _entry(build, "held_unconfirmed", session)
    for session in build.claim_sessions(lambda s: _coming(build, s), build.amount(0.3)):
        row = practicum(build, session)
        row["changed_at"] = row["confirmed_at"] + timedelta(days=1)
        yield _entry(build, "changed_unconfirmed", session)


def _coming(build: Build, session: Session) -> bool:
    return session.day > build.days.today


def _entry(build: Build, case: str, session: Session) -> Entry:
    return build.entry("R13", case, "Practicum", session.id, [session.id])
