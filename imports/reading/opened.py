"""What a parser hands out, whatever the format: an outline, and rows held to the limits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from imports.reading.limits import Limits
from imports.reading.refusal import Refusal, RefusedFileError

RawRow = tuple[int, list[Any], str]
"""The row's number, its cells, and why it has none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened file; `height` is the number of its last row."""

    format: str
    sheets: tuple[str, ...]
    sheet: str
    height: int
    rows: Iterator[RawRow]
    encoding: str | None = None
    delimiter: str | None = None


def within(rows: Iterable[RawRow], limits: Limits) -> Iterator[RawRow]:
    """The filled rows, without empty cells at their ends. RefusedFileError beyond the limits."""
    for number, cells, problem in rows:
        end = len(cells)
        while end and _is_empty(cells[end - 1]):
            end -= 1
        if not end and not problem:
            continue
        if number > limits.rows:
            raise too_many_rows(limits)
        if end > limits.columns:
            raise RefusedFileError(
                Refusal.TOO_MANY_COLUMNS,
                f"строка {number}: больше {limits.columns} ячеек. Уберите лишнее справа.",
            )
        del cells[end:]
        _refuse_long(number, cells, limits)
        yield number, cells, problem


def too_many_rows(limits: Limits) -> RefusedFileError:
    """The refusal of a sheet with filled rows too far down."""
    return RefusedFileError(
        Refusal.TOO_MANY_ROWS,
        f"больше {limits.rows} строк. Разделите таблицу на части, каждую с заголовками.",
    )


def nothing() -> RefusedFileError:
    """The refusal of a file without a single filled cell."""
    return RefusedFileError(Refusal.EMPTY, "пуст. Выгрузите таблицу заново, с заголовками.")


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _refuse_long(number: int, cells: list[Any], limits: Limits) -> None:
    for column, cell in enumerate(cells, 1):
        if isinstance(cell, str) and len(cell) > limits.cell:
            raise RefusedFileError(
                Refusal.CELL_TOO_LONG,
                f"строка {number}, ячейка {column} по счёту: больше {limits.cell} знаков. "
                "Сократите её; если таких много — проверьте, закрыты ли кавычки.",
            )
