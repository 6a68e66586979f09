"""Reports as GraphQL tells them: plain types made of queries.report.table, cell by cell.

Computed: not a part of compiled operations. Names of people are not for automation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Final, TypeVar

import strawberry

from api.connection import decode, encode
from api.context import Context, Info
from api.field import resolved
from api.report.opening import Opening, RecordPage, open_cell
from exports.telling import told, zone_of
from graph.errors import InputError
from graph.model.account import Role
from queries.compiler.ordering import CursorError
from queries.compiler.plan import PageSizeError
from queries.report.building import Asked
from queries.report.forms import form_of
from queries.report.table import Cell, Column, Kind, Line, Part, State, Value
from queries.report.table import Report as Table

MOST_ROWS: Final = 1000
NAMED: Final = frozenset(
    {(9, "mentors", "mentor"), (10, "practicums", "mentor"), (12, "events", "mentors")}
)
"""Columns that name people, as (form, part, column)."""

FirstRows = Annotated[int, strawberry.argument(description=f"сколько, от 1 до {MOST_ROWS}")]
AfterRow = Annotated[str | None, strawberry.argument(description="курсор последней из полученных")]
T = TypeVar("T")

strawberry.enum(State, name="CellState", description="почему в ячейке то, что в ней стоит")
strawberry.enum(Kind, name="ColumnKind", description="что стоит в столбце")


@dataclass(frozen=True, slots=True)
class View:
    """A report as somebody sees it: `asked` opens its cells, `named` shows names of people."""

    table: Table
    asked: Asked | None
    named: bool


def view(context: Context, table: Table, asked: Asked | None) -> View:
    """The report as this viewer sees it; without `asked` nothing opens."""
    return View(table, asked, context.actor.role is not Role.AUTOMATION)


@strawberry.type(description="Ячейка отчёта")
class ReportCell:
    column: str = strawberry.field(description="ключ столбца")
    state: State = strawberry.field(description="число, ноль, нет данных, не проводилось…")
    value: str | None = strawberry.field(description="значение; дни и моменты — по ISO 8601")
    number: float | None = strawberry.field(description="то же числом; процент — от 0 до 100")
    text: str = strawberry.field(description="как это читают люди, по часам региона")
    opens: bool = strawberry.field(description="открывается ли список записей")
    opening: strawberry.Private[Opening | None]

    @resolved("записи за числом, по id; null, если число не открывается")
    async def records(
        self, info: Info, first: int = 20, after: str | None = None
    ) -> RecordPage | None:
        if self.opening is None:
            return None
        return await open_cell(info.context, self.opening, first, after)


@strawberry.type(description="Столбец отчёта")
class ReportColumn:
    key: str
    title: str = strawberry.field(description="заголовок")
    kind: Kind
    group: str = strawberry.field(description="общий заголовок соседних столбцов")
    opens: bool = strawberry.field(description="за числами столбца есть списки записей")


@strawberry.type(description="Строка отчёта")
class ReportRow:
    view: strawberry.Private[View]
    part: strawberry.Private[Part]
    line: strawberry.Private[Line]
    cursor: str = strawberry.field(description="для after")

    @resolved("как назвать строку: её первые слова")
    def title(self) -> str:
        return row_title(self.view, self.part, self.line)

    @resolved("о чём строка: id записей в порядке, постоянном для части")
    def key(self) -> list[str]:
        return list(self.line.key)

    @resolved("ячейки в порядке столбцов")
    def cells(self) -> list[ReportCell]:
        return _cells(self.view, self.part, self.line.cells, self.line.key)

    @resolved("ячейка одного столбца")
    def cell(self, column: str) -> ReportCell:
        place = _place(self.view, self.part, column)
        return _cell(self.view, self.part, place, self.line.cells[place], self.line.key)


@strawberry.type(description="Таблица отчёта")
class ReportPart:
    view: strawberry.Private[View]
    part: strawberry.Private[Part]

    @resolved("постоянное имя")
    def key(self) -> str:
        return self.part.key

    @resolved("заголовок")
    def title(self) -> str:
        return self.part.title

    @resolved("столбцы")
    def columns(self) -> list[ReportColumn]:
        return [
            ReportColumn(key=c.key, title=c.title, kind=c.kind, group=c.group, opens=c.opens)
            for c in self.part.columns
        ]

    @resolved("сколько всего строк")
    def row_count(self) -> int:
        return len(self.part.lines)

    @resolved("строки; листая, закрепите asOf")
    def rows(
        self, info: Info, first: FirstRows = MOST_ROWS, after: AfterRow = None
    ) -> list[ReportRow]:
        return page_rows(info.context, self.view, self.part, first, after)

    @resolved("строки с этими ключами; каких нет, тех нет и в ответе")
    def rows_of(self, info: Info, keys: list[list[str]]) -> list[ReportRow]:
        asked = {tuple(key) for key in keys}
        info.context.budget.spend(len(asked))
        return [
            ReportRow(view=self.view, part=self.part, line=line, cursor=encode(line.key))
            for line in self.part.lines
            if line.key in asked
        ]

    @resolved("итоги по столбцам; пусто, если их нет")
    def totals(self) -> list[ReportCell]:
        return _cells(self.view, self.part, self.part.totals, None)

    @resolved("итог одного столбца; null, если итогов нет")
    def total(self, column: str) -> ReportCell | None:
        place = _place(self.view, self.part, column)
        if not self.part.totals:
            return None
        return _cell(self.view, self.part, place, self.part.totals[place], None)


def shown_cell(
    view: View, part: str, column: Column, cell: Cell, opening: Opening | None = None
) -> ReportCell:
    """A cell as this viewer may read it; `part` is the key of its part."""
    if not view.named and (view.table.form, part, column.key) in NAMED:
        cell = Cell(State.HIDDEN)
    value = cell.value
    return ReportCell(
        column=column.key,
        state=cell.state,
        value=None if value is None else _text(value),
        number=float(value) if isinstance(value, int | float) else None,
        text=told(cell, column, zone_of(view.table)),
        opens=opening is not None,
        opening=opening,
    )


def row_title(view: View, part: Part, line: Line) -> str:
    """What a line is called: the texts it begins with, more of them if it is of several things."""
    most = 2 if len(line.key) == 1 else 4
    cells = zip(part.columns, line.cells, strict=True)
    told = [
        shown_cell(view, part.key, column, cell).text
        for column, cell in cells
        if column.kind is Kind.TEXT and cell.state is State.VALUE
    ]
    return " · ".join(told[:most])


def window(items: Sequence[T], keys: Sequence[str], first: int, after: str | None) -> Sequence[T]:
    """Those after a cursor, which is one of `keys`; PageSizeError, CursorError."""
    if not 1 <= first <= MOST_ROWS:
        raise PageSizeError(f"first должно быть от 1 до {MOST_ROWS}, а дано {first}.")
    if after is None:
        return items[:first]
    if after not in keys:
        raise CursorError
    begin = keys.index(after) + 1
    return items[begin : begin + first]


def page_rows(
    context: Context, view: View, part: Part, first: int, after: str | None
) -> list[ReportRow]:
    cursors = [encode(line.key) for line in part.lines]
    if after is not None and part.lines:
        decode(after, len(part.lines[0].key))
    found = window(list(zip(part.lines, cursors, strict=True)), cursors, first, after)
    context.budget.spend(len(found))
    return [ReportRow(view=view, part=part, line=line, cursor=cursor) for line, cursor in found]


def _cells(
    view: View, part: Part, cells: Sequence[Cell], key: tuple[str, ...] | None
) -> list[ReportCell]:
    """The cells of a line, or of the totals (`key` None)."""
    return [_cell(view, part, place, cell, key) for place, cell in enumerate(cells)]


def _cell(
    view: View, part: Part, place: int, cell: Cell, key: tuple[str, ...] | None
) -> ReportCell:
    column = part.columns[place]
    return shown_cell(view, part.key, column, cell, _opening(view, part, column, cell, key))


def _place(view: View, part: Part, key: str) -> int:
    """Where a column stands; InputError naming those there are."""
    try:
        return part.column(key)
    except KeyError:
        known = ", ".join(column.key for column in part.columns)
        raise InputError(
            f"Такого столбца нет в части «{part.key}» отчёта № {view.table.form}. Есть: {known}."
        ) from None


def _opening(
    view: View, part: Part, column: Column, cell: Cell, key: tuple[str, ...] | None
) -> Opening | None:
    """What is behind a number; nothing behind what is told in steps, or told for publication."""
    if view.asked is None or not column.opens or cell.state not in (State.VALUE, State.ZERO):
        return None
    layout = form_of(view.table.form).part(part.key)
    if view.table.place.is_country and (key is None or layout is None or layout.same_everywhere):
        return None
    return Opening(view.asked, part.key, column.key, key, view.named)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
