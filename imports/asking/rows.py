"""How a row's values become properties and links, and which days can't go together.

Pure; knows no kind of sheet and no label.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from imports.cells.names import FullName
from imports.cells.times import instant
from imports.draft import Draft, Find, To
from imports.sheet import Column, Place, RowError, Values

_DAYS: Final = "Проверьте обе даты: какая из них верна."


def given(values: Values, **keys: str) -> dict[str, Any]:
    """Properties by the keys of the columns that fill them, of those that the row has."""
    return {name: values[key] for name, key in keys.items() if key in values}


def own(values: Values, *names: str) -> dict[str, Any]:
    """Properties whose columns have their names, of those that the row has."""
    return {name: values[name] for name in names if name in values}


def to(*targets: Draft | Find | None, **once: Any) -> tuple[To, ...]:
    """Links to these, those that are nothing left out."""
    return tuple(To(one, once=once) for one in targets if one is not None)


def links(**targets: tuple[To, ...]) -> dict[str, tuple[To, ...]]:
    """The links of a draft by their names, those that lead nowhere left out."""
    return {name: tos for name, tos in targets.items() if tos}


def names_of(said: FullName) -> dict[str, Any]:
    """The properties that a full name fills."""
    family, first, patronymic = said
    names = {"family_name": family, "given_name": first}
    return names | ({"patronymic": patronymic} if patronymic else {})


def in_order(values: Values, place: Place, earlier: str, later: str, what: str) -> None:
    """RowError at the later column if its day or moment is before the earlier's."""
    first, second = values.get(earlier), values.get(later)
    if first is None or second is None:
        return
    if isinstance(first, datetime) and isinstance(second, datetime):
        wrong = second < first
    else:
        wrong = day_of(second, place) < day_of(first, place)
    if wrong:
        raise RowError(later, what, _DAYS)


def needs(values: Values, key: str, other: str, what: str, fix: str) -> None:
    """RowError at `other` if the row has `key` without it."""
    if key in values and other not in values:
        raise RowError(other, what, fix)


def day_of(when: date | datetime, place: Place) -> date:
    """The calendar day of a day or a moment, by the region's clock."""
    return when.astimezone(place.zone).date() if isinstance(when, datetime) else when


def at(day: date, hour: time, place: Place) -> datetime:
    """The moment of that hour of a day by the region's clock, in UTC."""
    return instant(datetime.combine(day, hour), place.zone)


def not_to_come(values: Values, place: Place, asked: tuple[Column, ...]) -> None:
    """RowError if the row says of a day to come that something happened on it."""
    for column in asked:
        when = values.get(column.key)
        happened = column.declared is not None and column.declared.happened
        if happened and when is not None and day_of(when, place) > place.today:
            raise RowError(column.key, "этот день ещё не наступил", "Проверьте дату.")


def must(label: str, finds: tuple[Find, ...]) -> Draft | Find | None:
    """A record that must be there already; None if the row doesn't say which."""
    if len(finds) == 1:
        return finds[0]
    return Draft(label, finds, make=False) if finds else None
