"""Recommendations of navigators and mentors: one row a recommendation to one child."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.testing import Recommender
from imports import values as columns
from imports.asking import people, practicums
from imports.asking.rows import links, not_to_come, own, to
from imports.draft import Draft, Find
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import person, recommendation

COLUMNS: tuple[Column, ...] = (
    *people.child_columns(),
    columns.of(
        "Recommendation",
        "given_as",
        "Кто дал",
        "Роль",
        "Вид рекомендации",
        "В роли",
        "Кем дана",
        "Роль рекомендующего",
        required=False,
        example="наставник",
    ),
    columns.full_name(
        "given_by",
        "ФИО давшего рекомендацию",
        "Автор рекомендации",
        "ФИО автора рекомендации",
        "Автор",
        "ФИО наставника",
        "Наставник",
        "ФИО педагога-навигатора",
        "Педагог-навигатор",
        "Навигатор",
        "Рекомендацию дал",
        required=True,
        example="Кузнецов Олег Иванович",
    ),
    columns.of(
        "Recommendation",
        "given_at",
        "Дата рекомендации",
        "Дата",
        "Рекомендация дана",
        "Дата выдачи рекомендации",
        example="13.11.2025",
    ),
    *practicums.COLUMNS,
    columns.several(
        "advises",
        "Рекомендуемые компетенции",
        "Компетенции",
        "Компетенция",
        "Рекомендуемая компетенция",
        example="Робототехника",
        fix="Перечислите через точку с запятой компетенции так, как они названы в справочнике.",
    ),
    columns.of(
        "Recommendation",
        "text",
        "Рекомендация",
        "Текст рекомендации",
        "Текст",
        "Содержание рекомендации",
        required=True,
        example="Продолжить в формате вовлечённого выбора.",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The recommendation; the child, its author and the practicum must be there."""
    not_to_come(values, place, COLUMNS)
    after = practicums.practicum_of(values, place)
    given_as = _given_as(values, after)
    day = values.get("practicum_day")
    if day is not None and values["given_at"].astimezone(place.zone).date() < day:
        what = "рекомендация дана раньше, чем прошёл практикум"
        raise RowError("given_at", what, "Проверьте обе даты: какая из них верна.")
    who = people.child(values)
    author = Draft("Person", person.named("given_by", values["given_by"]), make=False)
    parts = who, given_as, after, author, values["given_at"]
    way = recommendation.ON if after is None else recommendation.AFTER_BY
    yield Draft(
        "Recommendation",
        way.find("child", *parts),
        own(values, "text", "given_at") | {"given_as": given_as},
        links(
            student=to(who),
            given_by=to(author),
            after=to(after),
            advises=people.competences(values, "advises"),
        ),
    )


def _given_as(values: Values, after: Draft | Find | None) -> str:
    """As what it was given; by default a mentor's if after a practicum. Source: clause 5.4.6."""
    usual = Recommender.NAVIGATOR if after is None else Recommender.MENTOR
    given_as = str(values.get("given_as", usual.value))
    if given_as == Recommender.MENTOR and after is None:
        what = "рекомендация наставника, а практикум не назван"
        raise RowError("practicum", what, "Впишите практикум и его день.")
    return given_as


KIND = SheetKind(
    name="recommendations",
    ru="Рекомендации",
    clause="5.2.4, 5.4.6",
    columns=COLUMNS,
    drafts=drafts,
    one_of=(people.CHILD_KEYS,),
    about="Рекомендации педагогов-навигаторов и наставников детям; наставника — после практикума.",
)
