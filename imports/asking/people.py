"""Adults and children whom rows of several kinds name: their columns, and how they are found.

Pure. A child must be known already; an adult is made if the region doesn't know one of that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from imports import values as columns
from imports.asking import schools
from imports.asking.names import name_columns, needed_name
from imports.asking.rows import given, must, names_of
from imports.draft import Draft, Find, To
from imports.sheet import Column, RowError, Values
from imports.ways import competence, person, student

CHILD_KEYS: Final = ("child_id", "child", "child_family_name")
"""Columns of which a file needs one to tell who the child is."""

BIRTH_DATE: Final = columns.of(
    "Student",
    "birth_date",
    "Дата рождения",
    "Дата рожд.",
    "Д.р.",
    "ДР",
    "Дата рождения участника",
    "Дата рождения обучающегося",
    "Дата рождения ребёнка",
    "Родился",
    example="14.03.2012",
)


def child_columns() -> tuple[Column, ...]:
    """Who the child is: by number, or by names with birth date or school."""
    return (
        columns.text(
            "child_id",
            "Номер участника",
            "ID участника",
            "ID обучающегося",
            "Идентификатор участника",
            "Идентификатор обучающегося",
            example="",
            fix="Впишите номер участника из выгрузки или оставьте пустым.",
        ),
        *name_columns(
            "Student",
            "child",
            "ФИО участника",
            "ФИО",
            "Ф.И.О.",
            "Ф.И.О. участника",
            "ФИО обучающегося",
            "Ф.И.О. обучающегося",
            "ФИО ученика",
            "ФИО ребёнка",
            "Ф.И.О. ребёнка",
            "ФИО учащегося",
            "ФИО школьника",
            "Фамилия, имя, отчество",
            "Фамилия имя отчество",
            "Фамилия, имя, отчество обучающегося",
            "Фамилия, имя, отчество участника",
            "Участник",
            "Обучающийся",
            "Ученик",
            "Ребёнок",
            of=("", "участника", "обучающегося", "учащегося", "ученика", "ребёнка"),
            example="Петрова Анна Игоревна",
        ),
        BIRTH_DATE,
        *schools.COLUMNS,
    )


def child(values: Values) -> Draft | Find:
    """The child of the row; RowError if the row doesn't tell enough to find one."""
    if "child_id" in values:
        return student.BY_ID.find("child_id", *(None,) * 5, values["child_id"])[0]
    at = schools.school_of(values)
    name = needed_name(values, "child")
    found = must("Student", student.finds("child", name, values.get("birth_date"), at))
    if found is None:
        what = "нет ни даты рождения, ни школы: ребёнка не узнать"
        raise RowError("birth_date", what, "Впишите дату рождения или школу.")
    return found


def adult(
    values: Values,
    key: str,
    properties: Mapping[str, Any] | None = None,
    links: Mapping[str, tuple[To, ...]] | None = None,
) -> Draft | None:
    """The adult named in the column `key`, made if unknown; None if the row names nobody.

    `properties` are what else the row says of the person, `email` among it.
    """
    if key not in values:
        return None
    more = dict(properties or {})
    finds = person.reached(key, values[key], more.get("email"))
    return Draft("Person", finds, names_of(values[key]) | more, links or {})


def competences(values: Values, key: str) -> tuple[To, ...]:
    """Links to the competences that a column lists."""
    found = (competence.NAME.find(key, name) for name in values.get(key, ()))
    return tuple(To(find) for finds in found for find in finds)


def contacts(values: Values, email: str, phone: str) -> dict[str, Any]:
    """How to reach somebody, by the keys of the columns that tell it."""
    return given(values, email=email, phone=phone)
