"""Contracts with venues, step by step: sent, signed, ended."""

from __future__ import annotations

from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import absent, changes, creates, ordered, present
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "VenueContract"


def _due_later(work: Work) -> None:
    due = work.given.get("due_on")
    if due is not None and due < work.given["sent_on"]:
        raise RefusedError("due_on", "Срок подписания раньше, чем договор направлен.")


CHANGES = (
    change(
        "send_venue_contract",
        "5.4.4",
        "договор направлен площадке",
        COORDINATOR,
        LABEL,
        (
            to(LABEL, "venue"),
            to(LABEL, "campaign"),
            *own(LABEL, "number", "due_on"),
            *own(LABEL, "sent_on", required=True),
        ),
        creates(LABEL),
        checks=(_due_later,),
    ),
    change(
        "sign_venue_contract",
        "5.4.4",
        "договор с площадкой подписан",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            *own(LABEL, "signed_on", required=True),
            *own(LABEL, "number", "valid_until"),
        ),
        changes(LABEL),
        checks=(
            absent("signed_on", "Договор уже подписан."),
            present("sent_on", "Договор ещё не направлен площадке."),
            ordered("sent_on", "signed_on", "Договор не могли подписать раньше, чем направили."),
            ordered("signed_on", "valid_until", "Договор не может кончиться раньше подписания."),
        ),
    ),
    change(
        "end_venue_contract",
        "5.4.4",
        "договор с площадкой прекращён",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "valid_until", required=True)),
        changes(LABEL),
        checks=(
            present("signed_on", "Договор ещё не подписан: прекращать нечего."),
            ordered("signed_on", "valid_until", "Договор не может кончиться раньше подписания."),
        ),
    ),
)
