"""A report as a GraphQL type: what it is of, its main number, where it stands, its tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import strawberry

from api.context import Info
from api.field import resolved
from api.report.opening import Opening
from api.report.table import (
    MOST_ROWS,
    AfterRow,
    FirstRows,
    ReportCell,
    ReportPart,
    ReportRow,
    View,
    page_rows,
    shown_cell,
)
from graph.errors import InputError
from queries.report.forms import form_of
from queries.report.table import COUNTRY, Cell, Column, Kind, Life, State

SUMMARY_KINDS: Final = {
    "fact": Kind.NUMBER,
    "plan": Kind.NUMBER,
    "percent": Kind.PERCENT,
    "accepted": Kind.NUMBER,
    "change": Kind.NUMBER,
}


@strawberry.type(description="Главное число отчёта рядом с планом и последней принятой версией")
class ReportSummary:
    title: str = strawberry.field(description="что считается")
    fact: ReportCell = strawberry.field(description="факт")
    plan: ReportCell = strawberry.field(description="план")
    percent: ReportCell = strawberry.field(description="% плана")
    accepted: ReportCell = strawberry.field(description="в последней принятой версии")
    change: ReportCell = strawberry.field(description="насколько факт больше принятого")
    accepted_version: strawberry.ID | None = strawberry.field(description="какая версия принята")


@strawberry.type(description="Где отчёт на своём пути")
class ReportLife:
    version: int | None = strawberry.field(description="№ последней версии")
    state: str = strawberry.field(description="состояние словами")
    author: str = strawberry.field(description="кто представил")
    due_on: date | None = strawberry.field(description="срок (включая)")
    submitted_at: datetime | None = strawberry.field(description="когда представлен")
    on_time: bool | None = strawberry.field(description="в срок ли; null — ещё не ясно")


@strawberry.type(description="Один из двенадцати отчётов: место, период и момент")
class Report:
    view: strawberry.Private[View]
    accepted_version: strawberry.Private[str | None]

    @resolved("№ отчёта")
    def form(self) -> int:
        return self.view.table.form

    @resolved("название")
    def title(self) -> str:
        return self.view.table.title

    @resolved("пункт Порядка")
    def clause(self) -> str:
        return self.view.table.clause

    @resolved(f"регион; {COUNTRY} — страна в пределах видимых регионов")
    def place(self) -> strawberry.ID:
        return strawberry.ID(self.view.table.place.id)

    @resolved("название региона")
    def place_name(self) -> str:
        return self.view.table.place.name

    @resolved("кампания")
    def campaign(self) -> strawberry.ID:
        return strawberry.ID(self.view.table.campaign)

    @resolved("название кампании")
    def campaign_name(self) -> str:
        return self.view.table.campaign_name

    @resolved("период с")
    def period_from(self) -> date:
        return self.view.table.period_from

    @resolved("период по (включая)")
    def period_to(self) -> date:
        return self.view.table.period_to

    @resolved("на какой момент")
    def as_of(self) -> datetime:
        return self.view.table.as_of

    @resolved("главное число")
    def summary(self) -> ReportSummary:
        return _summary(self.view, self.accepted_version)

    @resolved("последняя версия этого отчёта")
    def life(self) -> ReportLife:
        return _life(self.view.table.life)

    @resolved("пояснения")
    def notes(self) -> list[str]:
        return list(self.view.table.notes)

    @resolved("таблицы отчёта")
    def parts(self) -> list[ReportPart]:
        return [ReportPart(view=self.view, part=part) for part in self.view.table.parts]

    @resolved("одна таблица")
    def part(self, key: str) -> ReportPart:
        for part in self.view.table.parts:
            if part.key == key:
                return ReportPart(view=self.view, part=part)
        known = ", ".join(part.key for part in self.view.table.parts)
        raise InputError(f"Такой таблицы нет в отчёте № {self.view.table.form}. Есть: {known}.")

    @resolved("строки первой таблицы; листая, закрепите asOf")
    def rows(
        self, info: Info, first: FirstRows = MOST_ROWS, after: AfterRow = None
    ) -> list[ReportRow]:
        return page_rows(info.context, self.view, self.view.table.parts[0], first, after)


def _summary(view: View, accepted: str | None) -> ReportSummary:
    summary = view.table.summary
    cells = {
        name: shown_cell(view, "", Column(name, summary.title, kind), getattr(summary, name))
        for name, kind in SUMMARY_KINDS.items()
    }
    opening = _behind(view, summary.fact)
    cells["fact"].opens, cells["fact"].opening = opening is not None, opening
    version = None if accepted is None else strawberry.ID(accepted)
    return ReportSummary(title=summary.title, accepted_version=version, **cells)


def _behind(view: View, fact: Cell) -> Opening | None:
    """The main number opens as the total of the column that is counted as it is, if there is one.

    Where there is none the rows themselves are its records.
    """
    known = fact.state in (State.VALUE, State.ZERO)
    if view.asked is None or view.table.place.is_country or not known:
        return None
    form = form_of(view.table.form)
    for part in form.parts:
        for shows in part.shows:
            if shows.figure == form.main:
                return Opening(view.asked, part.key, shows.column.key, None, view.named)
    return None


def _life(life: Life) -> ReportLife:
    return ReportLife(
        version=life.version,
        state=life.state,
        author=life.author,
        due_on=life.due_on,
        submitted_at=life.submitted_at,
        on_time=life.on_time,
    )
