"""Totals of a sheet: a formula where it gives what the report says, and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from exports.telling import usable
from queries.report.table import Cell, Part, Summing

APART: Final = "Считается отдельно: один ребёнок в двух строках — один. Сумма строк была бы больше."
ALONE: Final = "Записано числом: в строках есть скрытое или неизвестное, их сумма дала бы другое."


class Sums:
    """What the cells of each column add up to; words count for nothing, as in Excel."""

    def __init__(self, columns: int) -> None:
        self.of: list[float] = [0] * columns

    def add(self, cells: Sequence[Cell]) -> None:
        """One more line."""
        for place, cell in enumerate(cells):
            value = numeric(cell)
            if value is not None:
                self.of[place] += value


def numeric(cell: Cell) -> float | None:
    """The number that a cell is, or None."""
    value = usable(cell)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def total_formula(part: Part, place: int, rows: tuple[int, int], sums: Sums) -> str | None:
    """The formula of a total whose lines stand in these rows (end exclusive); None: write a value.

    None wherever Excel would compute anything but the total that the report gives.
    """
    total, column = numeric(part.totals[place]), part.columns[place]
    if total is None or not part.lines:
        return None
    first, after = rows
    if column.summing is Summing.SUM and math.isclose(sums.of[place], total, abs_tol=1e-9):
        begin, end = xl_rowcol_to_cell(first, place), xl_rowcol_to_cell(after - 1, place)
        return f"=SUM({begin}:{end})"
    if column.summing is Summing.RATIO and column.ratio:
        above, below = (part.column(key) for key in column.ratio)
        if _share(part.totals[above], part.totals[below]) == total:
            numerator, denominator = (xl_rowcol_to_cell(after, at) for at in (above, below))
            return f'=IF({denominator}=0,"",ROUND({numerator}/{denominator}*100,1))'
    return None


def _share(part: Cell, whole: Cell) -> float | None:
    """The percent as Excel rounds it: a half goes up."""
    above, below = numeric(part), numeric(whole)
    if above is None or not below:
        return None
    exact = Decimal(str(above)) / Decimal(str(below)) * 100
    return float(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
