"""Mentors with the documents that prove their qualification: one row a document, or a mentor."""

from __future__ import annotations

from collections.abc import Iterator

from imports import values as columns
from imports.asking import organisations, people
from imports.asking.rows import given, in_order, links, not_to_come, own, to
from imports.draft import Draft
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import mentor, qualification, region

COLUMNS: tuple[Column, ...] = (
    columns.full_name(
        "name",
        "ФИО наставника",
        "Наставник",
        "ФИО",
        "Ф.И.О.",
        "Ф.И.О. наставника",
        "ФИО эксперта-наставника",
        "Фамилия, имя, отчество",
        "Фамилия, имя, отчество наставника",
        required=True,
        example="Кузнецов Олег Иванович",
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
        example="kuznetsov@example.org",
    ),
    columns.of(
        "Person",
        "phone",
        "Телефон",
        "Тел.",
        "Контактный телефон",
        "Номер телефона",
        example="+7 900 000-00-02",
    ),
    *organisations.COLUMNS,
    columns.of(
        "Mentor",
        "position",
        "Должность",
        "Должность наставника",
        "Занимаемая должность",
        example="мастер производственного обучения",
    ),
    columns.several(
        "competences",
        "Компетенции",
        "Компетенция",
        "Компетенции наставника",
        "Направление",
        "Направления",
        example="Робототехника",
        fix="Перечислите через точку с запятой компетенции так, как они названы в справочнике.",
    ),
    columns.of(
        "Qualification",
        "kind",
        "Документ о квалификации",
        "Вид документа о квалификации",
        "Вид документа",
        "Документ",
        "Подтверждающий документ",
        "Документ, подтверждающий квалификацию",
        key="qualification_kind",
        required=False,
        example="диплом",
    ),
    columns.of(
        "Qualification",
        "number",
        "Номер документа",
        "№ документа",
        "Номер документа о квалификации",
        "Реквизиты документа",
        "Серия и номер документа",
        key="qualification_number",
        example="107704 0001234",
    ),
    columns.of(
        "Qualification",
        "issued_on",
        "Документ выдан",
        "Дата выдачи документа",
        "Дата выдачи",
        "Дата документа",
        key="qualification_issued_on",
        required=False,
        example="30.06.2019",
    ),
    columns.of(
        "Qualification",
        "valid_until",
        "Документ действует до",
        "Срок действия документа",
        "Действует до",
        key="qualification_valid_until",
        example="30.06.2029",
        fix="Впишите последний день действия или оставьте пустым, если документ бессрочный.",
    ),
    columns.of(
        "Qualification",
        "confirmed_on",
        "Квалификация подтверждена",
        "Дата подтверждения квалификации",
        "Подтверждён",
        "Дата подтверждения",
        key="qualification_confirmed_on",
        example="01.09.2025",
    ),
    columns.several(
        "proves",
        "Компетенции по документу",
        "Компетенция по документу",
        example="Робототехника",
        fix="Перечислите через точку с запятой компетенции так, как они названы в справочнике.",
    ),
)
_DOCUMENT = tuple(one.key for one in COLUMNS if one.key.startswith("qualification_"))


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The mentor, then the document."""
    _check(values, place)
    own_mentor = _mentor(values, place)
    yield own_mentor
    yield from _qualification(values, own_mentor)


def _check(values: Values, place: Place) -> None:
    not_to_come(values, place, COLUMNS)
    issued = "qualification_issued_on"
    until = "документ кончается раньше, чем выдан"
    in_order(values, place, issued, "qualification_valid_until", until)
    in_order(values, place, issued, "qualification_confirmed_on", "подтверждён раньше, чем выдан")


def _mentor(values: Values, place: Place) -> Draft:
    someone = people.adult(values, "name", own(values, "email", "phone"))
    return Draft(
        "Mentor",
        mentor.of_person("name", someone),
        own(values, "position"),
        links(
            in_region=region.here(place),
            person=to(someone),
            organisation=to(organisations.organisation_of(values)),
            competences=people.competences(values, "competences"),
        ),
    )


def _qualification(values: Values, own_mentor: Draft) -> Iterator[Draft]:
    names = ("kind", "number", "issued_on", "valid_until", "confirmed_on")
    fields = given(values, **{name: f"qualification_{name}" for name in names})
    proves = people.competences(values, "proves")
    if not fields and not proves:
        return
    for name, told in (("kind", "вид документа"), ("issued_on", "день выдачи документа")):
        if name not in fields:
            what = f"о квалификации сказано не всё: нужен {told}"
            raise RowError(f"qualification_{name}", what, f"Впишите {told}.")
    parts = own_mentor, fields["kind"], fields.get("number"), fields["issued_on"]
    way = qualification.NUMBER if "number" in fields else qualification.DAY
    finds = way.find(f"qualification_{'number' if 'number' in fields else 'kind'}", *parts)
    yield Draft("Qualification", finds, fields, links(mentor=to(own_mentor), proves=proves))


KIND = SheetKind(
    name="mentors",
    ru="Наставники",
    clause="2.8, 6.2.9",
    columns=COLUMNS,
    drafts=drafts,
    varying=frozenset({*_DOCUMENT, "proves"}),
    about="Наставник, его организация, компетенции и документ о квалификации; "
    "у кого документов несколько, тому столько же строк.",
)
