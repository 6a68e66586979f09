"""Hours of a day as one cell tells them: «10:00», «с 10.00 до 11.30», Excel's part of a day."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from imports.cells.texts import spoken
from imports.cells.times import clock
from imports.sheet import Cell, CellError, Place

Hours = tuple[time, time | None]
"""From when, and till when if that is told."""

_HOUR: Final = r"\d{1,2}[:.]\d{2}(?::\d{2})?"
_BOTH: Final = re.compile(
    rf"(?:с )?(?P<begins>{_HOUR}) ?(?:-|–|—|до|по) ?(?P<ends>{_HOUR})", re.IGNORECASE
)


def hours(cell: Cell, place: Place) -> Hours:
    """An hour, or two; CellError for anything else, and if the second is not later."""
    found = _BOTH.fullmatch(spoken(cell)) if isinstance(cell, str) else None
    if found is None:
        return clock(cell, place), None
    begins, ends = (clock(found[name], place) for name in ("begins", "ends"))
    if ends <= begins:
        raise CellError("конец не позже начала")
    return begins, ends
