"""Practicums that rows name: by number, or by title with day, venue and hour; known already.

Pure.
"""

from __future__ import annotations

from imports import values as columns
from imports.asking.rows import at, must
from imports.draft import Draft, Find, Unless
from imports.sheet import Column, Place, RowError, Values
from imports.ways import practicum, venue

VENUE = columns.text(
    "venue",
    "Площадка",
    "Название площадки",
    "Наименование площадки",
    "Площадка проведения",
    example="Колледж технологий, корпус 2",
    fix="Впишите площадку так, как она названа в списке площадок региона.",
)

COLUMNS: tuple[Column, ...] = (
    columns.text(
        "practicum_id",
        "Номер практикума",
        "ID практикума",
        "Идентификатор практикума",
        "ID мероприятия",
        example="",
        fix="Впишите номер практикума из выгрузки или оставьте пустым.",
    ),
    columns.text(
        "practicum",
        "Практикум",
        "Название практикума",
        "Наименование практикума",
        "Тема практикума",
        "Мероприятие",
        "Название мероприятия",
        "Наименование мероприятия",
        example="Лаборатория робототехники",
        fix="Впишите практикум так, как он назван в списке практикумов.",
    ),
    columns.day(
        "practicum_day",
        "Дата практикума",
        "День практикума",
        "Дата проведения",
        "Дата мероприятия",
        "Дата проведения практикума",
        example="12.11.2025",
    ),
    columns.clock(
        "practicum_starts",
        "Время практикума",
        "Время начала практикума",
        "Время начала",
        "Время проведения",
        example="10:00",
    ),
    VENUE,
)


def open_still(column: str) -> tuple[Unless, ...]:
    """Nobody is enrolled in a cancelled practicum, and nobody comes to it. Source: clause 5.3.5."""
    return (Unless("cancelled_at", column, "практикум отменён", _CANCELLED),)


_CANCELLED = (
    "Проверьте название и день практикума или уберите строку; если его отменили по ошибке, сначала "
    "исправьте практикум."
)


def practicum_of(values: Values, place: Place) -> Draft | Find | None:
    """The practicum of the row, which must be there; None if the row names none.

    RowError if it names one without its day.
    """
    if "practicum_id" in values:
        return practicum.BY_ID.find("practicum_id", *(None,) * 4, values["practicum_id"])[0]
    if "practicum" not in values:
        return None
    day, hour = values.get("practicum_day"), values.get("practicum_starts")
    if day is None:
        what = "не сказано, в какой день был практикум"
        raise RowError("practicum_day", what, "Впишите день практикума.")
    found = venue.finds("venue", values.get("venue"))
    starts = at(day, hour, place) if hour is not None else None
    here = found[0] if found else None
    return must("Practicum", practicum.finds("practicum", values["practicum"], day, here, starts))


def needed_practicum(values: Values, place: Place) -> Draft | Find:
    """As `practicum_of`; RowError if the row names none."""
    found = practicum_of(values, place)
    if found is None:
        what = "не сказано, какой это практикум"
        raise RowError("practicum", what, "Впишите название практикума и его день.")
    return found
