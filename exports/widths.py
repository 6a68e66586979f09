"""How wide each column of a part is to be, in characters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from itertools import islice
from typing import Final

from exports.telling import plain, told
from queries.report.table import Kind, Part

_LOOKED_AT: Final = 300
"""Lines that are enough to know how long the texts of a column are."""

NARROWEST: Final = 7
WIDEST: Final = 48


def widths(part: Part, zone: tzinfo) -> tuple[int, ...]:
    """Long texts take several lines; a word of a title is not broken, nor is a number."""
    return tuple(
        min(max(NARROWEST, *_needed(part, place, zone)), WIDEST)
        for place in range(len(part.columns))
    )


def _needed(part: Part, place: int, zone: tzinfo) -> Iterator[int]:
    column = part.columns[place]
    yield from map(len, plain(column.title).split())
    lines = (line.cells[place] for line in islice(part.lines, _LOOKED_AT))
    for cell in (*lines, *(total for total in part.totals[place : place + 1])):
        text = told(cell, column, zone)
        if column.kind in (Kind.TEXT, Kind.LINK, Kind.MOMENT):
            yield len(text)
        else:
            # «скрыто: менее 10» may take two lines, «1 234» may not.
            yield max(map(len, text.split(" ")), default=0)
