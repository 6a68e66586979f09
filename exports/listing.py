"""A plain list as a file: a table as it stands on a page, and what it is of.

Text that a spreadsheet would run as a formula is written as text; numbers and days are written as
such, moments in the zone of whoever they are of.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from exports.csv import defused, written
from exports.looks import Looks
from exports.sheet import cut
from exports.telling import plain
from queries.report.table import Kind

Value = str | int | float | date | datetime | None
_WIDEST: Final = 60
_NARROWEST: Final = 10
_ABOUT: Final = "О списке"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: `told` are (word, value) of what it is, `zone` the IANA zone of its moments."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    told: Sequence[tuple[str, str]]
    zone: str


@dataclass(frozen=True, slots=True)
class ListingFormat:
    """How a list is written."""

    word: str
    suffix: str
    media_type: str
    write: Callable[[Listing], bytes]


def _xlsx(listing: Listing) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks = Looks(book)
        _table(book.add_worksheet("Список"), listing, looks)
        about = book.add_worksheet(_ABOUT)
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 70)
        for row, (name, value) in enumerate(listing.told):
            about.write_string(row, 0, cut(plain(name)), looks.note())
            about.write_string(row, 1, cut(plain(value)), looks.note())
    return out.getvalue()


def _table(sheet: Any, listing: Listing, looks: Looks) -> None:
    zone = ZoneInfo(listing.zone)
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(listing.columns):
        sheet.write_string(0, place, name, looks.title())
        sheet.set_column(place, place, _width(name, (row[place] for row in listing.rows)))
    for number, row in enumerate(listing.rows, 1):
        for place, value in enumerate(row):
            _cell(sheet, number, place, value, looks, zone)
    if listing.rows:
        sheet.autofilter(0, 0, len(listing.rows), len(listing.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, row: int, place: int, value: Value, looks: Looks, zone: ZoneInfo) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, looks.value(Kind.TEXT))
    elif isinstance(value, datetime):
        local = value.astimezone(zone).replace(tzinfo=None)
        sheet.write_datetime(row, place, local, looks.value(Kind.MOMENT))
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, looks.value(Kind.DATE))
    elif isinstance(value, str):
        sheet.write_string(row, place, cut(plain(value)), looks.value(Kind.TEXT))
    else:
        broken = isinstance(value, float) and not value.is_integer()
        sheet.write_number(row, place, value, looks.value(Kind.NUMBER, broken=broken))


def _width(name: str, values: Iterable[Value]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(_WIDEST, max(_NARROWEST, len(name) + 2, longest + 2))


def _csv(listing: Listing) -> bytes:
    """UTF-8 with its mark, «;» between cells, «,» in decimals: as Russian Excel opens it."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(defused(name) for name in listing.columns)
    zone = ZoneInfo(listing.zone)
    rows.writerows([_text(value, zone) for value in row] for row in listing.rows)
    rows.writerow(())
    rows.writerows([defused(plain(word)), defused(plain(value))] for word, value in listing.told)
    return out.getvalue().encode("utf-8-sig")


def _text(value: Value, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, str):
        return defused(plain(value))
    return written(value) if isinstance(value, float) else str(value)


LISTINGS: Final[Mapping[str, ListingFormat]] = MappingProxyType(
    {
        "xlsx": ListingFormat(
            "Excel",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _xlsx,
        ),
        "csv": ListingFormat("CSV", ".csv", "text/csv; charset=utf-8", _csv),
    }
)
