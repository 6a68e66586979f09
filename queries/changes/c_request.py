"""The curator's requests for information, and the coordinator's answers.

Without a date of the curator's, the last day is counted by rule R24 from the moment of asking: 2
working days, so that it moves with the calendar. Source: clauses 3.3, 6.1.
"""

from __future__ import annotations

from graph.session import Row
from queries.changes.declaration import COORDINATOR, CURATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import absent, changes, creates
from queries.changes.refusing import NotAllowedError, RefusedError
from queries.changes.work import Work

LABEL = "InformationRequest"


async def _by_me(work: Work) -> Row:
    if work.person is None:
        raise NotAllowedError
    return {"asked_by": work.person}


def _due_ahead(work: Work) -> None:
    due = work.given.get("due_on")
    if due is not None and due < work.at.date():
        raise RefusedError("due_on", "Этот день уже прошёл: назначьте будущий.")


CHANGES = (
    change(
        "ask_information",
        "3.3, 6.1",
        "куратор запросил сведения",
        CURATOR,
        LABEL,
        (to(LABEL, "in_region"), *own(LABEL, "subject", "due_on")),
        creates(LABEL, now=("asked_at",), fill=_by_me),
        checks=(_due_ahead,),
    ),
    change(
        "answer_request",
        "6.1",
        "координатор ответил на запрос",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "answer", required=True)),
        changes(LABEL, now=("answered_at",)),
        checks=(absent("answered_at", "На этот запрос уже ответили."),),
    ),
)
