"""What the regional team needs to learn: one row a need."""

from __future__ import annotations

from collections.abc import Iterator

from imports import values as columns
from imports.asking.rows import in_order, not_to_come, own
from imports.draft import Draft
from imports.sheet import Column, Place, SheetKind, Values
from imports.ways import region, training_need

COLUMNS: tuple[Column, ...] = (
    columns.of(
        "TrainingNeed",
        "topic",
        "Тема",
        "Потребность в обучении",
        "Потребность",
        "Тема обучения",
        "Тема потребности",
        "Чему нужно обучить",
        example="Работа с рекомендациями",
    ),
    columns.of(
        "TrainingNeed",
        "raised_on",
        "Заявлена",
        "Дата заявки",
        "Дата заявления",
        "Когда заявлена",
        example="01.10.2025",
    ),
    columns.of(
        "TrainingNeed",
        "audience",
        "Аудитория",
        "Кого обучить",
        "Категория слушателей",
        "Целевая аудитория",
        example="педагоги-навигаторы",
    ),
    columns.of(
        "TrainingNeed",
        "people",
        "Человек",
        "Количество человек",
        "Число человек",
        "Количество слушателей",
        "Кол-во человек",
        example="25",
    ),
    columns.of("TrainingNeed", "form", "Форма", "Форма обучения", example="семинар"),
    columns.of(
        "TrainingNeed",
        "wanted_on",
        "Желательная дата",
        "Желаемая дата",
        "Желательный срок",
        "Планируемая дата",
        example="15.12.2025",
    ),
    columns.of(
        "TrainingNeed",
        "place",
        "Место",
        "Место проведения",
        "Место обучения",
        example="Казань",
    ),
    columns.of(
        "TrainingNeed",
        "priority",
        "Приоритет",
        "Срочность",
        "Приоритетность",
        words={
            "1 — срочно": 1,
            "2 — важно": 2,
            "3 — желательно": 3,
            "1": 1,
            "2": 2,
            "3": 3,
            "срочно": 1,
            "важно": 2,
            "желательно": 3,
            "высокий": 1,
            "средний": 2,
            "низкий": 3,
        },
        example="2 — важно",
    ),
    columns.of(
        "TrainingNeed",
        "reason",
        "Обоснование",
        "Причина",
        "Почему нужно",
        example="новые школы в проекте",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The need."""
    not_to_come(values, place, COLUMNS)
    what = "желательная дата раньше, чем потребность заявлена"
    in_order(values, place, "raised_on", "wanted_on", what)
    finds = training_need.ON_DAY.find("topic", values["topic"], values["raised_on"])
    fields = own(values, *(one.key for one in COLUMNS))
    yield Draft("TrainingNeed", finds, fields, {"in_region": region.here(place)})


KIND = SheetKind(
    name="training_needs",
    ru="Потребности в обучении",
    clause="6.2.11",
    columns=COLUMNS,
    drafts=drafts,
    about="Чему и кого в регионе нужно обучить, к какому дню и почему.",
)
