"""Differences in words: as it is, as it would be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graph.declaration import Property
from imports.comparing import Difference, Name
from imports.draft import Moment
from imports.typed import shown
from imports.words import word_of

HIDDEN: Final = "скрыто: нет действующего согласия"

_GIVEN: Final = {Moment.NOW: "время загрузки", Moment.TODAY: "день загрузки"}


def worded(
    one: Difference, titles: Mapping[str, str], *, hidden: bool
) -> tuple[str, str, str, str]:
    """`(record, field, was, now)` for people; with `hidden` not what it was."""

    def say(values: tuple[Any, ...]) -> str:
        return ", ".join(_told(value, one.declared, titles) for value in values)

    was = HIDDEN if hidden and one.was else say(one.was)
    return one.record, one.name, was, say(one.now)


def _told(value: Any, declared: Property | None, titles: Mapping[str, str]) -> str:
    if isinstance(value, Name):
        return titles.get(value.id) or "запись без названия"
    if isinstance(value, Moment):
        return _GIVEN[value]
    if isinstance(value, list | tuple):
        return ", ".join(_told(item, declared, titles) for item in value)
    if declared is not None and declared.choices is not None:
        return word_of(declared.choices(value))
    if isinstance(value, Moment):
        return "сейчас" if value is Moment.NOW else "сегодня"
    return shown(value)
