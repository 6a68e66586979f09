"""Who is enrolled in a practicum, and who came."""

from __future__ import annotations

from typing import LiteralString

from graph.session import Row
from graph.writing import write_links
from queries.changes.consenting import unless_stopped
from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import ref, subject
from queries.changes.making import absent, changes
from queries.changes.refusing import StepError
from queries.changes.work import Work

LABEL = "Practicum"
STUDENT = "Student"

CAME: LiteralString = """
MATCH (p:Practicum {id: $practicum})<-[:ATTENDED]-(n:Student)
WHERE ($scope_all OR p.region IN $scope_regions)
  AND ($scope_all OR n.region IN $scope_regions)
RETURN n.id AS id ORDER BY id
"""

NOT_HERE: LiteralString = """
UNWIND $ids AS id
MATCH (n:Student {id: id})-[came:ATTENDED]->(:Practicum {id: $practicum})
WHERE ($scope_all OR n.region IN $scope_regions)
DELETE came
"""


def _enrolment(work: Work, student: str) -> Row:
    return {"source": student, "target": work.subject.id}


async def _enrol(work: Work) -> None:
    """Enrol these students; who is enrolled already stays so, a cancelled enrolment is renewed."""
    students = work.all("students")
    work.touch(STUDENT, *(one.id for one in students))
    rows = [
        _enrolment(work, one.id) | {"enrolled_at": work.at, "cancelled_at": None}
        for one in students
        if not any(
            link["id"] == work.subject.id and link.get("cancelled_at") is None
            for link in one.links("enrolments")
        )
    ]
    if rows:
        await write_links(work.writer, STUDENT, "enrolments", rows)


async def _cancel(work: Work) -> None:
    """Cancel one enrolment."""
    student = work.must("student")
    found = [one for one in student.links("enrolments") if one["id"] == work.subject.id]
    if not found or found[0].get("cancelled_at") is not None:
        raise StepError("student", "Участник не записан на этот практикум.")
    work.touch(STUDENT, student.id)
    row = _enrolment(work, student.id) | {"enrolled_at": found[0]["enrolled_at"]}
    await write_links(work.writer, STUDENT, "enrolments", [row | {"cancelled_at": work.at}])


async def _record(work: Work) -> None:
    """The list is all who came: who was entered before and is not in it is taken off."""
    await changes(LABEL, now=("attendance_recorded_at",))(work)
    practicum = work.subject.id
    asked = work.actor.parameters(practicum=practicum)
    before = {row["id"] for row in await work.writer.rows(CAME, asked)}
    here = {one.id for one in work.all("students")}
    await work.know(STUDENT, sorted(before))
    work.touch(STUDENT, *sorted(before ^ here))
    gone = work.actor.parameters(practicum=practicum, ids=sorted(before - here))
    await work.writer.rows(NOT_HERE, gone)
    rows = [_enrolment(work, one) | {"recorded_at": work.at} for one in sorted(here - before)]
    if rows:
        await write_links(work.writer, STUDENT, "attendances", rows)


_STUDENTS = ref("students", STUDENT, "участники", many=True)
_OPEN = (absent("cancelled_at", "Практикум отменён."),)

CHANGES = (
    change(
        "enrol_students",
        "5.3.5",
        "участники записаны на практикум",
        COORDINATOR,
        LABEL,
        (subject(LABEL), _STUDENTS),
        unless_stopped("students", _enrol),
        checks=(*_OPEN, absent("held_at", "Практикум уже проведён.")),
        also=(STUDENT,),
        touches=("ENROLLED_IN",),
    ),
    change(
        "cancel_enrolment",
        "5.3.5",
        "запись участника отменена",
        COORDINATOR,
        LABEL,
        (subject(LABEL), ref("student", STUDENT, "участник")),
        _cancel,
        also=(STUDENT,),
        touches=("ENROLLED_IN",),
    ),
    change(
        "record_attendance",
        "5.3.5",
        "внесено, кто посетил практикум",
        COORDINATOR,
        LABEL,
        (subject(LABEL), _STUDENTS),
        _record,
        checks=_OPEN,
        also=(STUDENT,),
        touches=(LABEL, "ATTENDED"),
    ),
)
