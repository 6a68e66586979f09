"""Which report an address asks for: /reports/1.xlsx?region=RU-TA&asOf=2019-10-01&public=true."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams

from api.errors import RequestError
from api.moment import instant
from graph.policy.calendar import last_instant
from queries.report.forms import form_of
from queries.report.making import Wanted, When

_KNOWN: Final = frozenset({"region", "campaign", "asOf", "from", "to", "public"})
_YES_NO: Final = {"true": True, "1": True, "false": False, "0": False, "": False}


def wanted(form: int, query: QueryParams, now: datetime) -> Wanted:
    """The report; RequestError for a parameter that isn't understood, InputError for no form."""
    only(query, _KNOWN)
    return Wanted(
        form_of(form).number,
        _when(query.get("asOf", ""), now),
        query.get("campaign") or None,
        _day(query, "from"),
        _day(query, "to"),
        public(query),
    )


def only(query: QueryParams, known: frozenset[str]) -> None:
    """RequestError for a parameter that there isn't: misspelt, it would be silently all or now."""
    unknown = set(query) - known
    if unknown:
        raise RequestError(f"Такого параметра нет. Можно: {', '.join(sorted(known))}.")


def public(query: QueryParams) -> bool:
    """Whether the file is for publication."""
    given = query.get("public", "").lower()
    if given not in _YES_NO:
        raise RequestError("public — true или false.")
    return _YES_NO[given]


def _when(text: str, now: datetime) -> When:
    """A day ends by each region's clock; an instant is the same everywhere."""
    if not text:
        return lambda _: now
    try:
        day = date.fromisoformat(text)
    except ValueError:
        at = _instant(text)
        return lambda _: at
    return lambda zone: last_instant(day, ZoneInfo(zone))


def _instant(text: str) -> datetime:
    try:
        # A plus of an address is a space unless it is written as %2B.
        return instant(datetime.fromisoformat(text.replace(" ", "+")))
    except ValueError as error:
        raise RequestError(
            "asOf — день (2019-10-01) или момент со смещением (2019-10-01T06:00:00+03:00)."
        ) from error


def _day(query: QueryParams, name: str) -> date | None:
    text = query.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RequestError(f"{name} — день, например 2019-10-01.") from error
