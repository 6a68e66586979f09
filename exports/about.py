"""What every file tells about itself: of what, as of when, for whom, and what its words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.made import Made
from exports.telling import day, moment_with_zone, plain, told, zone_of
from queries.report.table import WORDS, Cell, Column, Kind, Life, Report, State

LEGEND: Final = (
    (WORDS[State.NO_DATA], "никто не сообщил; это не ноль"),
    (WORDS[State.ZERO], "ноль подтверждён: посчитано, и нет ни одного"),
    (WORDS[State.NOT_APPLICABLE], "здесь этого быть не может, например процент от нуля"),
    (WORDS[State.NOT_HELD], "мероприятия не было, и это подтверждено"),
    (f"{WORDS[State.HIDDEN]}: менее N", "число мало и позволило бы узнать ребёнка"),
    (f"{WORDS[State.AT_LEAST]} N", "точное число позволило бы вычислить скрытое"),
)
"""What the words of a cell mean."""

_NUMBER: Final = Column("", "", Kind.NUMBER)
_PERCENT: Final = Column("", "", Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the names and values under it."""

    title: str
    rows: tuple[tuple[str, str], ...]


def about(report: Report, made: Made) -> tuple[Section, ...]:
    """All of it, in reading order; no section is empty."""
    sections = (
        Section("Отчёт", tuple(_what(report))),
        Section("Состояние", tuple(_life(report))),
        Section("Главный показатель", tuple(_summary(report))),
        Section("Выгрузка", tuple(_made(report, made))),
        Section("Что значат слова", LEGEND),
        Section("Примечания", tuple(("", plain(note)) for note in report.notes)),
    )
    return tuple(section for section in sections if section.rows)


def heading(report: Report) -> str:
    """Отчёт № 1. Зарегистрированные участники."""
    return f"Отчёт № {report.form}. {plain(report.title)}"


def period(report: Report) -> str:
    """01.09.2019 – 31.12.2019."""
    return f"{day(report.period_from)} – {day(report.period_to)}"


def life_words(life: Life) -> str:
    """принят, версия 2."""
    version = f", версия {life.version}" if life.version is not None else ""
    return f"{plain(life.state)}{version}"


def _what(report: Report) -> Sequence[tuple[str, str]]:
    zone = zone_of(report)
    return (
        ("Номер", str(report.form)),
        ("Название", plain(report.title)),
        ("Основание", f"Порядок работы регионального координатора, п. {report.clause}"),
        ("Страна" if report.place.is_country else "Регион", plain(report.place.name)),
        ("Кампания", plain(report.campaign_name)),
        ("Период", period(report)),
        ("Данные на", moment_with_zone(report.as_of, zone)),
    )


def _life(report: Report) -> Sequence[tuple[str, str]]:
    life, zone = report.life, zone_of(report)
    on_time = {None: "пока неизвестно", True: "да", False: "нет"}[life.on_time]
    return (
        ("Состояние", plain(life.state)),
        ("Версия", "нет" if life.version is None else str(life.version)),
        ("Составил", plain(life.author) or "—"),
        ("Срок", day(life.due_on) if life.due_on else "не назначен"),
        ("Сдан", moment_with_zone(life.submitted_at, zone) if life.submitted_at else "нет"),
        ("В срок", on_time),
    )


def _summary(report: Report) -> Sequence[tuple[str, str]]:
    summary, zone = report.summary, zone_of(report)

    def number(cell: Cell) -> str:
        return told(cell, _NUMBER, zone)

    return (
        ("Показатель", plain(summary.title)),
        ("План", number(summary.plan)),
        ("Факт", number(summary.fact)),
        ("Выполнение", told(summary.percent, _PERCENT, zone)),
        ("В последней принятой версии", number(summary.accepted)),
        ("Изменение", number(summary.change)),
    )


def _made(report: Report, made: Made) -> Sequence[tuple[str, str]]:
    filters = [(plain(name), plain(value)) for name, value in made.filters.items()]
    return (
        ("Выгрузил", plain(made.user)),
        ("Когда", moment_with_zone(made.made_at, zone_of(report))),
        ("Версия программы", plain(made.version)),
        *(filters or [("Фильтры", "нет, все строки")]),
    )
