"""A part of a workbook that is XML, looked through before any parser: no entities, one encoding."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError  # defusedxml parses
from xml.parsers.expat import ExpatError, ParserCreate

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from imports.reading.archive import damaged
from imports.reading.refusal import Refusal, RefusedFileError
from imports.reading.window import Window, windows

_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']""")
_UTF_8 = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_MARKS = (b"\xfe\xff", b"\xff\xfe")


def looked_through(pieces: Iterable[bytes], name: str) -> Iterator[Window]:
    """Windows of a part that has neither a DTD nor entities; RefusedFileError names the part."""
    for window in windows(pieces):
        if window.first:
            _refuse_other_encodings(window.content, name)
        for place in window.places(b"<!"):
            if window.content.startswith((b"<!DOCTYPE", b"<!ENTITY"), place):
                raise _refused(name, "есть объявления DTD или сущностей")
        if window.content.find(b"\0") >= 0:
            raise damaged("двоичные данные внутри XML")
        yield window


def whole(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The pieces as they are, of a part that is XML to its very end.

    For the parser of ods, which waits for ever for the end of a table that is cut off.
    """
    parser = ParserCreate()

    def refuse(*_: object) -> None:
        raise _refused(name, "есть объявления DTD или сущностей")

    parser.StartDoctypeDeclHandler = refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield piece
        parser.Parse(b"", True)
    except ExpatError as error:
        raise damaged("XML обрывается или не разбирается") from error


def parsed(content: bytes, name: str) -> Element:
    """The tree of a small part."""
    for _ in looked_through((content,), name):
        pass
    try:
        return fromstring(content, forbid_dtd=True)
    except ParseError as error:
        raise damaged("служебная часть книги не разбирается") from error
    except DefusedXmlException as error:
        raise _refused(name, "есть объявления DTD или сущностей") from error


def _refuse_other_encodings(content: bytes, name: str) -> None:
    # A parser would turn other encodings into words that this look can't see.
    declared = _DECLARED.search(content[:1024])
    if content.startswith(_MARKS) or b"\0" in content[:64]:
        raise _refused(name, "кодировка не UTF-8")
    if declared and declared[1].lower() not in _UTF_8:
        raise _refused(name, "кодировка не UTF-8")


def _refused(name: str, what: str) -> RefusedFileError:
    return RefusedFileError(
        Refusal.XML,
        f"в части «{name}» {what}, Excel так не пишет. Скопируйте таблицу в новую книгу и "
        "сохраните её.",
    )
