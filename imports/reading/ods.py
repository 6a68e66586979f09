"""The look into an ods before any parser."""

import html
import re
from collections.abc import Iterator
from itertools import chain

from imports.reading.archive import Archive, encrypted
from imports.reading.inspection import FOREIGN, embedded, external_links, formula, macros
from imports.reading.window import Window
from imports.reading.xml_part import looked_through, whole

_CONTENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_LIBRARIES = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")
_LINKS = (
    b"table:dde-link",
    b"office:dde-source",
    b"table:cell-range-source",
    b"table:table-source",
    b"table:database-source",
)
_TABLE = b"<table:table "
_NAME = re.compile(rb'[^<>]*?\stable:name="([^"<>]*)"')


def inspect(archive: Archive) -> None:
    """RefusedFileError for what a table must not carry, telling where."""
    # the manifest first: it says that all the others are under a password
    for name in sorted(archive.names, key=lambda name: name != _MANIFEST):
        _inspect_name(name)
        pieces = archive.stream(name)
        head = next(pieces, b"")
        if head.startswith(FOREIGN):
            raise embedded(name)
        pieces = chain((head,), pieces)
        if name.endswith((".xml", ".rdf")) or head.lstrip()[:1] == b"<":
            checked = whole(pieces, name) if name == _CONTENT else pieces
            _inspect_words(looked_through(checked, name), name)
        else:
            for _ in pieces:
                pass


def _inspect_name(name: str) -> None:
    if name == "encrypted-package":
        raise encrypted()
    if name.startswith("scripts/"):
        raise macros(name)
    if name.startswith("basic/") and not name.endswith(_LIBRARIES):
        raise macros(name)


def _inspect_words(windows: Iterator[Window], name: str) -> None:
    table = ""
    for window in windows:
        if name == _MANIFEST and window.holds(b"encryption-data"):
            raise encrypted()
        if window.holds(b"<script:event-listener"):
            raise macros(name)
        if name == _CONTENT:
            table = _inspect_tables(window, table)


def _inspect_tables(window: Window, table: str) -> str:
    """The name of the table that goes on after this window; the first formula is told with it."""
    first = next(window.places(b"table:formula"), None)
    for place in window.places(_TABLE):
        name = _NAME.match(window.content, place + len(_TABLE) - 1)
        if name and (first is None or place < first):
            table = html.unescape(name[1].decode("utf-8", "replace"))
    if first is not None:
        raise formula(table, "")
    for word in _LINKS:
        if window.holds(word):
            raise external_links(word.decode())
    return table
