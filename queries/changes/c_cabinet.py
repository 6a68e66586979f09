"""Cabinets on the platform: opened, entered."""

from __future__ import annotations

from graph.model.cabinet import CabinetKind
from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import changes, creates
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "Cabinet"


def _of_its_owner(work: Work) -> None:
    of_student = work.given["kind"] == CabinetKind.STUDENT.value
    if of_student != (work.must("owner").label == "Student"):
        raise RefusedError("kind", "Вид кабинета не подходит его владельцу.")


CHANGES = (
    change(
        "open_cabinet",
        "5.4.3",
        "открыт личный кабинет",
        COORDINATOR,
        LABEL,
        (*own(LABEL, "kind"), to(LABEL, "owner"), to(LABEL, "in_region")),
        creates(LABEL, now=("opened_at",)),
        checks=(_of_its_owner,),
    ),
    change(
        "enter_cabinet",
        "5.4.3",
        "владелец вошёл в личный кабинет",
        COORDINATOR,
        LABEL,
        (subject(LABEL),),
        changes(LABEL, now=("last_entered_at",)),
    ),
)
