"""Results of the three stages of testing: a row a stage, or a row a child with a day a stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from imports import values as columns
from imports.asking import people
from imports.asking.rows import day_of, links, own, to
from imports.cells.numbers import whole_of
from imports.cells.texts import spoken
from imports.draft import Draft, Find, Moment
from imports.sheet import Cell, CellError, Column, Place, RowError, SheetKind, Values
from imports.ways import stage_result

STAGES: Final = (1, 2, 3)
_SUMMARY: Final = ("integrated_description", "next_steps")
_WHOLE: Final = whole_of(STAGES[0], STAGES[-1])


def stage(cell: Cell, place: Place) -> int:
    """The number of a stage: 2, «2 этап», «этап 2», «второй»."""
    said = spoken(cell).casefold().replace("этап", " ").replace("тестирования", " ").strip(" -№")
    words = {"первый": 1, "второй": 2, "третий": 3, "i": 1, "ii": 2, "iii": 3}
    found = words.get(said.replace("-й", "").strip())
    try:
        return found or int(_WHOLE(said.replace("-й", ""), place))
    except CellError:
        raise CellError("не понять, какой это этап из трёх") from None


def _day_of_stage(number: int) -> Column:
    return columns.moment(
        f"stage_{number}",
        f"{number} этап",
        f"{number}-й этап",
        f"Этап {number}",
        f"{number} этап тестирования",
        f"{number} этап пройден",
        f"Дата {number} этапа",
        f"Дата прохождения {number} этапа",
        f"Тест {number}",
        f"Тестирование {number}",
        fix="Впишите день, когда этап пройден, или оставьте пустым.",
    )


COLUMNS: Final[tuple[Column, ...]] = (
    *people.child_columns(),
    columns.column(
        stage,
        "stage",
        "Этап",
        "Номер этапа",
        "№ этапа",
        "Этап тестирования",
        "Этап диагностики",
        fix="Впишите 1, 2 или 3.",
        example="1",
    ),
    columns.of(
        "StageResult",
        "passed_at",
        "Пройден",
        "Дата прохождения",
        "Дата тестирования",
        "Дата диагностики",
        "Дата этапа",
        "Дата и время прохождения",
        required=False,
        example="20.09.2026",
    ),
    columns.of(
        "StageResult",
        "text",
        "Результат",
        "Описание",
        "Текст результата",
        "Результат этапа",
        "Описание результата",
        "Интерпретация",
        example="Интерес к работе с техникой",
    ),
    columns.several(
        "competences",
        "Компетенции",
        "Указывает на компетенции",
        "Рекомендуемые компетенции",
        "Профессиональные компетенции",
        example="Мобильная робототехника",
        fix="Впишите компетенции из справочника через точку с запятой.",
    ),
    *map(_day_of_stage, STAGES),
    columns.of(
        "Student",
        "integrated_description",
        "Описание результатов",
        "Интегральное описание",
        "Итоговое описание",
        "Общее описание результатов",
        example="",
    ),
    columns.of(
        "Student",
        "next_steps",
        "Следующие шаги",
        "Предложения по дальнейшим шагам",
        "Дальнейшие шаги",
        example="",
    ),
)


def drafts(values: Values, place: Place) -> Iterator[Draft]:
    """The results, then what is said of all three together."""
    child, summary = people.child(values), own(values, *_SUMMARY)
    stages = _stages(values, bool(summary))
    for number, (column, passed_at) in sorted(stages.items()):
        if day_of(passed_at, place) > place.today:
            raise RowError(column, "этот день ещё не наступил", "Проверьте дату.")
        yield result(child, number, passed_at, column, values if column == "passed_at" else {})
    if summary:
        fields = summary | {"summarised_at": Moment.NOW}
        yield Draft("Student", _finds(child), fields, make=False)


def result(
    child: Draft | Find, number: int, passed_at: datetime, column: str, values: Values
) -> Draft:
    """The result of one stage of a child."""
    fields: dict[str, Any] = {"stage": number, "passed_at": passed_at}
    if "text" in values:
        fields["text"] = values["text"]
    return Draft(
        "StageResult",
        stage_result.OF_STUDENT.find(column, child, number),
        fields,
        links(student=to(child), points_to=people.competences(values, "competences")),
    )


def _stages(values: Values, may_be_none: bool) -> dict[int, tuple[str, datetime]]:
    """The column and moment of each stage that the row tells of; RowError if of none."""
    stages = {
        number: (f"stage_{number}", values[f"stage_{number}"])
        for number in STAGES
        if f"stage_{number}" in values
    }
    number = values.get("stage")
    if number is not None:
        if "passed_at" not in values:
            raise RowError("passed_at", "не сказано, когда этап пройден", "Впишите день.")
        if number in stages:
            raise RowError("stage", "об этом этапе строка говорит дважды", "Оставьте одно.")
        stages[number] = ("passed_at", values["passed_at"])
    if not stages and not may_be_none:
        what = "не сказано, какой этап пройден"
        raise RowError("stage", what, "Впишите номер этапа и день или день в колонку этапа.")
    return stages


def _finds(child: Draft | Find) -> tuple[Find, ...]:
    return child.find if isinstance(child, Draft) else (child,)


KIND: Final = SheetKind(
    "stage_results",
    "Результаты тестирования",
    "2.10, 2.11",
    COLUMNS,
    drafts,
    about="Пройденные этапы тестирования: строка на этап или на ребёнка с днём каждого этапа.",
    one_of=(
        ("child", "child_family_name", "child_id"),
        ("stage", "stage_1", "stage_2", "stage_3"),
    ),
)
