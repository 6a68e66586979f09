"""Photo and video of a report as one archive with a list, sent while it is being made.

Holds one piece of one file at a time. A file that isn't there or may not be given stands in the
list with the reason, so that nobody takes a part for the whole.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import BinaryIO, Final

from exports.csv import defused
from exports.naming import clean_name
from exports.telling import day, local
from queries.report.media import ReportFile
from store import ALLOWED, Family
from store.errors import FileMissingError

LIST_NAME: Final = "Список файлов.csv"
CONTENT_TYPE: Final = "application/zip"
_COLUMNS: Final = ("№", "Файл", "Мероприятие", "Дата", "Вид", "Байт", "Что с файлом")
_GIVEN: Final = "приложен"
_MISSING: Final = "в хранилище файла сейчас нет"
_FAMILIES: Final = {Family.PHOTO: "фото", Family.VIDEO: "видео"}
_LONGEST_EVENT: Final = 60
# Zip counts years from 1980.
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """A file of an event: what it is of, its type and size in bytes.

    `withheld` is the reason, in Russian, why it may not be given; such a file is never opened.
    """

    id: str
    sha256: str
    event: str
    on_day: date | None
    content_type: str
    size: int
    withheld: str = ""


def entries_of(files: Iterable[ReportFile]) -> list[MediaEntry]:
    """The files of report 12 as an archive lists them."""
    return [
        MediaEntry(
            one.id, one.sha256, one.event, one.on_day, one.content_type, one.size, one.withheld
        )
        for one in files
    ]


Opening = Callable[[MediaEntry], Awaitable[AsyncIterator[bytes]]]
"""Opens a file of the store: FileMissingError before its first byte if it isn't there."""


async def archived(
    entries: Iterable[MediaEntry], opened: Opening, made_at: datetime
) -> AsyncIterator[bytes]:
    """The archive, piece by piece; what the store can't read midway ends it with its error."""
    writing = _Writing(made_at)
    for number, entry in enumerate(entries, 1):
        async for piece in writing.add(number, entry, opened):
            yield piece
    yield writing.end()


async def write_archive(
    entries: Iterable[MediaEntry], opened: Opening, made_at: datetime, out: BinaryIO
) -> None:
    """The same into a file."""
    async for piece in archived(entries, opened, made_at):
        out.write(piece)


def archive_name(entry: MediaEntry, number: int) -> str:
    """001 День профессий 01.10.2019 фото.jpg; the number makes it the only one."""
    content = ALLOWED.get(entry.content_type)
    kind, ending = (_kind(entry), content.extension) if content else ("файл", "bin")
    event = clean_name(entry.event, _LONGEST_EVENT)
    on = day(entry.on_day) if entry.on_day else ""
    return f"{' '.join(filter(None, (f'{number:03}', event, on, kind)))}.{ending}"


class _Sink(io.RawIOBase):
    """What the archive writes, until it is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


@dataclass(slots=True)
class _Writing:
    made_at: datetime
    _sink: _Sink = field(default_factory=_Sink)
    _archive: zipfile.ZipFile = field(init=False)
    _rows: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._archive = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED)

    async def add(self, number: int, entry: MediaEntry, opened: Opening) -> AsyncIterator[bytes]:
        """A file and its row in the list; a file that can't be given has only the row."""
        name = archive_name(entry, number)
        if entry.withheld:
            self._list(number, entry, "", entry.withheld)
            return
        try:
            pieces = await opened(entry)
            first = await anext(pieces, b"")
        except FileMissingError:
            self._list(number, entry, "", _MISSING)
            return
        with self._archive.open(self._member(name), "w", force_zip64=True) as member:
            member.write(first)
            yield self._sink.taken()
            async for piece in pieces:
                member.write(piece)
                yield self._sink.taken()
        self._list(number, entry, name, _GIVEN)

    def end(self) -> bytes:
        """The list, and what makes the archive whole."""
        member = self._member(LIST_NAME)
        member.compress_type = zipfile.ZIP_DEFLATED
        self._archive.writestr(member, self._told_list().encode("utf-8-sig"))
        self._archive.close()
        return self._sink.taken()

    def _list(self, number: int, entry: MediaEntry, name: str, state: str) -> None:
        on = day(entry.on_day) if entry.on_day else "нет данных"
        size = str(entry.size) if name else ""
        row = (str(number), name, entry.event, on, _kind(entry), size, state)
        self._rows.append(row)

    def _told_list(self) -> str:
        text = io.StringIO(newline="")
        rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
        rows.writerow(_COLUMNS)
        rows.writerows([defused(value) for value in row] for row in self._rows)
        return text.getvalue()

    def _member(self, name: str) -> zipfile.ZipInfo:
        moment = max(local(self.made_at, UTC), _EARLIEST)
        return zipfile.ZipInfo(name, moment.timetuple()[:6])


def _kind(entry: MediaEntry) -> str:
    content = ALLOWED.get(entry.content_type)
    return _FAMILIES[content.family] if content else "файл"
