"""Appeals of citizens: received, the coordinator's draft, the answer. Source: clause 6.3."""

from __future__ import annotations

from queries.changes.declaration import BOTH, COORDINATOR, CURATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import absent, changes, creates
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "Appeal"


def _due_later(work: Work) -> None:
    due = work.given.get("draft_due_on")
    if due is not None and due < work.given["received_on"]:
        raise RefusedError("draft_due_on", "Срок проекта ответа раньше, чем обращение получено.")


CHANGES = (
    change(
        "receive_appeal",
        "6.3",
        "получено обращение гражданина",
        BOTH,
        LABEL,
        (
            *own(LABEL, "subject", "received_on", "draft_due_on", "applicant"),
            to(LABEL, "in_region"),
        ),
        creates(LABEL),
        checks=(_due_later,),
    ),
    change(
        "send_appeal_draft",
        "6.3",
        "проект ответа на обращение направлен",
        COORDINATOR,
        LABEL,
        (subject(LABEL),),
        changes(LABEL, now=("draft_sent_at",)),
        checks=(
            absent("answered_at", "На это обращение уже ответили."),
            absent("draft_sent_at", "Проект ответа уже направлен."),
        ),
    ),
    change(
        "answer_appeal",
        "6.3",
        "на обращение дан ответ",
        CURATOR,
        LABEL,
        (subject(LABEL),),
        changes(LABEL, now=("answered_at",)),
        checks=(absent("answered_at", "На это обращение уже ответили."),),
    ),
)
