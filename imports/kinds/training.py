"""Training of the regional team: one row an event with one who took part, or an event alone."""

from __future__ import annotations

from collections.abc import Iterator

from imports import values as columns
from imports.asking import people
from imports.asking.rows import in_order, links, own
from imports.draft import Draft, To
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import region, training_event, training_need

COLUMNS: tuple[Column, ...] = (
    columns.of(
        "TrainingEvent",
        "title",
        "Название",
        "Обучающее мероприятие",
        "Название мероприятия",
        "Наименование мероприятия",
        "Наименование",
        "Мероприятие",
        "Название программы",
        "Программа обучения",
        "Тема",
        "Тема обучения",
        example="Школа навигаторов",
    ),
    columns.of(
        "TrainingEvent",
        "starts_on",
        "Начало",
        "Дата начала",
        "Дата",
        "Дата проведения",
        "Первый день",
        "Начало обучения",
        example="05.10.2025",
    ),
    columns.of(
        "TrainingEvent",
        "ends_on",
        "Окончание",
        "Дата окончания",
        "Последний день",
        "Конец",
        "Окончание обучения",
        example="07.10.2025",
    ),
    columns.of(
        "TrainingEvent",
        "organiser",
        "Организатор",
        "Организация, проводившая обучение",
        "Кто проводил",
        "Организатор обучения",
        example="Институт развития образования",
    ),
    columns.of(
        "TrainingEvent",
        "form",
        "Форма",
        "Форма обучения",
        "Форма проведения",
        example="вебинар",
    ),
    columns.of(
        "TrainingEvent",
        "hours",
        "Часов",
        "Объём, ч",
        "Объём",
        "Количество часов",
        "Часы",
        "Кол-во часов",
        "Объём программы, ч",
        example="16",
    ),
    columns.text(
        "meets",
        "Потребность",
        "Тема потребности",
        "Отвечает потребности",
        example="Работа с рекомендациями",
        fix="Впишите тему потребности так, как она заявлена, или оставьте пустым.",
    ),
    columns.full_name(
        "participant",
        "ФИО участника",
        "Участник",
        "ФИО",
        "Ф.И.О.",
        "ФИО слушателя",
        "Слушатель",
        "Фамилия, имя, отчество",
        example="Смирнова Елена Викторовна",
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
        example="smirnova@example.org",
    ),
    columns.of(
        "Person",
        "role",
        "Роль",
        "Роль участника",
        "Категория",
        "Категория участника",
        "Категория слушателя",
        "Должность",
        link="training",
        required=False,
        example="педагог-навигатор",
    ),
    columns.of(
        "Person",
        "attended",
        "Присутствовал",
        "Посетил",
        "Присутствие",
        "Прошёл обучение",
        "Явка",
        link="training",
        example="да",
    ),
    columns.of(
        "Person",
        "certificate",
        "Номер свидетельства",
        "Свидетельство",
        "Сертификат",
        "Удостоверение",
        "Номер удостоверения",
        "Номер сертификата",
        "№ удостоверения",
        link="training",
        example="УД-0042",
    ),
)
_EVENT = ("title", "starts_on", "ends_on", "organiser", "form", "hours")
_PART = ("role", "attended", "certificate")


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The event, then the person who took part."""
    _check(values, place)
    event = Draft(
        "TrainingEvent",
        training_event.ON_DAY.find("title", values["title"], values["starts_on"]),
        own(values, *_EVENT),
        links(
            in_region=region.here(place),
            meets=tuple(map(To, training_need.TOPIC.find("meets", values.get("meets"), None))),
        ),
    )
    yield event
    part = {"training": (To(event, own(values, *_PART)),)}
    someone = people.adult(values, "participant", own(values, "email"), part)
    if someone is not None:
        yield someone


def _check(values: Values, place: Place) -> None:
    what = "мероприятие кончается раньше, чем начинается"
    in_order(values, place, "starts_on", "ends_on", what)
    if "participant" not in values:
        if {"email", *_PART} & values.keys():
            told = "сказано об участнике, а кто он — нет"
            raise RowError("participant", told, "Впишите фамилию, имя и отчество участника.")
    elif "role" not in values:
        fix = "Впишите роль участника: кем он был на обучении."
        raise RowError("role", "не сказана роль участника", fix)
    if values.get("attended") and values["starts_on"] > place.today:
        told = "мероприятие ещё не началось, а присутствие отмечено"
        raise RowError("attended", told, "Проверьте день мероприятия.")


KIND = SheetKind(
    name="training",
    ru="Обучение",
    clause="6.2.7",
    columns=COLUMNS,
    drafts=drafts,
    varying=frozenset({"participant", "email", *_PART}),
    about="Обучающие мероприятия и кто в них участвовал: строка — мероприятие и один участник.",
)
