"""Several values in one cell: a list as people pack it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from imports.cells.texts import blank, text_of
from imports.sheet import Cell, Place, Read

_OPENING: Final = {"«": "»", "(": ")", "[": "]", '"': '"', "“": "”", "„": "“"}


def split(text: str) -> tuple[str, ...]:
    """The items of a list: by lines and `;`, or else by `,`; not inside quotes and brackets."""
    items = list(_parts(text, "\n;"))
    if len(items) == 1:
        items = list(_parts(text, ","))
    return tuple(item for item in map(_unquoted, items) if item)


def several_of(item: Read) -> Read:
    """A reader of lists: each item is read by `item`; what repeats is there once."""

    def read(cell: Cell, place: Place) -> tuple[Any, ...]:
        items = split(cell) if isinstance(cell, str) else (cell,)
        return tuple(dict.fromkeys(item(one, place) for one in items if not blank(one)))

    return read


def packed(item: Read) -> Read:
    """A reader of lists whose places tell something: what repeats is there again."""

    def read(cell: Cell, place: Place) -> tuple[Any, ...]:
        items = split(cell) if isinstance(cell, str) else (cell,)
        return tuple(item(one, place) for one in items)

    return read


texts: Final[Read] = several_of(text_of())


def _parts(text: str, separators: str) -> Iterator[str]:
    waiting, start = "", 0
    for at, char in enumerate(text):
        if waiting:
            # An opening that is never closed is a character like others.
            waiting = "" if char == waiting else waiting
        elif char in _OPENING and text.find(_OPENING[char], at + 1) > 0:
            waiting = _OPENING[char]
        elif char in separators:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _unquoted(item: str) -> str:
    item = item.strip()
    quoted = len(item) > 1 and item[0] == item[-1] == '"' and item.count('"') == 2
    return item[1:-1].strip() if quoted else item
