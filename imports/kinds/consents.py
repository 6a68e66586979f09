"""Consents of legal representatives: given, refused, withdrawn; one row a consent of a child."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from graph.model.consent import Purpose
from imports import values as columns
from imports.asking import people
from imports.asking.names import name_columns, name_of
from imports.asking.rows import in_order, links, names_of, not_to_come, own, to
from imports.draft import Draft, Find, Moment, To
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import consent, guardian, region

_NONE_WITHOUT: Final = "Без согласия на обработку нет и остальных: впишите «да» или уберите строку."
_DAY: Final = "Впишите день, когда согласие дано, или день отказа."

COLUMNS: Final[tuple[Column, ...]] = (
    *people.child_columns(),
    *name_columns(
        "Guardian",
        "guardian",
        "ФИО представителя",
        "ФИО законного представителя",
        "Ф.И.О. законного представителя",
        "ФИО родителя",
        "ФИО родителя (законного представителя)",
        "ФИО родителей",
        "Законный представитель",
        "Родитель",
        "Родитель (законный представитель)",
        "Кто подписал",
        "Подписал",
        of=("представителя", "законного представителя", "родителя"),
        example="Петров Игорь Сергеевич",
    ),
    columns.of(
        "Guardian",
        "kinship",
        "Кем приходится",
        "Степень родства",
        "Родство",
        "Статус представителя",
        "Родственная связь",
        link="children",
        example="отец",
    ),
    columns.of(
        "Guardian",
        "legal",
        "Законный представитель (да/нет)",
        "Является законным представителем",
        "Законность представительства",
        link="children",
        required=False,
        example="да",
    ),
    columns.yes_no(
        "processing",
        "Согласие на обработку",
        "Согласие на обработку данных",
        "Согласие на обработку персональных данных",
        "Согласие на обработку ПДн",
        "Обработка ПДн",
        "Обработка персональных данных",
        "СОПД",
    ),
    columns.yes_no(
        "images",
        "Согласие на фото и видео",
        "Согласие на съёмку",
        "Согласие на фото",
        "Согласие на фото- и видеосъёмку",
        "Согласие на использование изображений",
        "Фото и видео",
        "Использование изображений",
    ),
    columns.of(
        "Consent",
        "given_on",
        "Дата согласия",
        "Согласие дано",
        "Дано",
        "Дата подписания",
        "Дата подписания согласия",
        "Дата получения согласия",
        "Согласие от",
        example="09.09.2026",
    ),
    columns.of(
        "Consent",
        "valid_until",
        "Действует до",
        "Срок действия",
        "Срок действия согласия",
        "Согласие действует до",
        example="31.08.2027",
    ),
    columns.of(
        "Consent",
        "refused_on",
        "Дата отказа",
        "Отказ",
        "Отказано",
        "В согласии отказано",
    ),
    columns.of(
        "Consent",
        "withdrawn_at",
        "Дата отзыва",
        "Отозвано",
        "Согласие отозвано",
        "Дата отзыва согласия",
    ),
    columns.of(
        "Consent",
        "channel",
        "Как получено",
        "Способ получения",
        "Канал",
        "Форма согласия",
        "Вид согласия",
        example="платформа",
    ),
    columns.of(
        "Consent",
        "recorded_at",
        "Внесено на платформу",
        "Дата внесения",
        "Дата внесения на платформу",
        example="10.09.2026",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The consent, and who signed it."""
    day = _check(values, place)
    child = people.child(values)
    find = consent.GIVEN if "given_on" in values else consent.REFUSED
    column = "given_on" if "given_on" in values else "refused_on"
    yield Draft(
        "Consent",
        find.find(column, child, values.get("given_on"), values.get("refused_on")),
        own(values, "given_on", "valid_until", "refused_on", "withdrawn_at", "channel")
        | own(values, "recorded_at")
        | _purposes(values),
        links(child=to(child), signed_by=to(_guardian(values, place, child, day))),
        once={"recorded_at": values.get("recorded_at", Moment.NOW)}
        | {"purposes": _all_purposes(values)},
    )


def _check(values: Values, place: Place) -> date:
    """The day of the consent or refusal; RowError if the row's days and answers don't agree."""
    not_to_come(values, place, COLUMNS)
    given: date | None = values.get("given_on")
    refused: date | None = values.get("refused_on")
    day = given or refused
    if day is None:
        raise RowError("given_on", "не сказано, когда согласие дано или когда отказано", _DAY)
    if given is not None and refused is not None:
        what = "согласие и дано, и в нём отказано"
        raise RowError("refused_on", what, "Оставьте одну из двух дат.")
    if given is None and "withdrawn_at" in values:
        raise RowError("withdrawn_at", "отозвано то, что не было дано", _DAY)
    if values.get("processing") is False and given is not None:
        raise RowError(
            "processing", "согласия на обработку нет, а день согласия есть", _NONE_WITHOUT
        )
    in_order(values, place, "given_on", "valid_until", "согласие кончается раньше, чем дано")
    in_order(values, place, "given_on", "withdrawn_at", "согласие отозвано раньше, чем дано")
    return day


def _purposes(values: Values) -> dict[str, Any]:
    """What the sheet says of purposes; a known consent keeps its own if it says nothing."""
    return {"purposes": _all_purposes(values)} if "images" in values else {}


def _all_purposes(values: Values) -> list[str]:
    images = [Purpose.IMAGES.value] if values.get("images") else []
    return [Purpose.PROCESSING.value, *images]


def _guardian(values: Values, place: Place, child: Draft | Find, day: date) -> Draft | None:
    name = name_of(values, "guardian")
    if name is None:
        return None
    said = own(values, "kinship", "legal")
    once = {"from": day, "legal": values.get("legal", True)}
    return Draft(
        "Guardian",
        guardian.OF_CHILD.find("guardian", *name, child),
        names_of(name),
        {"in_region": region.here(place), "children": (To(child, said, once),)},
    )


KIND: Final = SheetKind(
    "consents",
    "Согласия",
    "5.2.3",
    COLUMNS,
    drafts,
    about="Согласия законных представителей, отказы и отзывы; дети уже должны быть внесены.",
    of_stopped=True,
    one_of=(
        ("child", "child_family_name", "child_id"),
        ("given_on", "refused_on"),
    ),
)
