"""How the text of one cell is read. Exact text stays exact: nothing is trimmed or corrected."""

import re
from collections.abc import Callable
from decimal import Decimal

from imports.table import CellError

_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,20})?")
_DIGITS = re.compile(r"[0-9]{1,40}")


def text(cell: str) -> str:
    """The cell as it is."""
    return cell


def digits(cell: str) -> str:
    """An id of digits, kept as text; CellError for what Excel made of a long one (8,67E+07)."""
    if not _DIGITS.fullmatch(cell.strip()):
        raise CellError("номер должен состоять из одних цифр")
    return cell


def number(cell: str) -> Decimal:
    """A number with a decimal comma or point, exact."""
    if not _NUMBER.fullmatch(cell.strip()):
        raise CellError("не число")
    return Decimal(cell.strip().replace(",", "."))


def degrees(*ranges: tuple[int, int]) -> Callable[[str], Decimal]:
    """A reader of degrees that lie in one of the inclusive `ranges`."""

    def read(cell: str) -> Decimal:
        value = number(cell)
        if not any(low <= value <= high for low, high in ranges):
            raise CellError("точка вне России")
        return value

    return read
