"""Practicums: published, changed, confirmed, moved, cancelled, held."""

from __future__ import annotations

from datetime import timedelta

from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import absent, changes, creates, ordered, present
from queries.changes.refusing import StepError
from queries.changes.work import Work

LABEL = "Practicum"
_WHEN = ("on_day", "starts_at", "ends_at")
# A day begins up to so much earlier in a region than it does by UTC.
_EARLIEST = timedelta(hours=12)
_LISTS = (
    to(LABEL, "mentors", required=False),
    to(LABEL, "adapted_for", required=False),
)

_GOING_ON = (
    present("posted_at", "Практикум ещё не размещён на платформе."),
    absent("cancelled_at", "Практикум отменён."),
    absent("held_at", "Практикум уже проведён."),
)


_hours = ordered("starts_at", "ends_at", "Практикум не может кончиться раньше, чем начался.")


def _its_day_came(work: Work) -> None:
    day = work.subject.fields.get("on_day")
    if day is None or day > (work.at + _EARLIEST).date():
        raise StepError("id", "День практикума не назначен или ещё не наступил.")


CHANGES = (
    change(
        "publish_practicum",
        "5.3.2",
        "практикум размещён на платформе",
        COORDINATOR,
        LABEL,
        (
            *own(LABEL, "title", "format", *_WHEN, "place", "capacity", "day_off_reason"),
            to(LABEL, "venue"),
            to(LABEL, "campaign", required=True),
            to(LABEL, "competence"),
            *_LISTS,
        ),
        creates(LABEL, now=("posted_at",)),
        checks=(_hours,),
    ),
    change(
        "change_practicum",
        "5.3.3",
        "практикум изменён",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            *own(LABEL, "title", "format", "starts_at", "ends_at", required=False),
            *own(LABEL, "place", "capacity", "day_off_reason"),
            to(LABEL, "competence"),
            *_LISTS,
        ),
        changes(LABEL, now=("changed_at",)),
        checks=(*_GOING_ON, _hours),
    ),
    change(
        "confirm_practicum",
        "5.3.3",
        "практикум подтверждён координатором",
        COORDINATOR,
        LABEL,
        (subject(LABEL),),
        changes(LABEL, now=("confirmed_at",)),
        checks=(*_GOING_ON, present("on_day", "У практикума нет дня: подтверждать нечего.")),
    ),
    change(
        "move_practicum",
        "5.3.4",
        "практикум перенесён",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            *own(LABEL, "on_day", "move_reason", required=True),
            *own(LABEL, "starts_at", "ends_at", "place", "day_off_reason"),
        ),
        changes(LABEL, now=("moved_at", "changed_at")),
        checks=(*_GOING_ON, _hours),
    ),
    change(
        "cancel_practicum",
        "5.3.4",
        "практикум отменён",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "cancel_reason", required=True)),
        changes(LABEL, now=("cancelled_at",)),
        checks=(
            absent("cancelled_at", "Практикум уже отменён."),
            absent("held_at", "Практикум уже проведён."),
        ),
    ),
    change(
        "hold_practicum",
        "5.3.4",
        "практикум проведён",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "day_off_reason")),
        changes(LABEL, now=("held_at",)),
        checks=(
            absent("held_at", "Практикум уже проведён."),
            absent("cancelled_at", "Практикум отменён."),
            _its_day_came,
        ),
    ),
)
