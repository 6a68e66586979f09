"""Names of people and of their classes, as they stand in one cell."""

from __future__ import annotations

import re
from typing import Final

from imports.cells.texts import LONGEST_NAME, spoken
from imports.name import mended, russian_letters
from imports.sheet import Cell, CellError, Place

FullName = tuple[str, str, str | None]
"""Family name, given name, patronymic if there is one."""

Grade = tuple[int, str | None]
"""The number of a class and its letter."""

_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[-–' ’.`()])*")
_INITIALS: Final = re.compile(r"[^\W\d_]\.?|[^\W\d_]\.\s*[^\W\d_]\.?")
_GRADE: Final = re.compile(
    r"(?P<number>\d{1,2})(?:\s*класс)?[\s\-–—_./]*[«\"„“']?\s*(?P<letter>[^\W\d_]{1,3}|\d)?\s*[»\"”“']?"
    r"(?:\s*(?:класс|кл\.?))?",
    re.IGNORECASE,
)
_GRADES: Final = range(1, 13)


def name(cell: Cell, _: Place) -> str:
    """One name: letters, with Latin look-alikes mended; of capitals alone is written usually."""
    return _name(spoken(cell))


def full_name(cell: Cell, _: Place) -> FullName:
    """Family name, given name, the rest is the patronymic; CellError for initials."""
    said = spoken(cell).replace(",", " ").split()
    if len(said) < 2:
        raise CellError("нужны фамилия и имя, а здесь одно слово")
    family, given, *rest = said
    if _INITIALS.fullmatch(given):
        raise CellError("вместо имени инициалы")
    patronymic = " ".join(rest)
    if patronymic and _INITIALS.fullmatch(patronymic):
        raise CellError("вместо отчества инициал")
    return _name(family), _name(given), _name(patronymic) if patronymic else None


def grade(cell: Cell, _: Place) -> Grade:
    """The class: «7 Б», «7б», «7-Б», 7."""
    found = _GRADE.fullmatch(spoken(cell))
    if found is None:
        raise CellError("не понять, какой это класс")
    number = int(found["number"])
    if number not in _GRADES:
        raise CellError(f"класс вне {_GRADES[0]}–{_GRADES[-1]}")
    return number, letter_of(found["letter"])


def letter(cell: Cell, _: Place) -> str | None:
    """The letter of a class, a capital."""
    said = spoken(cell).strip("«»\"'„“” .")
    if len(said) > 10:
        raise CellError("буква класса длиннее 10 знаков")
    return letter_of(said)


def letter_of(said: str | None) -> str | None:
    """A letter as it is kept; None for none."""
    return russian_letters(said.upper()) if said else None


def _name(said: str) -> str:
    if len(said) > LONGEST_NAME:
        raise CellError(f"имя длиннее {LONGEST_NAME} знаков")
    if not _NAME.fullmatch(said):
        raise CellError("в имени не только буквы")
    said = mended(said)
    return _usual(said) if len(said) > 1 and (said.isupper() or said.islower()) else said


def _usual(said: str) -> str:
    """«САЛТЫКОВ-ЩЕДРИН» as «Салтыков-Щедрин»."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), said)
