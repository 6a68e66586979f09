"""Mentors and the documents that prove their qualification. Source: clauses 2.8, 6.2.9."""

from __future__ import annotations

from graph.session import Row
from queries.changes.c_role import names
from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import changes, creates, ordered, person_of
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

MENTOR, QUALIFICATION = "Mentor", "Qualification"


async def _person(work: Work) -> Row:
    return {"person": await person_of(work, "person")}


def _days(work: Work) -> None:
    until = work.given.get("valid_until")
    if until is not None and until < work.given["issued_on"]:
        raise RefusedError("valid_until", "Документ не может кончиться раньше, чем выдан.")


CHANGES = (
    change(
        "register_mentor",
        "2.8",
        "внесён наставник",
        COORDINATOR,
        MENTOR,
        (
            to(MENTOR, "person", required=False),
            *names(),
            *own(MENTOR, "position"),
            to(MENTOR, "in_region"),
            to(MENTOR, "organisation"),
            to(MENTOR, "competences", required=False),
        ),
        creates(MENTOR, fill=_person),
        also=("Person",),
        touches=(MENTOR,),
    ),
    change(
        "record_qualification",
        "2.8",
        "внесён документ о квалификации наставника",
        COORDINATOR,
        QUALIFICATION,
        (
            to(QUALIFICATION, "mentor"),
            *own(QUALIFICATION, "kind", "number", "issued_on", "valid_until"),
            to(QUALIFICATION, "proves", required=False),
        ),
        creates(QUALIFICATION),
        checks=(_days,),
    ),
    change(
        "confirm_qualification",
        "2.8",
        "квалификация наставника подтверждена",
        COORDINATOR,
        QUALIFICATION,
        (subject(QUALIFICATION), *own(QUALIFICATION, "confirmed_on", required=True)),
        changes(QUALIFICATION),
        checks=(ordered("issued_on", "confirmed_on", "Подтверждён раньше, чем выдан."),),
    ),
)
