"""Who was enrolled in a practicum and who came: one row a child and a practicum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from imports import values as columns
from imports.asking import people, practicums
from imports.asking.rows import in_order, links, not_to_come
from imports.draft import Draft, Moment, To
from imports.sheet import Column, Place, RowError, SheetKind, Values

COLUMNS: tuple[Column, ...] = (
    *practicums.COLUMNS,
    *people.child_columns(),
    columns.yes_no(
        "enrolled",
        "Записан",
        "Записан на практикум",
        "Запись",
        "Зарегистрирован",
        "Зарегистрирован на практикум",
        example="да",
    ),
    columns.of(
        "Student",
        "enrolled_at",
        "Дата записи",
        "Записан (дата)",
        "Дата и время записи",
        "Дата записи на практикум",
        link="enrolments",
        required=False,
        example="05.11.2025",
    ),
    columns.of(
        "Student",
        "cancelled_at",
        "Запись отменена",
        "Дата отмены записи",
        "Отказ от записи",
        link="enrolments",
        example="",
    ),
    columns.yes_no(
        "attended",
        "Посетил",
        "Посещение",
        "Присутствовал",
        "Явка",
        "Был",
        "Принял участие",
        "Участвовал",
        "Посетил практикум",
        "Отметка о посещении",
        example="да",
    ),
    columns.of(
        "Student",
        "recorded_at",
        "Посещение внесено",
        "Дата внесения посещения",
        "Дата отметки о посещении",
        link="attendances",
        required=False,
        example="13.11.2025",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The child with both links, then the practicum, of which attendance is now told."""
    _check(values, place)
    here, who = _practicum(values, place), people.child(values)
    yield Draft(
        "Student",
        who.find if isinstance(who, Draft) else (who,),
        links=links(enrolments=_enrolment(values, here), attendances=_attendance(values, here)),
        make=False,
    )
    yield here


def _practicum(values: Values, place: Place) -> Draft:
    """The practicum, of which attendance is told if the row says who came or did not.

    Of a cancelled one a row may tell only that an enrolment was cancelled, too.
    """
    found = practicums.needed_practicum(values, place)
    finds = found.find if isinstance(found, Draft) else (found,)
    told = {"attendance_recorded_at": values.get("recorded_at", Moment.NOW)}
    only_cancelled = "cancelled_at" in values and "attended" not in values
    return Draft(
        "Practicum",
        finds,
        make=False,
        lacking=told if "attended" in values else {},
        unless=() if only_cancelled else practicums.open_still(finds[0].column),
    )


def _check(values: Values, place: Place) -> None:
    not_to_come(values, place, COLUMNS)
    in_order(values, place, "enrolled_at", "cancelled_at", "запись отменена раньше, чем сделана")
    if not {"enrolled", "enrolled_at", "cancelled_at", "attended"} & values.keys():
        what = "не сказано ни о записи, ни о посещении"
        raise RowError("attended", what, "Впишите «да» или «нет» в «Записан» или «Посетил».")
    if values.get("enrolled") is False and "enrolled_at" in values:
        raise RowError("enrolled", "есть день записи, а записан — «нет»", _WHICH)
    if "recorded_at" in values and values.get("attended") is not True:
        raise RowError("attended", "посещение внесено, а посетил — не «да»", _WHICH)
    day = values.get("practicum_day")
    if values.get("attended") and day is not None and day > place.today:
        what = "день практикума ещё не наступил, а посещение отмечено"
        raise RowError("attended", what, "Проверьте день практикума.")


_WHICH = "Проверьте обе колонки: какая из них верна."


def _enrolment(values: Values, here: Draft) -> tuple[To, ...]:
    said = values.get("enrolled") or {"enrolled_at", "cancelled_at"} & values.keys()
    if not said:
        return ()
    ended: dict[str, Any] = {}
    if "cancelled_at" in values:
        ended["cancelled_at"] = values["cancelled_at"]
    since = values.get("enrolled_at", values.get("cancelled_at", Moment.NOW))
    return (To(here, ended, {"enrolled_at": since}),)


def _attendance(values: Values, here: Draft) -> tuple[To, ...]:
    if not values.get("attended"):
        return ()
    return (To(here, once={"recorded_at": values.get("recorded_at", Moment.NOW)}),)


KIND = SheetKind(
    name="attendance",
    ru="Запись и посещение",
    clause="5.3.5",
    columns=COLUMNS,
    drafts=drafts,
    repeats=True,
    one_of=(
        ("practicum", "practicum_id"),
        people.CHILD_KEYS,
        ("enrolled", "enrolled_at", "attended"),
    ),
    about="Кто из детей записан на практикум и кто пришёл: строка — ребёнок и практикум. "
    "Дети и практикумы должны уже быть в системе, практикум — не отменён; посещения загрузка не "
    "снимает.",
)
