"""R17: financial documents missing, returned too often, not agreeing with attendance.

Source: clause 5.3.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build, Session
from graph.demo.ledger import Entry

STEP = 1
_TOO_OFTEN = 3


def plant(build: Build) -> Iterator[Entry]:
    documents = build.network.nodes["Document"]
    last = build.days.worked(-12)
    for session in build.claim_sessions(lambda s: s.held and s.day <= last, build.amount(0.5)):
        build.network.drop("Document", f"{session.id}:finance")
        yield _entry(build, "finance_missing", session)
    for session in build.claim_sessions(
        lambda s: f"{s.id}:finance" in documents, build.amount(0.3)
    ):
        documents[f"{session.id}:finance"]["returned_times"] = _TOO_OFTEN
        yield _entry(build, "returned_too_often", session)
    for session in build.claim_sessions(
        lambda s: f"{s.id}:finance" in documents, build.amount(0.4)
    ):
        documents[f"{session.id}:finance"]["children_in_act"] += 2
        yield _entry(build, "children_differ", session)


def _entry(build: Build, case: str, session: Session) -> Entry:
    return build.entry("R17", case, "Practicum", session.id, [session.id])
