"""Says in Russian when a schedule runs: the forms of cron the catalogue uses and no others."""

from __future__ import annotations

import re
from typing import Final

_WEEKDAYS: Final = (
    "по воскресеньям",
    "по понедельникам",
    "по вторникам",
    "по средам",
    "по четвергам",
    "по пятницам",
    "по субботам",
)


def in_words(cron: str) -> str:
    """«0 6 * * *» → «каждый день в 06:00»; a form not known here is said as it is."""
    minute, hour, day, month, weekday = cron.split()
    if (day, month) != ("*", "*"):
        return cron
    if hour == "*" and weekday == "*":
        return _within_the_hour(minute) or cron
    days, hours = _days(weekday), re.fullmatch(r"(\d+)(?:-(\d+))?", hour)
    if not (days and hours and minute.isdecimal()):
        return cron
    first, last = (f"{int(one):02}:{int(minute):02}" for one in (hours[1], hours[2] or hours[1]))
    return f"{days} в {first}" if first == last else f"{days} раз в час с {first} до {last}"


def asks_the_clock(cron: str) -> bool:
    """Whether it matters by whose clock: every hour is every hour everywhere."""
    return cron.split()[1:] != ["*"] * 4


def _within_the_hour(minute: str) -> str | None:
    if minute == "*":
        return "каждую минуту"
    if step := re.fullmatch(r"\*/(\d+)", minute):
        return f"каждые {step[1]} мин."
    return f"каждый час в :{int(minute):02}" if minute.isdecimal() else None


def _days(weekday: str) -> str | None:
    if weekday == "*":
        return "каждый день"
    if weekday == "1-5":
        return "по будням"
    return _WEEKDAYS[int(weekday) % 7] if weekday.isdecimal() else None
