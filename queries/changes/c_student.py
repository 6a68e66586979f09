"""Students: registration, corrections, school and navigator, what the school says of a consent."""

from __future__ import annotations

from datetime import date

from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import of_link, own, subject, to
from queries.changes.making import changes, creates, ends, moves
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "Student"
_NAMES = ("family_name", "given_name", "patronymic", "birth_date", "grade", "grade_letter")


def _born(work: Work) -> None:
    """Nobody is registered before being born."""
    born: date | None = work.given.get("birth_date")
    if born is not None and born >= work.at.date():
        raise RefusedError("birth_date", "дата рождения ещё не наступила")


CHANGES = (
    change(
        "register_student",
        "5.2.2",
        "участник зарегистрирован",
        COORDINATOR,
        LABEL,
        (
            *own(LABEL, *_NAMES),
            to(LABEL, "in_region"),
            to(LABEL, "school", required=False),
            *of_link(LABEL, "school", "from", required=False),
            to(LABEL, "impairments", required=False),
        ),
        creates(LABEL, now=("registered_at",)),
        checks=(_born,),
    ),
    change(
        "change_student",
        "5.2.2",
        "сведения об участнике исправлены",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            *own(LABEL, *_NAMES, required=False),
            to(LABEL, "impairments", required=False),
        ),
        changes(LABEL),
        checks=(_born,),
    ),
    change(
        "transfer_student",
        "2.7",
        "участник перешёл в другую школу",
        COORDINATOR,
        LABEL,
        (subject(LABEL), to(LABEL, "school", required=True), *of_link(LABEL, "school", "from")),
        moves(LABEL, "school"),
    ),
    change(
        "withdraw_student",
        "2.7",
        "участник выбыл из школы",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *of_link(LABEL, "school", "to", required=True)),
        ends(LABEL, "school"),
    ),
    change(
        "guide_student",
        "2.9",
        "участника сопровождает другой педагог-навигатор",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            to(LABEL, "navigator", required=True),
            *of_link(LABEL, "navigator", "from"),
        ),
        moves(LABEL, "navigator"),
    ),
    change(
        "mark_consent",
        "5.2.3",
        "школа отметила, есть ли согласие",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "consent_mark", required=True)),
        changes(LABEL, now=("consent_marked_at",)),
    ),
)
