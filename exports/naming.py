"""Names of files: Russian, telling, fit for every system; never of a person.

Only what a report is of stands in a name: its number and title, its place and its day.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from exports.format import Format
from exports.telling import day, local, plain, zone_of
from queries.report.table import Place, Report

# Systems count 255 bytes, and a Russian letter is two of them.
_LONGEST: Final = 110
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_ASCII_LEFT: Final = re.compile(r"[^A-Za-z0-9.-]+")


def clean_name(text: str, longest: int = _LONGEST) -> str:
    """The text as a part of a file's name that Windows, Linux and archives take; "" if none is."""
    single = " ".join(_FORBIDDEN.sub(" ", plain(text)).split())
    return single[:longest].strip(" .")


def file_name(report: Report, format_: Format) -> str:
    """Отчёт 01 Зарегистрированные участники — Республика Татарстан — на 01.10.2019.xlsx."""
    place, on = report.place.name, local(report.as_of, zone_of(report)).date()
    return f"{report_name(report.form, report.title, place, on)}{format_.suffix}"


def report_name(form: int, title: str, place: str, on: date) -> str:
    """The same without its end."""
    ending = f" — {clean_name(place, 40)} — на {day(on)}"
    return f"{clean_name(f'Отчёт {form:02} {title}', _LONGEST - len(ending))}{ending}"


def media_name(place: Place, as_of: datetime) -> str:
    """Отчёт 12 Фото и видео мероприятий — Республика Татарстан — на 01.10.2019.zip."""
    on = local(as_of, ZoneInfo(place.zone)).date()
    return f"{report_name(12, 'Фото и видео мероприятий', place.name, on)}.zip"


def plain_name(report: Report, format_: Format) -> str:
    """The same in ASCII, for programs that know nothing else: report-01-RU-TA-2019-10-01.xlsx."""
    on = local(report.as_of, zone_of(report)).date().isoformat()
    place = _ASCII_LEFT.sub("", report.place.id)
    return f"report-{report.form:02}-{place}-{on}{format_.suffix}"


def content_disposition(name: str, ascii_name: str) -> str:
    """The header that makes a browser keep the file under its name. Source: RFC 6266, RFC 8187."""
    fallback = _ASCII_LEFT.sub("_", ascii_name)
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"
