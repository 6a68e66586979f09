"""Measures by which the project is made known: one row a measure."""

from __future__ import annotations

from collections.abc import Iterator

from imports import values as columns
from imports.asking.rows import own
from imports.draft import Draft
from imports.sheet import Column, Place, SheetKind, Values
from imports.ways import promotion_measure, region

COLUMNS: tuple[Column, ...] = (
    columns.of(
        "PromotionMeasure",
        "title",
        "Название меры",
        "Мера продвижения",
        "Название",
        "Наименование",
        "Название публикации",
        "Тема",
        "Заголовок",
        "Содержание",
        example="Репортаж о практикумах в колледже",
    ),
    columns.of(
        "PromotionMeasure",
        "kind",
        "Вид",
        "Вид меры",
        "Вид продвижения",
        "Тип",
        "Тип меры",
        "Форма продвижения",
        example="СМИ",
    ),
    columns.of(
        "PromotionMeasure",
        "on_day",
        "Дата",
        "День",
        "Дата публикации",
        "Дата выхода",
        "Дата проведения",
        "Дата размещения",
        example="10.11.2025",
    ),
    columns.of(
        "PromotionMeasure",
        "channel",
        "Канал",
        "Источник",
        "Площадка размещения",
        "Наименование СМИ",
        "Социальная сеть",
        "СМИ",
        example="Телеканал «Регион»",
    ),
    columns.of(
        "PromotionMeasure",
        "link",
        "Ссылка",
        "Адрес в интернете",
        "Ссылка на публикацию",
        "Гиперссылка",
        "URL",
        example="https://example.org/news/1",
    ),
    columns.of(
        "PromotionMeasure",
        "reach",
        "Охват",
        "Охват, чел.",
        "Количество просмотров",
        "Просмотры",
        "Охват аудитории",
        example="1 200",
    ),
    columns.of(
        "PromotionMeasure",
        "audience",
        "Аудитория",
        "Целевая аудитория",
        "Для кого",
        example="родители учеников 6–11 классов",
    ),
    columns.of(
        "PromotionMeasure",
        "materials",
        "Фото и видео",
        "Материалы",
        "Ссылка на материалы",
        "Ссылка на фото и видео",
        "Фото/видео",
        example="https://example.org/album/1",
    ),
)
_OWN = tuple(one.key for one in COLUMNS)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The measure."""
    told = values["title"], values["kind"], values["on_day"]
    finds = promotion_measure.ON_DAY.find("title", *told)
    fields = own(values, *_OWN)
    yield Draft("PromotionMeasure", finds, fields, {"in_region": region.here(place)})


KIND = SheetKind(
    name="promotion",
    ru="Продвижение",
    clause="6.2.6",
    columns=COLUMNS,
    drafts=drafts,
    about="Меры продвижения проекта: публикации, мероприятия, встречи, рассылки.",
)
