"""Which practicums a list or a calendar shows, read from its address and written back to it."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from starlette.datastructures import QueryParams

from api.web.choice import day_of, one_of
from graph.model.campaign import FORMAT_WORDS, Format

Filter = dict[str, Any]

ALL: Final = "all"
WHEN: Final = {"": "предстоящие", "past": "прошедшие", ALL: "все дни"}
CHANGED: Final = "changed"
"""Changed after it was confirmed: told by the rule, which compares two moments of one record."""

_YEARS: Final = 50
_NONE: Final = {"isNull": True}
_SOME: Final = {"isNull": False}
_GOING_ON: Final = {"cancelledAt": _NONE, "heldAt": _NONE}
STATES: Final[Mapping[str, str]] = {
    "unconfirmed": "ждёт подтверждения",
    CHANGED: "изменён после подтверждения",
    "confirmed": "подтверждён",
    "past": "день наступил, исход не отмечен",
    "held": "проведён",
    "unrecorded": "проведён, посещение не внесено",
    "cancelled": "отменён",
    "undated": "без дня",
}
FORMATS: Final = {one.value: FORMAT_WORDS[one] for one in Format}


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address asks for; words in it that mean nothing are as if not there."""

    region: str
    when: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    venue: str = ""
    competence: str = ""
    format: str = ""
    conflicts: bool = False

    @property
    def by_rule(self) -> bool:
        """Whether the rules have to say which practicums these are."""
        return self.conflicts or self.state == CHANGED

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day shown; dates that are given come before words."""
        if self.since or self.until or self.when == ALL or self.state == "undated":
            return self.since, self.until
        if self.when == "past":
            return None, today - timedelta(days=1)
        return today, None

    def filter(self, today: date) -> Filter:
        """The same for the API."""
        return self._filter(*self.days(today), today)

    def of_month(self, month: date, today: date) -> Filter:
        """The same in the days of a month."""
        return self._filter(month, month_end(month), today)

    def _filter(self, since: date | None, until: date | None, today: date) -> Filter:
        on_day = {"gte": since and since.isoformat(), "lte": until and until.isoformat()}
        own = [
            {"regionId": {"eq": self.region}},
            {"onDay": {key: value for key, value in on_day.items() if value}},
            _of_state(self.state, today),
            {"format": {"eq": Format(self.format).name}} if self.format else {},
            {"venue": {"some": {"id": {"eq": self.venue}}}} if self.venue else {},
            {"competence": {"some": {"id": {"eq": self.competence}}}} if self.competence else {},
        ]
        return {"and": [one for one in own if any(one.values())]}

    def parameters(self, **changes: object) -> dict[str, Any]:
        """For an address that differs from this one by `changes`; its pages start anew."""
        own = {
            "region": self.region,
            "when": self.when,
            "from": self.since or "",
            "to": self.until or "",
            "state": self.state,
            "venue": self.venue,
            "competence": self.competence,
            "format": self.format,
            "conflicts": 1 if self.conflicts else "",
        }
        return own | changes


def choice(query: QueryParams, region: str) -> Choice:
    """The choice that an address makes."""
    return Choice(
        region=region,
        when=one_of(query.get("when", ""), WHEN, ""),
        since=day_of(query.get("from", "")),
        until=day_of(query.get("to", "")),
        state=one_of(query.get("state", ""), STATES, ""),
        venue=query.get("venue", ""),
        competence=query.get("competence", ""),
        format=one_of(query.get("format", ""), FORMATS, ""),
        conflicts=query.get("conflicts") == "1",
    )


def month_of(text: str, today: date) -> date:
    """The first day of the month "2019-11"; of today's if the text is none."""
    first = day_of(f"{text}-01")
    return first if first and abs(first.year - today.year) <= _YEARS else today.replace(day=1)


def month_end(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _of_state(state: str, today: date) -> Filter:
    going_on: Filter = dict(_GOING_ON)
    return {
        "unconfirmed": going_on | {"confirmedAt": _NONE},
        "confirmed": going_on | {"confirmedAt": _SOME},
        "past": going_on | {"onDay": {"lte": today.isoformat()}},
        "held": {"cancelledAt": _NONE, "heldAt": _SOME},
        "unrecorded": {"cancelledAt": _NONE, "heldAt": _SOME, "attendanceRecordedAt": _NONE},
        "cancelled": {"cancelledAt": _SOME},
        "undated": {"onDay": _NONE},
    }.get(state, {})
