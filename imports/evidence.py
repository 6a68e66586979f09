"""What speaks for and against two records being one person, and how that is told in Russian.

Pure. Says what agrees and what differs, never the values: the text may be shown and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from imports.alike import apart, heard, part_of, plain

MOST_COST: Final = 40
"""Differences that weigh more than this speak of two people."""
_LETTERS: Final = {1: "на одну букву", 2: "на две буквы"}


class Names(NamedTuple):
    """Plain names of one person."""

    family: str
    given: str
    patronymic: str


class Note(NamedTuple):
    """One thing compared: `same` names what agrees, `differs` says how it doesn't, at a cost."""

    same: str = ""
    differs: str = ""
    cost: int = 0


SURELY_TWO: Final = Note(cost=MOST_COST + 1)


def names_of(family_name: str, given_name: str, patronymic: str | None) -> Names:
    """Names as they are compared."""
    return Names(plain(family_name), plain(given_name), plain(patronymic))


def names(one: Names, other: Names, frequent: Callable[[str], bool]) -> list[Note]:
    """How two names differ. `frequent` tells given names that are too usual to be a slip."""
    notes = _in_order(one, other, frequent)
    if sum(note.cost for note in notes) > MOST_COST:
        turned = Names(one.given, one.family, one.patronymic)
        swapped = _in_order(turned, other, frequent)
        if sum(note.cost for note in swapped) <= MOST_COST:
            patronymic = swapped.pop()
            cost = 5 + sum(note.cost for note in swapped)
            return [Note(differs="имя и фамилия переставлены", cost=cost), patronymic]
    return notes


def birth_dates(one: date | None, other: date | None) -> Note:
    """How two birth dates differ, if a slip of the hand explains it."""
    if one is None and other is None:
        return Note(cost=30)
    if one is None or other is None:
        return Note(differs="дата рождения есть не в обеих записях", cost=30)
    if one == other:
        return Note("дата рождения")
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Note(differs="в дате рождения переставлены день и месяц", cost=15)
    if (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) == 1:
        return Note(differs="год рождения отличается на один", cost=15)
    if sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)) == 1:
        return Note(differs="в дате рождения отличается одна цифра", cost=15)
    return SURELY_TWO


def schools(one: str | None, other: str | None) -> Note:
    """Whether two ids of schools are one."""
    if one is None or other is None:
        return Note(differs="школа известна не в обеих записях", cost=10)
    return Note("школа") if one == other else Note(differs="школы разные", cost=15)


def told(notes: Iterable[Note]) -> str:
    """«те же имя и школа; фамилия отличается на одну букву»."""
    listed = list(notes)
    same = [note.same for note in listed if note.same]
    differs = [note.differs for note in listed if note.differs]
    return "; ".join([*([_same(same)] if same else []), *differs])


def _in_order(one: Names, other: Names, frequent: Callable[[str], bool]) -> list[Note]:
    return [
        _family(one.family, other.family),
        _given(one.given, other.given, frequent),
        _patronymic(one.patronymic, other.patronymic),
    ]


def _family(one: str, other: str) -> Note:
    if part_of(one, other):
        return Note(differs="в одной записи фамилия двойная, в другой — её часть", cost=15)
    return _spelled("фамилия", one, other)


def _given(one: str, other: str, frequent: Callable[[str], bool]) -> Note:
    # Арина and Алина: both are names that many have, so neither is the other misspelt.
    if one != other and heard(one) != heard(other) and frequent(one) and frequent(other):
        return SURELY_TWO
    return _spelled("имя", one, other)


def _patronymic(one: str, other: str) -> Note:
    if not one or not other:
        return Note() if one == other else Note(differs="отчество есть не в обеих записях", cost=5)
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return Note(differs="вместо отчества инициал", cost=5)
    return _spelled("отчество", one, other)


def _spelled(what: str, one: str, other: str) -> Note:
    distance = apart(one, other)
    if distance is None:
        return SURELY_TWO
    if distance == 0:
        return Note(what)
    if heard(one) == heard(other):
        return Note(differs=f"{what} на слух совпадает", cost=8)
    return Note(differs=f"{what} отличается {_LETTERS[distance]}", cost=10 * distance)


_THE_SAME: Final = {
    "имя": "то же",
    "отчество": "то же",
    "телефон": "тот же",
    "адрес почты": "тот же",
    "место работы": "то же",
}


def _same(parts: list[str]) -> str:
    if len(parts) == 1:
        return f"{_THE_SAME.get(parts[0], 'та же')} {parts[0]}"
    return f"те же {', '.join(parts[:-1])} и {parts[-1]}"
