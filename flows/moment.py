"""How the text of an `as_of` becomes a moment; the clock is passed in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from graph.errors import InputError
from graph.policy.calendar import last_instant


def moment(as_of: str | None, zone: str, now: datetime) -> datetime:
    """The moment in UTC: `now` without text; of a day, its last instant in `zone`.

    A day ends at 24:00 in the region, so «as of 1 October» sees all of that day there and nothing
    of the next. InputError for text that is neither a day nor an instant with its offset.
    """
    if as_of is None:
        return now.astimezone(UTC)
    try:
        return last_instant(date.fromisoformat(as_of), ZoneInfo(zone))
    except ValueError:
        return _instant(as_of)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise InputError(
            f"«{text}» не похоже на момент. Нужен день (2019-10-01) "
            "или время со смещением (2019-10-01T06:00+03:00)."
        )
    return instant.astimezone(UTC)
