"""Reports by hand: what a table may hold at its worst, so that every format is held to it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from exports import Made
from queries.report.table import (
    NO_DATA,
    NOT_APPLICABLE,
    NOT_HELD,
    Cell,
    Column,
    Kind,
    Life,
    Line,
    Part,
    Place,
    Report,
    State,
    Summary,
    Summing,
    counted,
    ratio,
    told,
)

MADE: Final = Made(
    "coordinator-ta",
    datetime(2019, 10, 2, 7, 30, tzinfo=UTC),
    "0.1.0",
    {"Муниципалитет": "Казань", "Строки": "все"},
)

FORMULA: Final = '=HYPERLINK("http://x")'
"""The name that somebody gave a school."""

_NAMES: Final = (
    FORMULA,
    "+7 школа",
    "-1 школа",
    "@SUM(A1:A9)",
    "\t=1+1",
    "Школа & <b>{{ 7*7 }}</b> #emph[x] $x$ \\ *жирно* _курсив_",
    "«Әлмәт шәһәре җиде еллык Ңәни-Өлеш һәм Үсеш мәктәбе»",
    "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа "
    "№ 175 с углублённым изучением отдельных предметов» Советского района города Казани",
    "Школа с\nпереносом и \x07звонком",
)
_GRADES: Final = range(6, 12)


def whole(cell: Cell) -> int:
    """The number of a cell; 0 of one that has none."""
    return cell.value if isinstance(cell.value, int) else 0


def school_columns() -> tuple[Column, ...]:
    return (
        Column("municipality", "Муниципалитет", Kind.TEXT),
        Column("school", "Школа", Kind.TEXT),
        *(
            Column(f"grade_{grade}", f"{grade} класс", group="Классы", summing=Summing.SUM)
            for grade in _GRADES
        ),
        Column("total", "Всего", summing=Summing.SUM, opens=True, children=True),
        Column("plan", "План", summing=Summing.SUM),
        Column("percent", "%", Kind.PERCENT, summing=Summing.RATIO, ratio=("total", "plan")),
        Column("consent", "С согласием", group="Согласия", summing=Summing.SUM),
        Column("people", "Разных детей", group="Согласия", summing=Summing.OWN),
        Column("first_on", "Первая запись", Kind.DATE),
        Column("seen_at", "Изменено", Kind.MOMENT),
        Column("adapted", "Доступна", Kind.YES_NO),
        Column("site", "Сайт", Kind.LINK),
    )


def school_line(number: int) -> Line:
    name = _NAMES[number] if number < len(_NAMES) else f"Школа № {number}"
    grades = [counted((number * grade) % 37) for grade in _GRADES]
    total = counted(sum(map(whole, grades)))
    plan = counted(0 if number == 3 else 40 + number)
    cells = (
        told("Әлмәт районы" if number % 2 else "город Казань"),
        told(name),
        *grades,
        total,
        plan,
        ratio(total, plan),
        NO_DATA if number == 4 else counted(number),
        counted(number + 1),
        told(date(2019, 9, 1 + number % 28)),
        told(datetime(2019, 9, 30, 21, 5, tzinfo=UTC)),
        told(number % 2 == 0),
        told(("https://school.example/a?b=1&c=2", "javascript:alert(1)", None)[number % 3]),
    )
    return Line((f"RU-TA:school:{number}",), cells)


def schools(lines: tuple[Line, ...]) -> Part:
    columns = school_columns()
    totals = [
        counted(sum(whole(line.cells[place]) for line in lines))
        if column.summing is Summing.SUM
        else NOT_APPLICABLE
        for place, column in enumerate(columns)
    ]
    part = Part("schools", "Школы: зарегистрировано", columns, lines)
    totals[part.column("people")] = counted(17)
    totals[part.column("percent")] = ratio(
        totals[part.column("total")], totals[part.column("plan")]
    )
    return Part(part.key, part.title, columns, lines, tuple(totals))


def registered(lines: int = 30) -> Report:
    """Report 1 with names that attack, letters of Tatarstan and every kind of value."""
    part = schools(tuple(map(school_line, range(lines))))
    fact = part.totals[part.column("total")]
    return Report(
        1,
        "Зарегистрированные участники",
        "6.2.1",
        Place("RU-TA", "Республика Татарстан (Татарстан)", "Europe/Moscow"),
        "2019-autumn",
        "Осень 2019",
        date(2019, 9, 1),
        date(2019, 12, 31),
        datetime(2019, 9, 30, 21, 0, tzinfo=UTC),
        Summary(
            "Зарегистрировано участников",
            fact,
            counted(2000),
            ratio(fact, counted(2000)),
            counted(100),
            counted(-5),
        ),
        (part,),
        Life(2, "возвращён", "Ибраһимова Җәмилә", date(2019, 10, 3), None, None),
        ("Школы без единого участника показаны тоже.",),
    )


def impairments() -> Report:
    """Report 8: cells hidden and told from below, in rows and in totals."""
    columns = (
        Column("group", "Нозологическая группа", Kind.TEXT),
        Column("students", "Участников", summing=Summing.SUM, children=True),
        Column("tested", "Прошли тестирование", summing=Summing.SUM, children=True),
        Column("practicums", "Практикумов", summing=Summing.SUM),
        Column(
            "share", "% прошли", Kind.PERCENT, summing=Summing.RATIO, ratio=("tested", "students")
        ),
    )
    hidden, at_least = Cell(State.HIDDEN, 10), Cell(State.AT_LEAST, 20)
    lines = (
        Line(("hearing",), (told("слух"), counted(25), hidden, counted(2), Cell(State.HIDDEN))),
        Line(("sight",), (told("зрение"), hidden, at_least, counted(0), NOT_APPLICABLE)),
        Line(("none",), (told("не указано"), counted(14), NO_DATA, NOT_HELD, NO_DATA)),
    )
    totals = (NOT_APPLICABLE, counted(44), at_least, counted(2), Cell(State.AT_LEAST, 45.5))
    base = registered(1)
    return Report(
        8,
        "Участники с инвалидностью и ОВЗ",
        "6.2.8",
        base.place,
        base.campaign,
        base.campaign_name,
        base.period_from,
        base.period_to,
        base.as_of,
        Summary("Участников с инвалидностью и ОВЗ", counted(44)),
        (
            Part("groups", "Группы", columns, lines, totals),
            Part("schools", "группы", columns[:1], (Line(("a",), (told("Школа № 1"),)),)),
        ),
    )


def event() -> Report:
    """Report 12 where no event was held."""
    base = registered(1)
    columns = (Column("event", "Мероприятие", Kind.TEXT), Column("guests", "Участников"))
    return Report(
        12,
        "Проведённое мероприятие",
        "6.2.12",
        base.place,
        base.campaign,
        base.campaign_name,
        base.period_from,
        base.period_to,
        base.as_of,
        Summary("Мероприятий", NOT_HELD),
        (Part("events", "Мероприятия", columns, ()),),
    )
