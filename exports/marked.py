"""A sheet that somebody sent, given back as they sent it, with what would become of every row.

Its columns and rows stand in their order; beside them stands what is wrong and how to mend it. Once
mended the same file can be sent again: the columns added here are passed over. Rows come a part at
a time and go through temporary files, so memory doesn't grow with them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final, Protocol

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from exports.sheet import cut
from exports.telling import plain

FATE, PROBLEM = "Что будет", "Ошибка"
CHANGES, CANDIDATES, NUMBER = "Было → стало", "Кто это может быть", "Строка файла"
ADDED: Final = (FATE, PROBLEM, CHANGES, CANDIDATES, NUMBER)
"""The columns that are no part of the file; whoever reads it again passes them over."""

_MOST_COMMENTS: Final = 1_000
"""Excel opens a book slowly for many more, and the words stand in their column anyway."""
_WIDTHS: Final = {FATE: 18, PROBLEM: 48, CHANGES: 48, CANDIDATES: 48, NUMBER: 13}
_OWN_WIDTH: Final = 18
_ROWS: Final = "Строки"
_SUMMARY: Final = "Сводка"

FATES: Final[Mapping[str, str]] = {
    "new": "новая",
    "changed": "изменится",
    "same": "без изменений",
    "rejected": "ошибка",
    "duplicate": "возможный повтор",
    "skipped": "пропущена",
    "stale": "устарела",
}
_COLOURS: Final[Mapping[str, str]] = {
    "new": "#E2F0D9",
    "changed": "#DDEBF7",
    "rejected": "#F8CBAD",
    "duplicate": "#FFE699",
    "stale": "#FFE699",
}
_WRONG: Final = "#F8CBAD"


class ProblemLike(Protocol):
    """What is wrong: at a column, or with the row as a whole (None)."""

    @property
    def column(self) -> str | None: ...
    @property
    def key(self) -> str | None: ...
    @property
    def what(self) -> str: ...
    @property
    def fix(self) -> str: ...


class ChangeLike(Protocol):
    """What would become otherwise, in words; "" is nothing."""

    @property
    def record(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def was(self) -> str: ...
    @property
    def now(self) -> str: ...


class CandidateLike(Protocol):
    """Somebody known who may be the one of the row."""

    @property
    def name(self) -> str: ...
    @property
    def evidence(self) -> str: ...


class RowLike(Protocol):
    """One row with its fate; `cells` are texts in the order of the file's columns."""

    @property
    def number(self) -> int: ...
    @property
    def fate(self) -> str: ...
    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def problems(self) -> Sequence[ProblemLike]: ...
    @property
    def changes(self) -> Sequence[ChangeLike]: ...
    @property
    def candidates(self) -> Sequence[CandidateLike]: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of the whole file.

    `headers` are its columns in order, `places` tells at which of them stands a column's key.
    `counts` are rows by fate, `problems` are of the file as a whole; `told` are more lines of the
    summary.
    """

    headers: Sequence[str]
    places: Mapping[str, int]
    counts: Mapping[str, int]
    problems: Sequence[ProblemLike] = ()
    told: Sequence[tuple[str, str]] = ()


@contextmanager
def marked_book(sheet: Sheet, out: IO[bytes]) -> Iterator[MarkedBook]:
    """A book to add rows to, in order; `finish` puts it into `out`."""
    with tempfile.TemporaryDirectory(prefix="orientir-") as folder:
        made = MarkedBook(sheet, out, folder)
        try:
            yield made
        finally:
            made.release()


class MarkedBook:
    """The book in the making: rows from top to bottom and never back."""

    def __init__(self, sheet: Sheet, out: IO[bytes], folder: str) -> None:
        self._told = sheet
        self._book = Workbook(out, {"constant_memory": True, "tmpdir": folder})
        self._looks = {
            colour: self._book.add_format({"valign": "top", "bg_color": colour})
            for colour in {*_COLOURS.values(), _WRONG}
        }
        self._words = self._book.add_format({"valign": "top", "text_wrap": True})
        self._plain = self._book.add_format({"valign": "top"})
        self._title = self._book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DCE6F1"}
        )
        # A file that was marked before has these columns already.
        self._own = [i for i, name in enumerate(sheet.headers) if name not in ADDED]
        own = (sheet.headers[place] for place in self._own)
        self._columns = (FATE, PROBLEM, *own, CHANGES, CANDIDATES, NUMBER)
        self._row = 0
        self._comments = 0
        self._sheet: Any = self._book.add_worksheet(_ROWS)
        self._begin()

    def add(self, rows: Iterable[RowLike]) -> None:
        """Write the next rows."""
        for row in rows:
            self._row += 1
            self._add(row)

    def finish(self) -> None:
        """Write the summary, and the book with it."""
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._columns) - 1)
        self._summarise(self._book.add_worksheet(_SUMMARY))
        self._book.close()

    def release(self) -> None:
        """Close what a book that was never finished has left open."""
        lines: IO[str] | None = self._sheet.row_data_fh
        if lines is not None:
            lines.close()

    def _begin(self) -> None:
        for place, name in enumerate(self._columns):
            self._sheet.set_column(place, place, _WIDTHS.get(name, _OWN_WIDTH))
            self._text(0, place, name, self._title)
        self._sheet.freeze_panes(1, 1)

    def _add(self, row: RowLike) -> None:
        colour = _COLOURS.get(row.fate)
        self._text(self._row, 0, FATES[row.fate], self._looks[colour] if colour else self._plain)
        self._text(self._row, 1, _problems(row), self._words)
        wrong = self._wrong(row)
        for at, place in enumerate(self._own, start=2):
            self._add_own(row, at, place, wrong.get(place))
        after = 2 + len(self._own)
        self._text(self._row, after, _changes(row.changes), self._words)
        self._text(self._row, after + 1, _candidates(row.candidates), self._words)
        self._sheet.write_number(self._row, after + 2, row.number, self._plain)

    def _add_own(self, row: RowLike, at: int, place: int, wrong: str | None) -> None:
        text = row.cells[place] if place < len(row.cells) else ""
        look = self._plain if wrong is None else self._looks[_WRONG]
        self._text(self._row, at, text, look)
        if wrong is not None and self._comments < _MOST_COMMENTS:
            self._comments += 1
            self._sheet.write_comment(self._row, at, wrong, {"author": "Ориентир", "x_scale": 2})

    def _wrong(self, row: RowLike) -> dict[int, str]:
        """What is wrong at each of the file's columns."""
        found: dict[int, str] = {}
        for one in row.problems:
            place = self._told.places.get(one.key or "")
            if place is not None:
                found[place] = "\n".join(filter(None, (found.get(place), _advice(one))))
        return found

    def _text(self, row: int, place: int, text: str, look: Any) -> None:
        """Text and nothing else: what begins with «=» stays what it is."""
        if text:
            self._sheet.write_string(row, place, cut(plain(text)), look)
        else:
            self._sheet.write_blank(row, place, None, look)

    def _summarise(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 70)
        lines = [
            *self._told.told,
            *((f"Строк: {word}", str(self._told.counts.get(f, 0))) for f, word in FATES.items()),
            *((PROBLEM, _told(one)) for one in self._told.problems),
            ("Как исправить", _HOW),
        ]
        for row, (name, value) in enumerate(lines):
            sheet.write_string(row, 0, cut(plain(name)), self._words)
            sheet.write_string(row, 1, cut(plain(value)), self._words)


_HOW: Final = (
    f"Исправьте отмеченные ячейки на листе «{_ROWS}» и загрузите этот же файл снова. Колонки "
    f"{', '.join(f'«{name}»' for name in ADDED)} добавлены системой: их можно оставить, "
    "при загрузке они пропускаются."
)


def _problems(row: RowLike) -> str:
    return "\n".join([*map(_told, row.problems), *([row.why] if row.why else [])])


def _told(one: ProblemLike) -> str:
    place = f"«{one.column}»: " if one.column else ""
    return place + _advice(one)


def _advice(one: ProblemLike) -> str:
    return f"{one.what}. {one.fix}" if one.fix else one.what


def _changes(changes: Sequence[ChangeLike]) -> str:
    return "\n".join(
        f"{one.record}, {one.name}: {one.was or 'пусто'} → {one.now or 'пусто'}" for one in changes
    )


def _candidates(candidates: Sequence[CandidateLike]) -> str:
    return "\n".join(f"{one.name}: {one.evidence}" for one in candidates)
