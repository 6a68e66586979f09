"""What a file really is, whatever its name says, and what its name says."""

from collections.abc import Collection
from enum import Enum
from pathlib import PurePath

from imports.reading.refusal import Refusal, RefusedFileError


class Content(Enum):
    """What the bytes are; the value says it in Russian, to stand after «внутри»."""

    XLSX = "книга Excel (xlsx)"
    XLS = "книга Excel 97–2003 (xls)"
    ODS = "таблица OpenDocument (ods)"
    TEXT = "текст"
    XLSB = "двоичная книга Excel (xlsb)"
    NUMBERS = "таблица Apple Numbers"
    DOCUMENT = "текстовый документ (Word или OpenDocument)"
    ARCHIVE = "архив"
    OLE = "файл другой программы (OLE)"
    PDF = "документ PDF"
    HTML = "веб-страница (HTML)"
    XML_2003 = "таблица XML 2003"
    XML = "файл XML"
    RTF = "текстовый документ (RTF)"
    IMAGE = "картинка"
    OLD_XLS = "книга Excel старше 1997 года"


READABLE = frozenset({Content.XLSX, Content.XLS, Content.ODS, Content.TEXT})

_EXTENSIONS = {
    Content.XLSX: ("xlsx", "xlsm", "xltx", "xltm"),
    Content.XLS: ("xls", "xlt"),
    Content.ODS: ("ods", "ots"),
    Content.TEXT: ("csv", "txt", "tsv", "tab"),
    Content.XLSB: ("xlsb",),
}
_PROMISED = {ending: content for content, endings in _EXTENSIONS.items() for ending in endings}

_SIGNATURES = (
    (b"PK\x03\x04", Content.ARCHIVE),
    (b"PK\x05\x06", Content.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content.OLE),
    (b"%PDF", Content.PDF),
    (b"{\\rtf", Content.RTF),
    (b"\x89PNG", Content.IMAGE),
    (b"\xff\xd8\xff", Content.IMAGE),
    (b"GIF8", Content.IMAGE),
    (b"Rar!", Content.ARCHIVE),
    (b"7z\xbc\xaf", Content.ARCHIVE),
    (b"\x1f\x8b", Content.ARCHIVE),
    (b"\x09\x00\x04\x00", Content.OLD_XLS),
    (b"\x09\x02\x06\x00", Content.OLD_XLS),
    (b"\x09\x04\x06\x00", Content.OLD_XLS),
)
_PARTS = (
    ("xl/workbook.xml", Content.XLSX),
    ("xl/workbook.bin", Content.XLSB),
    ("word/document.xml", Content.DOCUMENT),
    ("ppt/presentation.xml", Content.DOCUMENT),
)
_MARKS_OF_TEXT = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Откройте его в Excel и сохраните как «Книга Excel (xlsx)»."
_EXPORT = {
    Content.NUMBERS: "Экспортируйте его из Numbers в Excel (xlsx).",
    Content.ARCHIVE: "Распакуйте архив и загрузите таблицу из него.",
    Content.PDF: "Загрузите таблицу, из которой он сделан.",
    Content.IMAGE: "Загрузите таблицу, с которой она снята.",
}


def by_signature(data: bytes) -> Content:
    """What the first bytes say: an archive and an OLE file are yet to be looked into."""
    for signature, content in _SIGNATURES:
        if data.startswith(signature):
            return content
    return _markup(data[:4096])


def by_names(names: Collection[str], mimetype: bytes) -> Content:
    """What an archive is by its members' names, lower case, and its `mimetype`, if it has one."""
    if "encrypted-package" in names or "content.xml" in names:
        return Content.ODS if b"spreadsheet" in mimetype else Content.DOCUMENT
    for name, content in _PARTS:
        if name in names:
            return content
    is_numbers = any(name.endswith(".iwa") for name in names)
    return Content.NUMBERS if is_numbers else Content.ARCHIVE


def _markup(head: bytes) -> Content:
    for mark in _MARKS_OF_TEXT:
        head = head.removeprefix(mark)
    head = head.replace(b"\0", b"").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style")):
        return Content.HTML
    if head.startswith(b"mime-version:"):
        return Content.HTML
    if not head.startswith((b"<?xml", b"<?mso")):
        return Content.TEXT
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head or b"excel.sheet" in head:
        return Content.XML_2003
    return Content.HTML if b"<html" in head else Content.XML


def extension(name: str) -> str:
    """The ending of a file's name, lower case, without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def refuse_unless_readable(content: Content, name: str) -> None:
    """RefusedFileError when the name promises something else, or it is nothing read here."""
    ending = extension(name)
    promised = _PROMISED.get(ending)
    if promised is not None and promised is not content:
        raise RefusedFileError(
            Refusal.MISLABELLED,
            f"назван как «{ending}», а внутри — {content.value}. {_how_to_mend(content)}",
        )
    if content not in READABLE:
        raise RefusedFileError(
            Refusal.NOT_A_TABLE,
            f"{content.value}, а нужна таблица: xlsx, xls, ods или csv. {_how_to_mend(content)}",
        )


def _how_to_mend(content: Content) -> str:
    if content is Content.TEXT:
        return f"{_SAVE_AS} Или дайте файлу имя с окончанием «.csv»."
    if content in READABLE:
        return f"Дайте файлу имя с окончанием «.{_EXTENSIONS[content][0]}»."
    return _EXPORT.get(content, _SAVE_AS)
