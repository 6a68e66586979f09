"""Representatives and navigators of schools: one row a person and a school."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from imports import values as columns
from imports.asking.names import name_columns, needed_name
from imports.asking.rows import names_of, not_to_come, own
from imports.asking.schools import COLUMNS as SCHOOL
from imports.asking.schools import school_of
from imports.draft import Draft, Moment, To
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import person

_BOTH: Final = ("represents", "navigates")
_ROLES: Final = {
    "представитель школы": _BOTH[:1],
    "педагог-навигатор": _BOTH[1:],
    "представитель и навигатор": _BOTH,
    "представитель": _BOTH[:1],
    "школьный представитель": _BOTH[:1],
    "ответственный": _BOTH[:1],
    "ответственный от школы": _BOTH[:1],
    "ответственный за проект": _BOTH[:1],
    "школьный координатор": _BOTH[:1],
    "навигатор": _BOTH[1:],
    "педагог навигатор": _BOTH[1:],
    "оба": _BOTH,
    "обе роли": _BOTH,
    "представитель, навигатор": _BOTH,
    "представитель/навигатор": _BOTH,
    "представитель и педагог-навигатор": _BOTH,
    "представитель школы и педагог-навигатор": _BOTH,
    "представитель школы, педагог-навигатор": _BOTH,
}

COLUMNS: Final[tuple[Column, ...]] = (
    *name_columns(
        "Person",
        "full_name",
        "ФИО",
        "Ф.И.О.",
        "Фамилия, имя, отчество",
        "Фамилия имя отчество",
        "ФИО полностью",
        "ФИО представителя",
        "ФИО представителя школы",
        "ФИО навигатора",
        "ФИО педагога-навигатора",
        "ФИО педагога",
        "ФИО ответственного",
        "Представитель школы",
        "Педагог-навигатор",
        "Сотрудник",
        of=("", "представителя", "педагога", "навигатора"),
        example="Смирнова Ольга Викторовна",
    ),
    columns.column(
        columns.word(_ROLES),
        "role",
        "Роль",
        "Роль в проекте",
        "Кем является",
        "Статус",
        "Функция",
        fix="Впишите: представитель школы, педагог-навигатор или представитель и навигатор.",
        required=True,
        example="представитель и навигатор",
        words=_ROLES,
    ),
    columns.of(
        "Person",
        "email",
        "Электронная почта",
        "E-mail",
        "Email",
        "Почта",
        "Эл. почта",
        "Адрес электронной почты",
        "Электронный адрес",
        example="smirnova@school12.example",
        fix="Впишите адрес вида имя@школа.рф или оставьте пустым.",
    ),
    columns.of(
        "Person",
        "phone",
        "Телефон",
        "Тел.",
        "Номер телефона",
        "Контактный телефон",
        "Мобильный телефон",
        "Сотовый телефон",
        example="+7 900 000-00-01",
    ),
    *SCHOOL,
    columns.of(
        "Person",
        "registered_at",
        "Зарегистрирован",
        "Дата регистрации",
        "Зарегистрирован на платформе",
        "Дата регистрации на платформе",
        link="represents",
        example="05.09.2026",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The person with the roles that the row gives in the school."""
    not_to_come(values, place, COLUMNS)
    name, at = needed_name(values, "full_name"), school_of(values)
    if at is None:
        raise RowError("school", "не сказано, в какой школе", "Впишите школу.")
    said = own(values, "registered_at")
    since = values["registered_at"].astimezone(place.zone).date() if said else Moment.TODAY
    role = (To(at, said, {"from": since}),)
    yield Draft(
        "Person",
        person.known("full_name", name, values.get("email"), at),
        names_of(name) | own(values, "email", "phone"),
        dict.fromkeys(values["role"], role),
        twins=True,
    )


KIND: Final = SheetKind(
    "representatives",
    "Представители школ и педагоги-навигаторы",
    "5.2.1",
    COLUMNS,
    drafts,
    repeats=True,
    about="Кто представляет школу и кто в ней педагог-навигатор; строка на человека и школу.",
    one_of=(("full_name", "full_name_family_name"), ("school", "school_code")),
)
