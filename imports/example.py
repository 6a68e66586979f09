"""The example row of a template: shown to whoever fills a sheet in, never read as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imports.name import normalised
from imports.sheet import Cell

MARK: Final = "Пример"
COLUMN: Final = "№ п/п"
"""The first column of a template; the mark stands in it. Every kind ignores it."""


def is_example(cells: Sequence[Cell]) -> bool:
    """Whether a row is a template's example: its first cell says so."""
    first = cells[0] if cells else None
    return isinstance(first, str) and normalised(first).rstrip(":.") == normalised(MARK)
