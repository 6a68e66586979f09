"""The look into an xlsx before any parser: every part of it, streamed, nothing kept but errors."""

import re
from dataclasses import dataclass, field
from itertools import chain

from imports.reading.archive import Archive
from imports.reading.inspection import (
    FOREIGN,
    MOST_ERRORS,
    Errors,
    embedded,
    external_links,
    formula,
    macros,
)
from imports.reading.window import Window
from imports.reading.xml_part import looked_through, parsed

_WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_FORBIDDEN = (
    ("vbaproject", macros),
    ("xl/macrosheets/", macros),
    ("xl/dialogsheets/", macros),
    ("xl/externallinks/", external_links),
    ("xl/connections.xml", external_links),
    ("xl/querytables/", external_links),
    ("xl/embeddings/", embedded),
    ("xl/activex/", embedded),
)
_PREFIX = 32
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[ >/\t\r\n]")
_CELL = re.compile(rb'<(?:\w+:)?c(?:\s[^<>]*?)?\sr="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>')
_ERROR = re.compile(rb"[^<>]*>\s*<(?:\w+:)?v>(#[^<]{2,20})<")


@dataclass(slots=True)
class Seen:
    """What the look remembers: the sheets' names by their parts, the cells with errors."""

    sheets: dict[str, str]
    errors: Errors = field(default_factory=dict)


def inspect(archive: Archive) -> Errors:
    """The cells with errors. RefusedFileError for what a table must not carry, telling where."""
    for name in archive.names:
        for part, refusal in _FORBIDDEN:
            if part in name:
                raise refusal(name)
    seen = Seen(_sheets(archive))
    for name in archive.names:
        _inspect_part(archive, name, seen)
    return seen.errors


def _sheets(archive: Archive) -> dict[str, str]:
    if not {_WORKBOOK, _LINKS} <= set(archive.names):
        return {}
    parts = {
        link.get("Id"): link.get("Target", "").removeprefix("/xl/")
        for link in parsed(archive.small(_LINKS), _LINKS)
    }
    sheets = parsed(archive.small(_WORKBOOK), _WORKBOOK).iter()
    return {
        f"xl/{parts.get(sheet.get(_ID))}".lower(): sheet.get("name", "")
        for sheet in sheets
        if sheet.tag.endswith("}sheet")
    }


def _inspect_part(archive: Archive, name: str, seen: Seen) -> None:
    pieces = archive.stream(name)
    head = next(pieces, b"")
    if head.startswith(FOREIGN):
        raise embedded(name)
    pieces = chain((head,), pieces)
    if not (name.endswith((".xml", ".rels", ".vml")) or head.lstrip()[:1] == b"<"):
        for _ in pieces:
            pass
        return
    is_sheet = (
        name in seen.sheets or name.startswith("xl/worksheets/") or b"worksheet" in head[:4096]
    )
    for window in looked_through(pieces, name):
        if is_sheet:
            _inspect_cells(window, seen, seen.sheets.get(name, ""))


def _inspect_cells(window: Window, seen: Seen, sheet: str) -> None:
    for place in chain(window.places(b"<f"), window.places(b":f")):
        if _FORMULA.search(window.content, max(0, place - _PREFIX), place + 3):
            raise formula(sheet, _last_cell(window.content[:place]))
    for place in chain(window.places(b't="e"'), window.places(b"t='e'")):
        _remember_error(window, place, seen, sheet)


def _last_cell(before: bytes) -> str:
    cells = _CELL.findall(before[-4096:])
    return cells[-1].decode() if cells else ""


def _remember_error(window: Window, place: int, seen: Seen, sheet: str) -> None:
    value = _ERROR.match(window.content, place + 5)
    found = seen.errors.setdefault(sheet, [])
    if value is None or len(found) >= MOST_ERRORS:
        return
    cell = _last_cell(window.content[: window.content.index(b">", place) + 1])
    if cell:
        found.append((*_position(cell), value[1].decode("utf-8", "replace")))


def _position(cell: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell called like B7."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]) - 1, column - 1
