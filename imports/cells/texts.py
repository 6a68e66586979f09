"""Texts of cells: exact but for spaces; what a spreadsheet did to a number is undone or refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from imports.sheet import Cell, CellError, Place, Read

LONGEST_TEXT: Final = 2000
LONGEST_NAME: Final = 100
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\u00ad"))
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# An integer that a double holds exactly; beyond it Excel has lost digits.
_EXACT: Final = 10**15
_EMAIL: Final = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@,;<>()\".]{2,}")
_SHAPE_LENGTH: Final = 24


def blank(cell: Cell) -> bool:
    """Whether there is nothing in a cell but spaces that can or can't be seen."""
    if cell is None:
        return True
    return isinstance(cell, str) and not cell.translate(_INVISIBLE).strip()


def spoken(cell: Cell) -> str:
    """A cell as its text: spaces of any kind as one, whole numbers without a fraction.

    CellError for control characters and for numbers whose digits a spreadsheet has lost.
    """
    if isinstance(cell, str):
        return _clean(cell)
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, float):
        return _of_float(cell)
    return "" if cell is None else str(cell)


def text_of(longest: int = LONGEST_TEXT) -> Read:
    """A reader of texts of at most so many characters."""

    def read(cell: Cell, _: Place) -> str:
        text = spoken(cell)
        if len(text) > longest:
            raise CellError(f"текст длиннее {longest} знаков")
        return text

    return read


def digits_of(*lengths: int) -> Read:
    """A reader of a number kept as text, zeros before it too; of one of these lengths, if any."""

    def read(cell: Cell, _: Place) -> str:
        text = spoken(cell).replace(" ", "")
        if not (text.isascii() and text.isdigit()):
            raise CellError("номер должен состоять из одних цифр")
        if lengths and len(text) not in lengths:
            asked = " или ".join(map(str, lengths))
            raise CellError(f"цифр {len(text)}, а должно быть {asked} (Excel мог убрать нули)")
        if len(text) > 40:
            raise CellError("номер длиннее 40 цифр")
        return text

    return read


def email(cell: Cell, _: Place) -> str:
    """An address of electronic mail, as it is written."""
    text = spoken(cell)
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise CellError("это не адрес электронной почты")
    return text


def shape(text: str) -> str:
    """What a text looks like, without telling it: digits as 9, letters as «а»."""
    seen = "".join(_shape_of(char) for char in text[:_SHAPE_LENGTH])
    return seen + ("…" if len(text) > _SHAPE_LENGTH else "")


def _shape_of(char: str) -> str:
    if char.isdigit():
        return "9"
    return "а" if char.isalpha() else char


def _clean(text: str) -> str:
    if _REFUSED.search(text):
        raise CellError("в тексте есть управляющие знаки")
    clean = " ".join(text.translate(_INVISIBLE).split())
    return clean if clean.isascii() else unicodedata.normalize("NFC", clean)


def _of_float(number: float) -> str:
    if number != number or number in (float("inf"), float("-inf")):
        raise CellError("это не число и не текст")
    if not number.is_integer():
        return repr(number).replace(".", ",")
    if abs(number) >= _EXACT:
        raise CellError("Excel потерял цифры этого номера: он длиннее 15 цифр")
    return str(int(number))
