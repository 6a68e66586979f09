"""Numbers and truths of cells."""

from __future__ import annotations

import re
from typing import Final

from imports.cells.texts import spoken
from imports.name import normalised, russian_letters
from imports.sheet import Cell, CellError, Place, Read

_NUMBER: Final = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,15})?")
_MINUS: Final = str.maketrans("−–—", "---")
_YES: Final = frozenset(
    "да д 1 + истина верно х v ✓ ✔ √ true yes y есть имеется получено дано дал дала".split()
)
_NO: Final = frozenset(
    "нет н 0 - – — ложь неверно false no n отсутствует не получено не дано".split()
) | {"не получено", "не дано", "не имеется"}


def number_of(minimum: float | None = None, maximum: float | None = None) -> Read:
    """A reader of numbers with a decimal comma or point, within inclusive bounds."""

    def read(cell: Cell, _: Place) -> float:
        return _bounded(_number(cell), minimum, maximum)

    return read


def whole_of(minimum: int | None = None, maximum: int | None = None) -> Read:
    """A reader of whole numbers within inclusive bounds."""

    def read(cell: Cell, _: Place) -> int:
        value = _number(cell)
        if not value.is_integer():
            raise CellError("нужно целое число, а здесь дробь")
        return int(_bounded(value, minimum, maximum))

    return read


def degrees_of(*ranges: tuple[int, int]) -> Read:
    """A reader of degrees that lie in one of the inclusive `ranges`."""

    def read(cell: Cell, _: Place) -> float:
        value = _number(cell)
        if not any(low <= value <= high for low, high in ranges):
            raise CellError("точка вне России")
        return value

    return read


def yes_no(cell: Cell, _: Place) -> bool:
    """«да» or «нет» in any of the ways people write them."""
    if isinstance(cell, bool):
        return cell
    said = normalised(spoken(cell)).rstrip(".")
    if said in _YES or russian_letters(said) in _YES:
        return True
    if said in _NO:
        return False
    raise CellError("не понять, да это или нет")


def _number(cell: Cell) -> float:
    if isinstance(cell, bool):
        raise CellError("не число")
    if isinstance(cell, int | float):
        spoken(cell)
        return float(cell)
    text = spoken(cell).replace(" ", "").translate(_MINUS)
    if not _NUMBER.fullmatch(text):
        raise CellError("не число")
    return float(text.replace(",", "."))


def _bounded(value: float, minimum: float | None, maximum: float | None) -> float:
    if minimum is not None and value < minimum:
        raise CellError(f"число меньше {minimum:g}")
    if maximum is not None and value > maximum:
        raise CellError(f"число больше {maximum:g}")
    return value
