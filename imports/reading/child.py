"""The program of the child: takes a file from its stdin, tells of it on its stdout, one at a time.

All that it parses with is imported before the bounds are set; after that no file opens any more.
"""

import codecs
import os
import select
import sys
from collections.abc import Iterator

from imports.reading import ods, xls, xlsx
from imports.reading.archive import Archive, damaged
from imports.reading.book import open_book
from imports.reading.content import (
    Content,
    by_names,
    by_signature,
    extension,
    refuse_unless_readable,
)
from imports.reading.delimited import open_text
from imports.reading.fence import OUT_OF_MEMORY, die_with, enclose, live_without
from imports.reading.limits import Limits
from imports.reading.opened import Opened, RawRow, nothing
from imports.reading.refusal import RefusedFileError
from imports.reading.text import ENCODINGS
from imports.reading.wire import Message, send, unpacked
from imports.reading.xls import Ole

# A message is sent when it holds so many rows or characters, so that neither side keeps much.
_MESSAGE_ROWS = 1_000
_MESSAGE_CHARACTERS = 1_000_000


def main() -> None:
    """Serves files until the parent closes the pipe."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    for encoding in (*ENCODINGS, "cp437", "latin-1", "utf-16-le"):
        codecs.lookup(encoding)
    while request := unpacked(stdin.read):
        limits = Limits(**request["limits"])
        enclose(limits)
        data = stdin.read(request["size"])
        die_with(stdin.fileno())
        if len(data) < request["size"] or _is_closed(stdin.fileno()):
            return
        for message in _told(data, request, limits):
            if "refused" in message or message.get("rows") == []:
                live_without(stdin.fileno())
            send(stdout, message)


def _is_closed(pipe: int) -> bool:
    closed = select.poll()
    closed.register(pipe, select.POLLHUP)
    return bool(closed.poll(0))


def _told(data: bytes, request: Message, limits: Limits) -> Iterator[Message]:
    """The outline of the file and its rows, no rows at the end; or, at any moment, a refusal."""
    try:
        opened = _opened(data, request, limits)
        yield _outline(opened)
        yield from _messages(opened.rows)
        yield {"rows": []}
    except RefusedFileError as error:
        yield _refused(error)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:  # a parser's panic is no Exception, and it is the file's fault
        yield _refused(damaged("разбор не удался"))


def _refused(error: RefusedFileError) -> Message:
    return {"refused": error.reason, "message": error.message}


def _opened(data: bytes, request: Message, limits: Limits) -> Opened:
    if not data.strip():
        raise nothing()
    name, sheet = request["name"], request["sheet"]
    content = by_signature(data)
    if content is Content.ARCHIVE and data.startswith(b"PK"):
        return _archive(data, name, sheet, limits)
    if content is Content.OLE:
        ole = Ole(data)
        refuse_unless_readable(ole.content, name)
        return open_book(data, "xls", sheet, xls.inspect(ole), limits)
    refuse_unless_readable(content, name)
    return open_text(data, frozenset(request["known"]), limits)


def _archive(data: bytes, name: str, sheet: str | None, limits: Limits) -> Opened:
    archive = Archive(data, limits)
    mimetype = archive.small("mimetype") if "mimetype" in archive.names else b""
    content = by_names(archive.names, mimetype)
    refuse_unless_readable(content, name)
    if content is Content.ODS:
        ods.inspect(archive)
        return open_book(data, "ods", sheet, {}, limits)
    form = "xlsm" if extension(name) in ("xlsm", "xltm") else "xlsx"
    return open_book(data, form, sheet, xlsx.inspect(archive), limits)


def _outline(opened: Opened) -> Message:
    return {
        "format": opened.format,
        "sheets": opened.sheets,
        "sheet": opened.sheet,
        "height": opened.height,
        "encoding": opened.encoding,
        "delimiter": opened.delimiter,
    }


def _messages(rows: Iterator[RawRow]) -> Iterator[Message]:
    batch: list[RawRow] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += sum(len(cell) for cell in row[1] if isinstance(cell, str))
        if len(batch) >= _MESSAGE_ROWS or characters > _MESSAGE_CHARACTERS:
            yield {"rows": batch}
            batch, characters = [], 0
    if batch:
        yield {"rows": batch}


if __name__ == "__main__":
    main()
