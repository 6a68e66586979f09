"""Grids against a kind of sheet: typed rows and every problem, in one pass, nothing written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Generic

from graph.errors import InputError
from imports.dialect import Record
from imports.duplicates import CheckedRow, DuplicateGroup, duplicate_problems, find_duplicates
from imports.grid import Grid, read_grid
from imports.name import normalised
from imports.problem import Problem, Severity
from imports.table import CellError, Column, Presence, RowT, Sheet

__all__ = ["CheckedRow", "CheckedSheet", "check", "check_files"]


@dataclass(frozen=True)
class CheckedSheet(Generic[RowT]):
    """All rows that could be read, all problems, and how many records each file has.

    A row stands here even if a problem of severity ERROR (a repeated id) forbids loading it;
    `loadable` leaves those out. A record that could not be read stands in `problems` only.
    """

    kind: str
    rows: tuple[CheckedRow[RowT], ...]
    problems: tuple[Problem, ...]
    duplicates: tuple[DuplicateGroup[RowT], ...]
    records_by_file: Mapping[str, int]

    @cached_property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that forbid loading their row, or their file where the header is wrong."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @cached_property
    def loadable(self) -> tuple[CheckedRow[RowT], ...]:
        """Rows without an error."""
        bad = {(problem.sheet, problem.row) for problem in self.errors}
        return tuple(row for row in self.rows if (row.sheet, row.row) not in bad)


def check_files(paths: Sequence[Path], sheet: Sheet[RowT]) -> CheckedSheet[RowT]:
    """Reads the files and checks them together; InputError for a file that can't be read at all."""
    return check([read_grid(path, sheet.known_headers) for path in paths], sheet)


def check(grids: Sequence[Grid], sheet: Sheet[RowT]) -> CheckedSheet[RowT]:
    """The typed rows and the problems of all `grids`, ordered by file and line.

    InputError without a file or for two files of one name: a problem must name one place.
    """
    order = {grid.name: place for place, grid in enumerate(grids)}
    if not grids or len(order) < len(grids):
        raise InputError(
            "Файлы не указаны или имена файлов повторяются. Укажите хотя бы один файл; "
            "файлы с одинаковыми именами переименуйте."
        )
    found = list(chain.from_iterable(_read(grid, sheet) for grid in grids))
    rows = tuple(item for item in found if isinstance(item, CheckedRow))
    duplicates = find_duplicates(rows, sheet.unique)
    problems = [item for item in found if isinstance(item, Problem)]
    problems += chain.from_iterable(map(duplicate_problems, duplicates))
    return CheckedSheet(
        kind=sheet.label,
        rows=rows,
        problems=tuple(sorted(problems, key=lambda p: (order[p.sheet], p.row))),
        duplicates=duplicates,
        records_by_file={grid.name: len(grid.records) for grid in grids},
    )


def _read(grid: Grid, sheet: Sheet[RowT]) -> Iterator[CheckedRow[RowT] | Problem]:
    places = _places(grid, sheet)
    faults = tuple(_header_problems(grid, sheet, places))
    yield from faults
    if any(fault.severity is Severity.ERROR for fault in faults):
        return
    for record in grid.records:
        yield from _read_record(grid, sheet, places, record)


def _places(grid: Grid, sheet: Sheet[RowT]) -> dict[str, int]:
    """Which cell of a record each column is; the first of two equal headers."""
    headers = [normalised(name) for name in grid.header]
    return {
        column.key: place
        for column in sheet.columns
        for place in [next((i for i, h in enumerate(headers) if h in column.spellings), None)]
        if place is not None
    }


def _header_problems(
    grid: Grid, sheet: Sheet[RowT], places: Mapping[str, int]
) -> Iterator[Problem]:
    row = grid.dialect.header_row
    for column in sheet.columns:
        if column.key not in places and column.presence is not Presence.OPTIONAL:
            names = " или ".join(f"«{name}»" for name in (column.label, *column.headers))
            fix = f"Добавьте колонку с заголовком {names}; если данных нет, оставьте её пустой."
            yield Problem(grid.name, row, column.label, None, "нет такой колонки", fix)
    if not grid.records:
        fix = "Добавьте строки под заголовками и загрузите файл снова."
        yield Problem(grid.name, row, None, None, "под заголовками нет ни одной строки", fix)
    used = set(places.values())
    for place, name in enumerate(grid.header):
        if place not in used and normalised(name) not in sheet.ignored_headers:
            label = name.strip() or f"№ {place + 1}, без заголовка"
            fix = "Ничего не делайте, если колонка не нужна; иначе назовите её как в образце."
            what = "лишняя или повторная колонка, она не загружается"
            yield Problem(grid.name, row, label, None, what, fix, Severity.WARNING)


def _read_record(
    grid: Grid, sheet: Sheet[RowT], places: Mapping[str, int], record: Record
) -> Iterator[CheckedRow[RowT] | Problem]:
    if record.cells is None or len(record.cells) != len(grid.header):
        yield _unreadable(grid, record)
        return
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for column in sheet.columns:
        text = record.cells[places[column.key]] if column.key in places else ""
        values[column.key], problem = _value(grid.name, record.row, column, text)
        problems += [problem] if problem else []
    yield from problems
    if all(problem.severity is not Severity.ERROR for problem in problems):
        yield CheckedRow(grid.name, record.row, sheet.build(**values))


def _unreadable(grid: Grid, record: Record) -> Problem:
    if record.cells is None:
        what = "кавычки не закрыты или стоят не на месте, строка не разобрана на ячейки"
        fix = 'Закройте кавычки; кавычку внутри ячейки пишите дважды («""»).'
    else:
        what = f"ячеек {len(record.cells)}, а заголовков {len(grid.header)}"
        fix = f"Уберите лишний или добавьте недостающий разделитель «{grid.dialect.delimiter}»."
    return Problem(grid.name, record.row, None, None, what, fix)


def _value(sheet: str, row: int, column: Column, text: str) -> tuple[object, Problem | None]:
    shown = None if column.personal else text
    if text.strip():
        try:
            return column.parse(text), None
        except CellError as error:
            what, severity = str(error), Severity.ERROR
    elif column.presence is Presence.OPTIONAL:
        return None, None
    else:
        required = column.presence is Presence.REQUIRED
        what, severity = "пусто", Severity.ERROR if required else Severity.WARNING
    return None, Problem(sheet, row, column.label, shown, what, column.how_to_fix, severity)
