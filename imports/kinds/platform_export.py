"""The platform's own export: one row a child, with packed lists of practicums and diagnostics.

Its header stands below three rows of junk. The names and the days of practicums are two lists in
two cells, and their lengths may differ: then nobody can tell which day belongs to which name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from imports import values as columns
from imports.asking.people import BIRTH_DATE
from imports.asking.practicums import open_still
from imports.asking.rows import day_of, names_of, to
from imports.asking.schools import COLUMNS as SCHOOL
from imports.asking.schools import school_of
from imports.cells import times
from imports.cells.packed import packed
from imports.cells.texts import text_of
from imports.draft import Draft, Moment, To
from imports.kinds import stage_results, students
from imports.sheet import Column, Place, RowError, SheetKind, Values
from imports.ways import person, practicum

_STAGE: Final = re.compile(
    r"(?<!\d)([1-3])\s*-?\s*(?:й|ый|ой|ий)?\s*этап|этап\s*№?\s*([1-3])(?!\d)"
)
_LIST: Final = "Перечислите через запятую; название с запятой возьмите в кавычки."
_DAYS: Final = "Перечислите дни через запятую, столько же, сколько названий, и в том же порядке."

COLUMNS: Final[tuple[Column, ...]] = (
    *students.NAME,
    BIRTH_DATE,
    *SCHOOL,
    *students.GRADE,
    columns.column(
        packed(text_of()),
        "practicums",
        "Практикумы",
        "Практикум",
        "Название практикума",
        "Названия практикумов",
        "Практикумы (название)",
        "Практикумы (названия)",
        "Практикумы, название",
        "Наименование практикума",
        "Наименования практикумов",
        "Посещённые практикумы",
        fix=_LIST,
        example="Лаборатория робототехники, Сварочные технологии",
    ),
    columns.column(
        packed(times.day),
        "practicum_days",
        "Даты практикумов",
        "Дата практикума",
        "Практикумы (дата)",
        "Практикумы (даты)",
        "Практикумы, дата",
        "Дата проведения практикума",
        "Даты проведения практикумов",
        "Дата посещения практикума",
        fix=_DAYS,
        example="12.10.2026, 19.10.2026",
    ),
    columns.column(
        packed(text_of()),
        "topics",
        "Диагностики",
        "Диагностика",
        "Тема диагностики",
        "Темы диагностик",
        "Темы диагностики",
        "Диагностика (тема)",
        "Диагностики (тема)",
        "Диагностики (темы)",
        "Диагностика, тема",
        "Пройденные диагностики",
        "Тестирования",
        fix=_LIST,
        example="1 этап: интересы, 2 этап: навыки",
    ),
    columns.column(
        packed(times.moment),
        "topic_days",
        "Даты диагностик",
        "Дата диагностики",
        "Даты диагностики",
        "Диагностика (дата)",
        "Диагностики (дата)",
        "Диагностики (даты)",
        "Диагностика, дата",
        "Дата прохождения диагностики",
        "Даты тестирований",
        fix=_DAYS,
        example="20.09.2026, 27.09.2026",
    ),
    columns.full_name(
        "navigator",
        "Ответственный навигатор",
        "Ответственный педагог-навигатор",
        "Педагог-навигатор",
        "Навигатор",
        "ФИО навигатора",
        "ФИО педагога-навигатора",
        "Ответственный",
        example="Смирнова Ольга Викторовна",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The child, with its navigator and the practicums it came to, then its results."""
    attended = _practicums(values, place)
    at = school_of(values)
    guide = _navigator(values, at)
    without = {key: value for key, value in values.items() if key != "navigator"}
    child = students.child(
        without,
        place,
        at,
        ({"attendances": attended} if attended else {})
        | ({"navigator": to(guide, **{"from": Moment.TODAY})} if guide else {}),
    )
    yield child
    for number, passed_at in sorted(_stages(values, place).items()):
        yield stage_results.result(child, number, passed_at, "topics", {})


def _navigator(values: Values, at: Draft | None) -> Draft | None:
    """The navigator of the row, made if the region knows nobody of that name."""
    if "navigator" not in values:
        return None
    name = values["navigator"]
    role = {"navigates": to(at, **{"from": Moment.TODAY})} if at is not None else {}
    return Draft("Person", person.named("navigator", name, None, at), names_of(name), role)


def _practicums(values: Values, place: Place) -> tuple[To, ...]:
    pairs: list[tuple[str, date]] = _paired(values, "practicums", "practicum_days", place)
    told = {"attendance_recorded_at": Moment.NOW}
    held = (
        Draft(
            "Practicum",
            practicum.finds("practicums", *pair),
            make=False,
            lacking=told,
            unless=open_still("practicums"),
        )
        for pair in dict.fromkeys(pairs)
    )
    return to(*held, recorded_at=Moment.NOW)


def _stages(values: Values, place: Place) -> dict[int, datetime]:
    """When each stage was passed: by the stage that a topic names, or else in the days' order."""
    pairs: list[tuple[str, datetime]] = _paired(values, "topics", "topic_days", place)
    pairs.sort(key=lambda pair: pair[1])
    said = [(_stage(topic), passed_at) for topic, passed_at in pairs]
    stages: dict[int, datetime] = {}
    for number, passed_at in said:
        if number is not None and stages.setdefault(number, passed_at) != passed_at:
            raise RowError("topics", f"об этапе {number} сказано дважды", "Оставьте один день.")
    free = [number for number in stage_results.STAGES if number not in stages]
    unnamed = [passed_at for number, passed_at in said if number is None]
    if len(unnamed) > len(free):
        what = f"диагностик {len(pairs)}, а этапов три: не понять, какая к какому"
        raise RowError("topics", what, "Назовите этап в теме: «1 этап».")
    return stages | dict(zip(free, unnamed, strict=False))


def _stage(topic: str) -> int | None:
    found = _STAGE.search(topic.casefold())
    return int(found[1] or found[2]) if found else None


def _paired(values: Values, names: str, days: str, place: Place) -> list[tuple[str, Any]]:
    """Each name with its day; RowError if there aren't as many of one as of the other."""
    named, dated = values.get(names, ()), values.get(days, ())
    if len(named) != len(dated):
        both = min(len(named), len(dated))
        what = f"названий {len(named)}, а дат {len(dated)}: по порядку сходятся первые {both}"
        raise RowError(days, what, f"{_LIST} {_DAYS}")
    if any(day_of(day, place) > place.today for day in dated):
        raise RowError(days, "этот день ещё не наступил", "Проверьте дату.")
    return list(zip(named, dated, strict=True))


KIND: Final = SheetKind(
    "platform_export",
    "Выгрузка платформы",
    "5.2.2",
    COLUMNS,
    drafts,
    about=(
        "Выгрузка платформы как есть: дети, их школы и навигаторы, посещённые практикумы "
        "и пройденные диагностики; практикумы должны быть внесены раньше."
    ),
    one_of=(
        ("full_name", "full_name_family_name"),
        ("birth_date", "school", "school_code"),
        ("practicums", "topics"),
    ),
)
