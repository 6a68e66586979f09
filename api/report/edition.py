"""Versions of a report with their frozen tables, and where two states of a report differ."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Annotated

import strawberry

from api.connection import encode
from api.context import Info
from api.declared import enumeration
from api.field import resolved
from api.report.table import (
    MOST_ROWS,
    AfterRow,
    FirstRows,
    ReportCell,
    View,
    row_title,
    shown_cell,
    view,
    window,
)
from api.report.types import SUMMARY_KINDS, Report
from exports.telling import TOTAL
from graph.model.duty import EmptyAnswer, ReportState
from queries.report import versions
from queries.report.moved import SUMMARY, TOTALS, Difference
from queries.report.table import Cell, Column
from queries.report.table import Report as Table
from queries.report.versions import Version, asked_again

enumeration(ReportState)
enumeration(EmptyAnswer)

AtMoment = Annotated[
    datetime | None, strawberry.argument(description="как было в этот момент; пусто — сейчас")
]


@strawberry.type(description="Ячейка, которая стала другой")
class ReportDifference:
    cursor: str = strawberry.field(description="для after")
    part: str = strawberry.field(description="ключ таблицы; summary — главное число")
    row: list[str] = strawberry.field(description="ключ строки; totals — итоги")
    row_title: str = strawberry.field(description="как назвать строку; пусто у главного числа")
    column: str = strawberry.field(description="ключ столбца")
    title: str = strawberry.field(description="заголовок столбца")
    then: ReportCell | None = strawberry.field(description="было; null — не было строки")
    now: ReportCell | None = strawberry.field(description="стало; null — строки больше нет")


@strawberry.type(description="Чем отличаются два состояния отчёта")
class ReportDifferences:
    then: strawberry.Private[View]
    now: strawberry.Private[View]
    found: strawberry.Private[list[Difference]]

    @resolved("сколько ячеек отличается")
    def count(self) -> int:
        return len(self.found)

    @resolved("отличия в порядке отчёта")
    def cells(
        self, info: Info, first: FirstRows = MOST_ROWS, after: AfterRow = None
    ) -> list[ReportDifference]:
        cursors = [encode((one.part, *one.row, one.column)) for one in self.found]
        chosen = window(list(zip(self.found, cursors, strict=True)), cursors, first, after)
        info.context.budget.spend(len(chosen))
        return [_difference(self, one, cursor) for one, cursor in chosen]


@strawberry.type(description="Где граф разошёлся с замороженной версией")
class ReportMoved:
    added_later: ReportDifferences = strawberry.field(
        description="что о том же моменте записали или исправили позже"
    )
    since: ReportDifferences = strawberry.field(description="чем отчёт сейчас отличается от версии")


@strawberry.type(description="Два состояния отчёта и чем они отличаются")
class ReportComparison:
    then: Report = strawberry.field(description="с чем сравнивают")
    now: Report = strawberry.field(description="что сравнивают")
    differences: ReportDifferences


@strawberry.type(description="Версия отчёта: кто, когда, что в ней заморожено")
class ReportEdition:
    row: strawberry.Private[Version]
    at: strawberry.Private[datetime]
    id: strawberry.ID
    duty: strawberry.ID = strawberry.field(description="какую обязанность выполняет")
    form: int = strawberry.field(description="№ отчёта")
    region: strawberry.ID
    number: int = strawberry.field(description="№ версии")
    state: ReportState
    as_of: datetime = strawberry.field(description="на какой момент её числа")
    due_on: date = strawberry.field(description="срок (включая)")
    on_time: bool | None = strawberry.field(description="в срок ли; null — ещё не ясно")
    submitted_at: datetime | None
    returned_at: datetime | None
    return_reason: str | None = strawberry.field(description="замечания")
    accepted_at: datetime | None
    author: str | None = strawberry.field(description="кто представил")
    total: int | None = strawberry.field(description="главное число")
    empty_answer: EmptyAnswer | None = strawberry.field(description="почему в отчёте нет строк")
    empty_reason: str | None
    sha256: str | None = strawberry.field(description="отпечаток замороженного")

    @resolved("отчёт, как он заморожен; null, если чисел нет")
    async def report(self, info: Info) -> Report | None:
        context = info.context
        read = partial(versions.frozen, actor=context.actor, id_=self.row.id, as_of=self.at)
        table = await context.graph.read(read)
        if table is None:
            return None
        asked = asked_again(table, table.as_of)
        return Report(view=view(context, table, asked), accepted_version=None)

    @resolved("совпадает ли замороженное с отпечатком; null, если чисел нет")
    async def intact(self, info: Info) -> bool | None:
        context = info.context
        read = partial(versions.intact, actor=context.actor, id_=self.row.id)
        return await context.graph.read(read)

    @resolved("где граф с тех пор разошёлся с версией (правило R25); null, если чисел нет")
    async def moved(self, info: Info) -> ReportMoved | None:
        context = info.context
        given = context.actor, self.row.id, self.at
        table = await context.graph.read(lambda reader: versions.frozen(reader, *given))
        found = await context.graph.read(lambda reader: versions.moved(reader, *given))
        if table is None or found is None:
            return None
        seen = view(context, table, None)
        return ReportMoved(
            added_later=differences(seen, seen, found.added_later),
            since=differences(seen, seen, found.since),
        )


def edition(row: Version, at: datetime) -> ReportEdition:
    """A version as it stands at a moment."""
    return ReportEdition(
        row=row,
        at=at,
        id=strawberry.ID(row.id),
        duty=strawberry.ID(row.duty),
        form=row.form,
        region=strawberry.ID(row.region),
        number=row.number,
        state=row.state,
        as_of=row.as_of,
        due_on=row.due_on,
        on_time=row.on_time,
        submitted_at=row.submitted_at,
        returned_at=row.returned_at,
        return_reason=row.return_reason,
        accepted_at=row.accepted_at,
        author=row.author,
        total=row.total,
        empty_answer=row.empty_answer,
        empty_reason=row.empty_reason,
        sha256=row.sha256,
    )


def differences(then: View, now: View, found: list[Difference]) -> ReportDifferences:
    """Where two states of a report differ, as this viewer may read it."""
    return ReportDifferences(then=then, now=now, found=found)


def _difference(of: ReportDifferences, one: Difference, cursor: str) -> ReportDifference:
    return ReportDifference(
        cursor=cursor,
        part=one.part,
        row=list(one.row),
        row_title=_row_title(of, one),
        column=one.column,
        title=one.title,
        then=_side(of.then, one, one.then),
        now=_side(of.now, one, one.now),
    )


def _row_title(of: ReportDifferences, one: Difference) -> str:
    if one.row == TOTALS:
        return TOTAL
    for seen in (of.now, of.then):
        for part in seen.table.parts:
            for line in part.lines:
                if (part.key, line.key) == (one.part, one.row):
                    return row_title(seen, part, line)
    return ""


def _side(of: View, one: Difference, cell: Cell | None) -> ReportCell | None:
    return None if cell is None else shown_cell(of, one.part, _column(of.table, one), cell)


def _column(table: Table, one: Difference) -> Column:
    """The column that differs: it may be one that this state of the report has not."""
    for part in table.parts:
        for column in part.columns:
            if (part.key, column.key) == (one.part, one.column):
                return column
    if one.part == SUMMARY:
        return Column(one.column, one.title, SUMMARY_KINDS[one.column])
    return Column(one.column, one.title)
