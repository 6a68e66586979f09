"""A report as an audience may read it: numbers of children in steps, totals from what is shown.

Changes tables only; what may be said of a number is decided in graph.policy.suppression. Anything
not declared safe to tell is withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from graph.policy.suppression import (
    WITHHELD,
    Audience,
    Sensitivity,
    Shown,
    exactly,
    shown,
    shown_distinct,
    shown_share,
    shown_total,
)
from queries.report.table import Cell, Column, Line, Part, Report, State, Summary, Summing

HIDDEN: Final = Cell(State.HIDDEN)
NOTE: Final = (
    "Числа детей показаны ступенями по {steps}: «не менее» — достигнутая ступень; «менее» и "
    "«скрыто» — ступень не достигнута (в том числе ноль) или число не сообщается. Итоги и "
    "проценты выведены из показанного. Точные числа видны самой школе."
)
_COUNTED: Final = (State.VALUE, State.ZERO)

SensitivityOf = Callable[[str, Column], Sensitivity | None]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a form declares of its numbers of children; keys are (part, column) and (part, line).

    `counted_from` is the day on which the campaign's counting begins: a report of a period that
    begins on another day tells no protected number. `settled` are the columns whose numbers went
    through suppression.settled: numbers by health and parts of a whole are told only then.
    `partitions` are columns that make up another column; the last of them is never told.
    `withheld` are columns never told: what differs from, or joins, other told numbers.
    `residual` are lines that are never told because they are what the other lines leave of a
    known whole («не указано»). `main` is the column whose total is the report's main number.
    """

    sensitivity_of: SensitivityOf
    counted_from: date
    settled: frozenset[tuple[str, str]] = frozenset()
    partitions: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    withheld: frozenset[tuple[str, str]] = frozenset()
    residual: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    main: tuple[str, str] | None = None


def hide(
    report: Report, audience: Audience, disclosure: Disclosure, regional: Iterable[Report] = ()
) -> Report:
    """The report as this audience may read it; unchanged if it has nothing to protect from it.

    `regional` are the regions' reports hidden for the same audience: a country's numbers of
    children are what those say together, and nothing where they are missing.
    """
    steps = _steps(report, audience, disclosure)
    if not steps:
        return report
    told = report.period_from == disclosure.counted_from
    source = _Regional(regional) if report.place.is_country else None
    tables = [_Table(part, steps, disclosure, told, source) for part in report.parts]
    note = NOTE.format(steps=" и ".join(str(step) for step in sorted(set(steps.values()))))
    return replace(
        report,
        summary=_summary(report.summary, tables, steps, disclosure.main),
        parts=tuple(table.hidden() for table in tables),
        notes=(*report.notes, note),
    )


def _steps(
    report: Report, audience: Audience, disclosure: Disclosure
) -> dict[tuple[str, str], int]:
    """The step of each column that is protected from the audience."""
    steps: dict[tuple[str, str], int] = {}
    for part in report.parts:
        for column in part.columns:
            if column.children and column.summing is not Summing.RATIO:
                step = audience.step(disclosure.sensitivity_of(part.key, column))
                if step is not None:
                    steps[part.key, column.key] = step
    return steps


class _Regional:
    """What the regions' reports, as shown, say of a country's cell."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._lows: dict[tuple[str, tuple[str, ...], str], int] = {}
        for report in reports:
            for part in report.parts:
                self._add_line(part, (report.place.id,), part.totals)
                for line in part.lines:
                    if line.key != (report.place.id,):
                        self._add_line(part, line.key, line.cells)

    def _add_line(self, part: Part, key: tuple[str, ...], cells: Sequence[Cell]) -> None:
        for column, cell in zip(part.columns, cells, strict=False):
            if cell.state is State.AT_LEAST and isinstance(cell.value, int):
                at = (part.key, key, column.key)
                self._lows[at] = self._lows.get(at, 0) + cell.value

    def of(self, part: str, line: tuple[str, ...], column: str) -> Shown:
        return Shown(self._lows.get((part, line, column), 0))


class _Table:
    """One part on its way to being told: what is said of every number, by row and column."""

    def __init__(
        self,
        part: Part,
        steps: Mapping[tuple[str, str], int],
        disclosure: Disclosure,
        told: bool,
        source: _Regional | None,
    ) -> None:
        self._part, self._disclosure, self._source = part, disclosure, source
        self._steps = {column: step for (key, column), step in steps.items() if key == part.key}
        self._told = {key for key in self._steps if told and self._may_tell(key)}
        self._rows = [
            {
                column.key: self._say(line, column, cell)
                for column, cell in zip(part.columns, line.cells, strict=True)
            }
            for line in part.lines
        ]
        self.totals = {
            column.key: self._say_total(column, cell)
            for column, cell in zip(part.columns, part.totals, strict=False)
        }

    @property
    def key(self) -> str:
        return self._part.key

    def hidden(self) -> Part:
        """The part in words of what is said."""
        part = self._part
        lines = tuple(
            Line(line.key, self._cells(line.cells, said, total=False))
            for line, said in zip(part.lines, self._rows, strict=True)
        )
        columns = tuple(
            replace(column, opens=False) if self._guarded(column) else column
            for column in part.columns
        )
        totals = self._cells(part.totals, self.totals, total=True) if part.totals else ()
        return replace(part, columns=columns, lines=lines, totals=totals)

    def _may_tell(self, column: str) -> bool:
        place = (self._part.key, column)
        own = self._part.columns[self._part.column(column)]
        parts = [
            keys
            for (part, _), keys in self._disclosure.partitions.items()
            if part == self._part.key and column in keys
        ]
        if place in self._disclosure.withheld or any(keys[-1] == column for keys in parts):
            return False
        health = self._disclosure.sensitivity_of(self._part.key, own) is Sensitivity.HEALTH
        return place in self._disclosure.settled or not (health or parts)

    def _say(self, line: Line, column: Column, cell: Cell) -> Shown:
        if column.key not in self._steps:
            return _exact(cell)
        residual = (self._part.key, line.key) in self._disclosure.residual
        if cell.state not in _COUNTED or residual or column.key not in self._told:
            return WITHHELD
        if self._source is not None:
            return self._source.of(self._part.key, line.key, column.key)
        said = shown(int(cell.value or 0), self._steps[column.key])  # type: ignore[arg-type]
        settled = (self._part.key, column.key) in self._disclosure.settled
        return Shown(said.low) if settled else said

    def _say_total(self, column: Column, cell: Cell) -> Shown:
        if column.key not in self._steps:
            return _exact(cell)
        parts = [row[column.key] for row in self._rows]
        if column.summing is Summing.SUM:
            return shown_total(parts)
        return shown_distinct(parts) if column.summing is Summing.OWN else WITHHELD

    def _guarded(self, column: Column) -> bool:
        if column.summing is Summing.RATIO or column.ratio:
            return column.children or any(key in self._steps for key in column.ratio or ())
        return column.key in self._steps

    def _cells(
        self, cells: Sequence[Cell], said: Mapping[str, Shown], total: bool
    ) -> tuple[Cell, ...]:
        return tuple(
            self._cell(column, cell, said, total) if self._guarded(column) else cell
            for column, cell in zip(self._part.columns, cells, strict=True)
        )

    def _cell(self, column: Column, cell: Cell, said: Mapping[str, Shown], total: bool) -> Cell:
        if column.key not in self._steps:
            # «Не применимо» of a share would tell that its whole is zero.
            if cell.state in (*_COUNTED, State.NOT_APPLICABLE) and column.ratio:
                part, whole = column.ratio
                return _share(said.get(part, WITHHELD), said.get(whole, WITHHELD))
            return HIDDEN if cell.state in (*_COUNTED, State.NOT_APPLICABLE) else cell
        if cell.state not in _COUNTED:
            return cell
        return _number(said[column.key], None if total else self._steps[column.key])


def _exact(cell: Cell) -> Shown:
    """A number that isn't protected; of another cell nothing is said."""
    return exactly(cell.value) if isinstance(cell.value, int) else WITHHELD


def _number(said: Shown, step: int | None) -> Cell:
    """A protected number in words; «менее» is said only where it is known to be true."""
    if said.low:
        return Cell(State.AT_LEAST, said.low)
    below = step is not None and said.high == step - 1
    return Cell(State.HIDDEN, step) if below else HIDDEN


def _share(part: Shown, whole: Shown) -> Cell:
    """A percent as «не менее»; hidden when nothing can be said."""
    percent = shown_share(part, whole)
    return Cell(State.AT_LEAST, percent) if percent else HIDDEN


def _summary(
    summary: Summary,
    tables: Sequence[_Table],
    steps: Mapping[tuple[str, str], int],
    main: tuple[str, str] | None,
) -> Summary:
    """The main number from the total it is; what it was compared with is withheld."""
    if main is not None and main not in steps:
        return summary
    said = WITHHELD
    for table in tables:
        if main is not None and table.key == main[0]:
            said = table.totals.get(main[1], WITHHELD)
    fact = _number(said, None)
    return replace(
        summary,
        fact=fact if summary.fact.state in _COUNTED else summary.fact,
        percent=_withheld(summary.percent, _share(said, _exact(summary.plan))),
        accepted=_withheld(summary.accepted),
        change=_withheld(summary.change),
    )


def _withheld(cell: Cell, instead: Cell = HIDDEN) -> Cell:
    return instead if cell.state in (*_COUNTED, State.NOT_APPLICABLE) else cell
