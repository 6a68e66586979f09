"""Students: one row a child, with its class, school, impairment groups and navigator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from graph.declaration import Personal
from imports import values as columns
from imports.asking.names import name_columns, needed_name
from imports.asking.people import BIRTH_DATE
from imports.asking.rows import links, names_of, not_to_come, own, to
from imports.asking.schools import COLUMNS as SCHOOL
from imports.asking.schools import school_of
from imports.draft import Draft, Find, Moment, To
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import impairment_group, person, region, student

NAME: Final = name_columns(
    "Student",
    "full_name",
    "ФИО",
    "Ф.И.О.",
    "ФИО участника",
    "ФИО обучающегося",
    "Ф.И.О. обучающегося",
    "Ф.И.О. участника",
    "ФИО учащегося",
    "Ф.И.О. учащегося",
    "ФИО ученика",
    "ФИО ребёнка",
    "ФИО школьника",
    "ФИО полностью",
    "Фамилия, имя, отчество",
    "Фамилия имя отчество",
    "Фамилия, имя, отчество обучающегося",
    "Фамилия, имя, отчество участника",
    "Участник",
    "Обучающийся",
    "Ученик",
    of=("", "участника", "обучающегося", "учащегося", "ученика", "ребёнка"),
    example="Петрова Анна Игоревна",
)
GRADE: Final = (
    columns.grade(
        "grade",
        "Класс",
        "Класс обучения",
        "Номер класса",
        "Параллель",
        "Класс (номер)",
        "Класс (цифра)",
        "Класс, цифра",
        "Цифра класса",
        example="8",
    ),
    columns.of(
        "Student",
        "grade_letter",
        "Литера",
        "Буква",
        "Литера класса",
        "Буква класса",
        "Класс (буква)",
        "Класс (литера)",
        "Класс, буква",
        "Класс, литера",
        example="Б",
    ),
)
NAVIGATOR: Final = columns.full_name(
    "navigator",
    "Педагог-навигатор",
    "Навигатор",
    "ФИО навигатора",
    "ФИО педагога-навигатора",
    "Ответственный навигатор",
    "Ответственный педагог-навигатор",
    "Закреплённый навигатор",
    example="Смирнова Ольга Викторовна",
    fix="Впишите педагога-навигатора так, как он внесён в списке представителей школ.",
)

COLUMNS: Final[tuple[Column, ...]] = (
    columns.text(
        "id",
        "Номер участника",
        "ID участника",
        "ID обучающегося",
        "Идентификатор участника",
        "ID",
        example="",
        fix="Впишите номер участника из выгрузки или оставьте пустым.",
    ),
    *NAME,
    BIRTH_DATE,
    *GRADE,
    *SCHOOL,
    columns.several(
        "impairments",
        "Нозологическая группа",
        "Нозология",
        "Нозологии",
        "Нозологические группы",
        "Категория ОВЗ",
        "ОВЗ",
        "Вид ОВЗ",
        "Нарушения здоровья",
        example="Слабовидящие",
        fix="Впишите нозологические группы из справочника через точку с запятой.",
        personal=Personal.SPECIAL,
    ),
    NAVIGATOR,
    columns.of(
        "Student",
        "registered_at",
        "Зарегистрирован",
        "Дата регистрации",
        "Зарегистрирован на платформе",
        "Дата регистрации на платформе",
        example="10.09.2026",
    ),
    columns.of(
        "Student",
        "consent_mark",
        "Согласие по словам школы",
        "Согласие",
        "Согласие получено",
        "Наличие согласия",
        "Отметка о согласии",
        "Согласие родителей",
        "Согласие на обработку ПДн",
        example="получено",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The child."""
    not_to_come(values, place, COLUMNS)
    at = school_of(values)
    yield child(values, place, at, links(navigator=_guided(values, at)))


def child(
    values: Values, place: Place, at: Draft | None, more: Mapping[str, tuple[To, ...]]
) -> Draft:
    """The child of a row, who studies `at`, with `more` links; RowError if it isn't told who."""
    _check(values, place, at)
    known = "id" in values
    entered: datetime | None = values.get("registered_at")
    since = entered.astimezone(place.zone).date() if entered else Moment.TODAY
    own_links = links(
        in_region=region.here(place),
        school=to(at, **{"from": Moment.TODAY}),
        impairments=_impairments(values),
    )
    return Draft(
        "Student",
        student.BY_ID.find("id", *(None,) * 5, values["id"]) if known else _finds(values, at),
        _fields(values),
        {**own_links, **more},
        once={"registered_at": entered or Moment.NOW},
        links_once=links(school=to(at, **{"from": since})),
        make=not known,
        twins=True,
        along={"consent_marked_at": "consent_mark"},
    )


def _finds(values: Values, at: Draft | None) -> tuple[Find, ...]:
    name = needed_name(values, "full_name")
    return student.finds("full_name", name, values.get("birth_date"), at)


def _guided(values: Values, at: Draft | None) -> tuple[To, ...]:
    """The link to the navigator that the row names, who must be there."""
    if "navigator" not in values:
        return ()
    finds = person.named("navigator", values["navigator"], None, at)
    return to(Draft("Person", finds, make=False, keep=True), **{"from": Moment.TODAY})


def _check(values: Values, place: Place, at: Draft | None) -> None:
    born: date | None = values.get("birth_date")
    if born is not None and born >= place.today:
        raise RowError("birth_date", "дата рождения ещё не наступила", "Проверьте дату.")
    if born is None and at is None and "id" not in values:
        what = "нет ни даты рождения, ни школы: ребёнка не узнать"
        raise RowError("birth_date", what, "Впишите дату рождения или школу.")


def _fields(values: Values) -> dict[str, Any]:
    fields = names_of(needed_name(values, "full_name"))
    fields |= own(values, "birth_date", "grade_letter", "registered_at", "consent_mark")
    if "grade" in values:
        fields["grade"], letter = values["grade"]
        if letter is not None:
            fields.setdefault("grade_letter", letter)
    return fields


def _impairments(values: Values) -> tuple[To, ...]:
    names = values.get("impairments", ())
    return to(*(find for one in names for find in impairment_group.NAME.find("impairments", one)))


KIND: Final = SheetKind(
    "students",
    "Участники",
    "5.2.2",
    COLUMNS,
    drafts,
    about="Дети-участники: строка на ребёнка; узнаются по ФИО с датой рождения и школой.",
    one_of=(("full_name", "full_name_family_name"), ("birth_date", "school", "school_code")),
)
