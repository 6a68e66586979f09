"""Days and moments of cells: real dates, numbers that Excel keeps for dates, dates as texts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from imports.cells.texts import shape, spoken
from imports.sheet import Cell, CellError, Place

_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "январь января янв",
            "февраль февраля фев",
            "март марта мар",
            "апрель апреля апр",
            "май мая",
            "июнь июня июн",
            "июль июля июл",
            "август августа авг",
            "сентябрь сентября сен сент",
            "октябрь октября окт",
            "ноябрь ноября ноя нояб",
            "декабрь декабря дек",
        ),
        1,
    )
    for word in words.split()
}
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_TIME: Final = r"(?:[T ,]+(?:в )?(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?)?"
_DAY_FIRST: Final = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})(?: ?г(?:\.|ода)?)?" + _TIME
)
_YEAR_FIRST: Final = re.compile(r"(?P<y>\d{4})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})" + _TIME)
_IN_WORDS: Final = re.compile(
    r"[«\"]?(?P<d>\d{1,2})[»\"]? (?P<word>[а-яё]{3,8})\.? (?P<y>\d{4})(?: ?г(?:\.|ода)?)?" + _TIME,
    re.IGNORECASE,
)
_WITH_OFFSET: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})")
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d{1,12})?")
# Excel counts days from 1900 and believes that there was a 29 February in that year.
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock, no instant
_BEFORE_THE_BUG: Final = datetime(1899, 12, 31)  # noqa: DTZ001 - a wall clock, no instant
_NO_SUCH_DAY: Final = 60
_LAST_SERIAL: Final = 73_415


def day(cell: Cell, place: Place) -> date:
    """A calendar day; the time beside it is left out."""
    if isinstance(cell, str):
        aware = _with_offset(cell)
        if aware is not None:
            return aware.astimezone(place.zone).date()
    return _wall_clock(cell, place).date()


def moment(cell: Cell, place: Place) -> datetime:
    """An instant in UTC of a time in the place's zone; of a day alone its first moment."""
    if isinstance(cell, str):
        aware = _with_offset(cell)
        if aware is not None:
            return aware.astimezone(UTC)
    return instant(_wall_clock(cell, place), place.zone)


def clock(cell: Cell, _: Place) -> time:
    """A time of the day, to the minute."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, float | int) and not isinstance(cell, bool) and 0 <= cell < 1:
        return (_EPOCH + timedelta(minutes=round(cell * 24 * 60))).time()
    found = re.fullmatch(r"(\d{1,2})[:.\-](\d{2})(?::\d{2})?(?: ?ч(?:\.|ас\w*)?)?", spoken(cell))
    if found is None:
        raise CellError(f"не время: по виду «{shape(spoken(cell))}»")
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError:
        raise CellError("такого времени нет") from None


def instant(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """The instant in UTC of a time in a zone."""
    return wall_clock.replace(tzinfo=zone).astimezone(UTC)


def _wall_clock(cell: Cell, place: Place) -> datetime:
    if isinstance(cell, datetime):
        return _plausible(cell if cell.tzinfo is None else cell.astimezone(place.zone))
    if isinstance(cell, date):
        return _plausible(datetime.combine(cell, time()))
    if isinstance(cell, bool) or cell is None:
        raise CellError("не дата")
    if isinstance(cell, int | float):
        return _of_serial(float(cell))
    return _of_text(spoken(cell), place)


def _of_serial(serial: float) -> datetime:
    if _FIRST_YEAR <= serial <= _LAST_YEAR and serial.is_integer():
        raise CellError("видно только год, нужен день")
    if not 1 <= serial < _LAST_SERIAL or int(serial) == _NO_SUCH_DAY:
        raise CellError("число, а не дата")
    start = _EPOCH if serial > _NO_SUCH_DAY else _BEFORE_THE_BUG
    return start + timedelta(seconds=round(serial * 86_400))


def _of_text(text: str, place: Place) -> datetime:
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text.replace(",", ".")))
    for pattern in (_DAY_FIRST, _YEAR_FIRST, _IN_WORDS):
        found = pattern.fullmatch(text)
        if found is not None:
            return _of_parts(found, text, place)
    raise CellError(f"не дата: по виду «{shape(text)}»")


def _of_parts(found: re.Match[str], text: str, place: Place) -> datetime:
    said = found.groupdict()
    month = int(said["m"]) if said.get("m") else _month(said["word"])
    hour, minute, second = (int(said[name] or 0) for name in ("h", "min", "s"))
    try:
        return _plausible(
            # A wall clock; whoever asks for an instant gives it the place's zone.
            datetime(  # noqa: DTZ001
                _year(said["y"], place), month, int(said["d"]), hour, minute, second
            )
        )
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError(f"такого дня или времени нет: по виду «{shape(text)}»") from None


def _year(said: str, place: Place) -> int:
    """Two digits are of this century up to ten years ahead, or else of the last."""
    year = int(said)
    if len(said) > 2:
        return year
    return year + (2000 if year <= place.today.year % 100 + 10 else 1900)


def _month(word: str) -> int:
    number = _MONTHS.get(word.casefold())
    if number is None:
        raise CellError("не понять, какой это месяц")
    return number


def _plausible(wall_clock: datetime) -> datetime:
    if not _FIRST_YEAR <= wall_clock.year <= _LAST_YEAR:
        raise CellError(f"год вне {_FIRST_YEAR}–{_LAST_YEAR}")
    return wall_clock


def _with_offset(text: str) -> datetime | None:
    text = text.strip()
    if not _WITH_OFFSET.fullmatch(text):
        return None
    try:
        return _plausible(datetime.fromisoformat(text))
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError(f"такого дня или времени нет: по виду «{shape(text)}»") from None
