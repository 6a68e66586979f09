"""Practicums: when, where, by whom they are led, what became of them. One row a practicum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from imports import values as columns
from imports.asking.practicums import VENUE
from imports.asking.rows import at, day_of, in_order, links, needs, not_to_come, own, to
from imports.cells.hours import hours
from imports.cells.names import full_name
from imports.draft import Draft, Moment, To
from imports.sheet import Column, Place, Presence, RowError, SheetKind, Values
from imports.ways import campaign, competence, impairment_group, mentor, practicum, venue

_PLANNED, _HELD, _CANCELLED = "planned", "held", "cancelled"
_STATES: Final = {
    "запланирован": _PLANNED,
    "проведён": _HELD,
    "отменён": _CANCELLED,
    "планируется": _PLANNED,
    "предстоит": _PLANNED,
    "состоялся": _HELD,
    "прошёл": _HELD,
    "завершён": _HELD,
    "отмена": _CANCELLED,
}

COLUMNS: tuple[Column, ...] = (
    columns.text(
        "id",
        "Номер практикума",
        "ID практикума",
        "Идентификатор практикума",
        "ID",
        example="",
        fix="Впишите номер практикума из выгрузки или оставьте пустым.",
    ),
    columns.of(
        "Practicum",
        "title",
        "Практикум",
        "Название практикума",
        "Наименование практикума",
        "Тема практикума",
        "Название",
        "Наименование",
        "Мероприятие",
        "Название мероприятия",
        "Наименование мероприятия",
        example="Лаборатория робототехники",
    ),
    columns.of(
        "Practicum",
        "format",
        "Формат",
        "Формат практикума",
        "Формат мероприятия",
        "Вид практикума",
        example="ознакомительный",
    ),
    columns.of(
        "Practicum",
        "on_day",
        "Дата",
        "Дата практикума",
        "День",
        "Дата проведения",
        "День проведения",
        "Дата мероприятия",
        example="12.11.2025",
    ),
    columns.column(
        hours,
        "hours",
        "Время",
        "Время проведения",
        "Часы",
        "Время практикума",
        fix="Впишите время как 10:00 или 10:00–11:30.",
        example="10:00–11:30",
    ),
    columns.clock("starts", "Время начала", "Начало", "Начало практикума", example="10:00"),
    columns.clock(
        "ends",
        "Время окончания",
        "Окончание",
        "Конец",
        "Конец практикума",
        "Окончание практикума",
        example="11:30",
    ),
    columns.moment(
        "when",
        "Дата и время",
        "Дата и время проведения",
        "Дата, время",
        "Дата и время начала",
        "Дата/время",
        example="12.11.2025 10:00",
    ),
    columns.of(
        "Practicum",
        "place",
        "Место",
        "Место проведения",
        "Кабинет",
        "Аудитория",
        "Мастерская",
        example="мастерская 3",
    ),
    columns.of(
        "Practicum",
        "capacity",
        "Мест",
        "Количество мест",
        "Число мест",
        "Вместимость",
        "Кол-во мест",
        "Максимум участников",
        example="15",
    ),
    replace(VENUE, presence=Presence.REQUIRED),
    columns.text(
        "venue_address",
        "Адрес площадки",
        "Адрес",
        example="г. Казань, ул. Баумана, д. 5",
        fix="Впишите адрес так, как он записан у площадки, или оставьте пустым.",
    ),
    columns.text(
        "campaign",
        "Кампания",
        "Название кампании",
        example="Билет в будущее 2025",
        fix="Впишите кампанию так, как она названа в системе.",
    ),
    columns.text(
        "competence",
        "Компетенция",
        "Направление",
        "Профессия",
        example="Робототехника",
        fix="Впишите компетенцию так, как она названа в справочнике.",
    ),
    columns.several(
        "mentors",
        "Наставники",
        "Наставник",
        "ФИО наставника",
        "ФИО наставников",
        "Ведущий",
        "Ведёт",
        item=full_name,
        example="Кузнецов Олег Иванович",
        fix="Перечислите через точку с запятой фамилию, имя и отчество каждого наставника.",
    ),
    columns.several(
        "adapted_for",
        "Приспособлен для",
        "Адаптирован для",
        "Нозологические группы",
        "Нозологии",
        "Нозология",
        "Нозологическая группа",
        example="нарушения слуха",
        fix="Перечислите через точку с запятой группы так, как они названы в справочнике.",
    ),
    columns.of(
        "Practicum",
        "posted_at",
        "Размещён на платформе",
        "Размещён",
        "Дата размещения",
        "Опубликован",
        "Дата публикации",
        example="01.11.2025 12:00",
    ),
    columns.of(
        "Practicum",
        "confirmed_at",
        "Подтверждён координатором",
        "Подтверждён",
        "Дата подтверждения",
        example="02.11.2025 10:00",
    ),
    columns.column(
        columns.word(_STATES),
        "state",
        "Статус",
        "Состояние",
        "Статус практикума",
        "Статус мероприятия",
        fix="Впишите: запланирован, проведён или отменён.",
        words=_STATES,
        example="проведён",
    ),
    columns.of(
        "Practicum",
        "held_at",
        "Проведён",
        "Отмечен как проведённый",
        "Дата отметки о проведении",
        example="12.11.2025 17:00",
    ),
    columns.of(
        "Practicum",
        "moved_at",
        "Перенесён",
        "Дата переноса",
        example="",
    ),
    columns.of(
        "Practicum",
        "move_reason",
        "Причина переноса",
        example="",
    ),
    columns.of(
        "Practicum",
        "cancelled_at",
        "Отменён",
        "Дата отмены",
        example="",
    ),
    columns.of(
        "Practicum",
        "cancel_reason",
        "Причина отмены",
        example="",
    ),
    columns.of(
        "Practicum",
        "day_off_reason",
        "Почему в выходной",
        "Причина проведения в выходной",
        example="",
    ),
)
_OWN = (
    "title",
    "format",
    "place",
    "capacity",
    "posted_at",
    "confirmed_at",
    "held_at",
    "moved_at",
    "move_reason",
    "cancelled_at",
    "cancel_reason",
    "day_off_reason",
)


class _When(NamedTuple):
    """The day and the hours of a practicum, as far as the row tells them."""

    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def fields(self) -> dict[str, Any]:
        told = {"on_day": self.day, "starts_at": self.starts_at, "ends_at": self.ends_at}
        return {name: value for name, value in told.items() if value is not None}


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The practicum; its venue, mentors and dictionaries must be there."""
    when = _when(values, place)
    _check(values, place, when)
    known = "id" in values
    here = venue.finds("venue", values["venue"], values.get("venue_address"))[0]
    if known:
        finds = practicum.BY_ID.find("id", *(None,) * 4, values["id"])
    else:
        finds = practicum.finds("title", values["title"], when.day, here, when.starts_at)
    yield Draft(
        "Practicum",
        finds,
        own(values, *_OWN) | when.fields,
        links(
            venue=to(here),
            campaign=_named(values, "campaign"),
            competence=_named(values, "competence"),
            mentors=tuple(
                To(mentor.finds("mentors", name)[0]) for name in values.get("mentors", ())
            ),
            adapted_for=tuple(
                To(impairment_group.NAME.find("adapted_for", name)[0])
                for name in values.get("adapted_for", ())
            ),
        ),
        make=not known,
        lacking=_became(values),
        altered=_ALTERED,
    )


# Source: clauses 5.3.3, 5.3.4: what changed after it was posted is confirmed anew.
_ALTERED: Final = {
    "changed_at": frozenset(
        {
            *("title", "format", "on_day", "starts_at", "ends_at", "place", "capacity"),
            *("competence", "mentors", "adapted_for"),
        }
    ),
    "moved_at": frozenset({"on_day"}),
}


def _became(values: Values) -> dict[str, Any]:
    """What its state says happened, if nothing says when."""
    became = {_HELD: "held_at", _CANCELLED: "cancelled_at"}.get(values.get("state", ""))
    return {became: Moment.NOW} if became else {}


def _named(values: Values, key: str) -> tuple[To, ...]:
    way = {"campaign": campaign.NAME, "competence": competence.NAME}[key]
    return to(*way.find(key, values.get(key)))


def _when(values: Values, place: Place) -> _When:
    begins, ends = values.get("hours", (None, None))
    begins, ends = values.get("starts", begins), values.get("ends", ends)
    day: date | None = values.get("on_day")
    if "when" in values:
        day = day or day_of(values["when"], place)
        hour = values["when"].astimezone(place.zone).time()
        # A day without an hour reads as its first moment.
        begins = begins or (hour if hour != time() else None)
    if day is None and (begins or ends):
        raise RowError("on_day", "время есть, а дня нет", "Впишите день практикума.")
    moments = [at(day, hour, place) if day and hour else None for hour in (begins, ends)]
    return _When(day, *moments)


def _check(values: Values, place: Place, when: _When) -> None:
    not_to_come(values, place, COLUMNS)
    if when.starts_at and when.ends_at and when.ends_at < when.starts_at:
        what = "практикум кончается раньше, чем начинается"
        raise RowError("ends", what, "Проверьте время начала и окончания.")
    posted = "подтверждён раньше, чем размещён"
    in_order(values, place, "posted_at", "confirmed_at", posted)
    needs(values, "moved_at", "move_reason", "нет причины переноса", "Впишите причину.")
    needs(values, "move_reason", "moved_at", "причина переноса есть, а дня нет", "Впишите день.")
    _check_state(values, place, when)
    if "confirmed_at" in values and when.day is None:
        what = "дня практикума нет: подтверждать нечего"
        raise RowError("on_day", what, "Впишите день практикума.")


def _check_state(values: Values, place: Place, when: _When) -> None:
    state = values.get("state")
    held = "held_at" in values or state == _HELD
    cancelled = "cancelled_at" in values or state == _CANCELLED
    if held + cancelled + (state == _PLANNED) > 1:
        key = "state" if "state" in values else "held_at"
        what = "сказано разное: проведён, отменён, запланирован"
        raise RowError(key, what, "Оставьте одно.")
    if held and (when.day is None or when.day > place.today):
        what = "день практикума не назначен или ещё не наступил"
        key = "held_at" if "held_at" in values else "state"
        raise RowError(key, what, "Уберите отметку о проведении или исправьте день.")
    if cancelled and "cancel_reason" not in values:
        raise RowError("cancel_reason", "нет причины отмены", "Впишите причину.")
    if "cancel_reason" in values and not cancelled:
        raise RowError("cancelled_at", "причина отмены есть, а отмены нет", "Впишите день отмены.")


KIND = SheetKind(
    name="practicums",
    ru="Практикумы",
    clause="2.4, 5.3",
    columns=COLUMNS,
    drafts=drafts,
    about="Практикум: формат, день и часы, площадка, наставники и что с ним стало.",
)
