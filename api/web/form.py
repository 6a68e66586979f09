"""How numbers, dates and terms are written: the Russian way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from graph.errors import CalendarError
from graph.policy.calendar import CALENDAR, is_overdue, local_day

MOSCOW = "Europe/Moscow"
NARROW_SPACE = "\u202f"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A due day as it is shown: a class, an icon, words; `late` if it is over."""

    style: str
    icon: str
    words: str
    late: bool = False


def number(value: int) -> str:
    """12345 → «12 345», with a narrow space that doesn't break."""
    return f"{value:,}".replace(",", NARROW_SPACE)


def as_day(value: date | str | None) -> date | None:
    """A day as it is, or read from the text an answer gives it as."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: datetime | str | None) -> datetime | None:
    """A moment as it is, or read from the text an answer gives it as."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def day(value: date | str | None) -> str:
    """dd.mm.yyyy, or a dash."""
    known = as_day(value)
    return known.strftime("%d.%m.%Y") if known else "—"


def moment(value: datetime | str | None, zone: str = MOSCOW) -> str:
    """dd.mm.yyyy hh:mm with the zone's name, or a dash."""
    known = as_moment(value)
    if known is None:
        return "—"
    return f"{local(known, zone):%d.%m.%Y %H:%M} {zone_word(zone, known)}"


def local(value: datetime, zone: str) -> datetime:
    """The moment on the clocks of a zone."""
    return value.astimezone(ZoneInfo(zone))


def zone_word(zone: str, at: datetime) -> str:
    """A zone as people of the country say it: «МСК», «МСК+2»."""
    here, moscow = (at.astimezone(ZoneInfo(name)).utcoffset() for name in (zone, MOSCOW))
    hours = ((here or timedelta()) - (moscow or timedelta())) // _HOUR
    return f"МСК{hours:+d}" if hours else "МСК"


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of a word after a number: 1 день, 2 дня, 5 дней."""
    tens, units = abs(count) % 100, abs(count) % 10
    if units == 1 and tens != 11:
        return one
    return few if 2 <= units <= 4 and not 12 <= tens <= 14 else many


def counted(count: int, one: str, few: str, many: str) -> str:
    """A number with its word."""
    return f"{number(count)} {plural(count, one, few, many)}"


def term(due_on: date | str | None, now: datetime, zone: str, region: str) -> Term:
    """How long is left until a due day, in working days of the region.

    Source: clauses 5.2–5.4, 6.1: a due day lasts until its 24:00 in the region.
    """
    due_on = as_day(due_on)
    if due_on is None:
        return Term("none", "–", "срока нет")
    today = local_day(now, ZoneInfo(zone))
    if is_overdue(due_on, now, ZoneInfo(zone)):
        passed = _working_days(due_on, today, region)
        return Term("late", "!", f"просрочено{_by(passed)}", late=True)
    if due_on == today:
        return Term("today", "◔", "срок сегодня")
    left = _working_days(today, due_on, region)
    if left is None:
        return Term("left", "◔", "срок идёт")
    if left == 0:
        return Term("left", "◔", "до срока только выходные")
    verb = plural(left, "остался", "осталось", "осталось")
    return Term("left", "◔", f"{verb} {_days(left)}")


def segment(value: str) -> str:
    """A text as one part of an address."""
    return quote(value, safe="")


def _by(days: int | None) -> str:
    return f" на {_days(days)}" if days else ""


def _days(days: int) -> str:
    return counted(days, "рабочий день", "рабочих дня", "рабочих дней")


def _working_days(start: date, end: date, region: str) -> int | None:
    try:
        return CALENDAR.working_days_between(start, end, region)
    except CalendarError:
        return None  # a year whose calendar isn't known yet: the date itself is still shown
