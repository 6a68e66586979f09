"""Appeals of citizens: received, drafted, answered. One row an appeal."""

from __future__ import annotations

from collections.abc import Iterator

from imports import values as columns
from imports.asking.rows import in_order, not_to_come, own
from imports.draft import Draft
from imports.sheet import Column, Place, SheetKind, Values
from imports.ways import appeal, region

COLUMNS: tuple[Column, ...] = (
    columns.of(
        "Appeal",
        "subject",
        "О чём обращение",
        "Тема обращения",
        "Обращение",
        "Тема",
        "О чём",
        "Содержание обращения",
        "Краткое содержание",
        "Суть обращения",
        example="Как записать ребёнка на практикум",
    ),
    columns.of(
        "Appeal",
        "received_on",
        "Получено",
        "Дата обращения",
        "Дата получения",
        "Дата поступления",
        "Поступило",
        example="02.11.2025",
    ),
    columns.of(
        "Appeal",
        "applicant",
        "Заявитель",
        "ФИО заявителя",
        "Ф.И.О. заявителя",
        "От кого",
        "Гражданин",
        example="Иванова М. П.",
    ),
    columns.of(
        "Appeal",
        "draft_due_on",
        "Проект ответа до",
        "Срок проекта ответа",
        "Подготовить проект до",
        "Срок подготовки проекта ответа",
        example="10.11.2025",
    ),
    columns.of(
        "Appeal",
        "draft_sent_at",
        "Проект ответа направлен",
        "Дата направления проекта ответа",
        "Проект направлен",
        example="06.11.2025",
    ),
    columns.of(
        "Appeal",
        "answered_at",
        "Ответ дан",
        "Дата ответа",
        "Ответ направлен",
        "Отвечено",
        example="09.11.2025",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The appeal."""
    not_to_come(values, place, COLUMNS)
    for earlier, later, what in (
        ("received_on", "draft_due_on", "срок проекта ответа раньше, чем обращение получено"),
        ("received_on", "draft_sent_at", "проект направлен раньше, чем обращение получено"),
        ("received_on", "answered_at", "ответ дан раньше, чем обращение получено"),
        ("draft_sent_at", "answered_at", "ответ дан раньше, чем направлен его проект"),
    ):
        in_order(values, place, earlier, later, what)
    told = values["subject"], values["received_on"], values.get("applicant")
    fields = own(values, *(one.key for one in COLUMNS))
    finds = appeal.RECEIVED.find("subject", *told)
    yield Draft("Appeal", finds, fields, {"in_region": region.here(place)})


KIND = SheetKind(
    name="appeals",
    ru="Обращения граждан",
    clause="6.3",
    columns=COLUMNS,
    drafts=drafts,
    about="Обращения граждан: когда получены, когда направлен проект ответа и дан ответ.",
)
