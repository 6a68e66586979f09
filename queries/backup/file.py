"""A copy as a file: a header, then the lines of the graph, each a gzip member of its own.

Written under a name that nobody takes for a copy, forced to the disk and renamed: a copy is whole
or not there. Knows files and hashes, nothing of Neo4j.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

import orjson

from graph.errors import InputError
from graph.server.disk import translated
from graph.server.locks import exclusive
from graph.settings import Settings
from queries.backup.reading import Content, Part, Sink

FORMAT: Final = 1
SUFFIX: Final = ".jsonl.gz"
PREFIX: Final = "orientir-"
_PART: Final = ".part"
_LEVEL: Final = 3
ELSEWHERE: Final = "задайте другую папку в ORIENTIR_BACKUP_FOLDER"
_BROKEN: Final = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Header:
    """What a copy says of itself; `sections` describes the columns of each label."""

    graph_version: int
    made_at: datetime
    content: Content
    sections: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a folder."""

    path: Path
    header: Header
    size_bytes: int


def copies_folder(settings: Settings) -> Path:
    """Where the copies of these settings lie."""
    return (settings.backup_folder or settings.home / "backups").expanduser().absolute()


@contextmanager
def folder_of_copies(folder: Path) -> Iterator[None]:
    """Alone with the folder; what writers that were killed left in it is cleared away."""
    with translated(folder, ELSEWHERE):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with exclusive(folder / ".lock", lambda: None):
            for left in folder.glob(f".{PREFIX}*{_PART}"):
                left.unlink(missing_ok=True)
            yield


class Writing:
    """A copy on its way: `begin` it anew as often as needed, `line` after line, then `finish`."""

    def __init__(self, folder: Path, made_at: datetime) -> None:
        stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        self.path = folder / f"{PREFIX}{stamp}{SUFFIX}"
        self._content = folder / f".{PREFIX}{stamp}.content{_PART}"
        self._whole = folder / f".{PREFIX}{stamp}.whole{_PART}"
        self._raw: IO[bytes] | None = None
        self._output: gzip.GzipFile | None = None

    def begin(self) -> Sink:
        """Start from nothing; gives where the lines go."""
        self.drop()
        self._raw = _private(self._content)
        output = gzip.GzipFile(fileobj=self._raw, mode="wb", compresslevel=_LEVEL, mtime=0)
        self._output = output

        def line(text: bytes) -> None:
            output.write(text)

        return line

    def finish(self, header: Header) -> Path:
        """Put the header before the lines, and the copy in its place."""
        self._close()
        with _becoming(self.path, self._whole) as whole:
            whole.write(gzip.compress(_told(header), mtime=0))
            with self._content.open("rb") as content:
                shutil.copyfileobj(content, whole, 1 << 20)
        self._content.unlink()
        return self.path

    def drop(self) -> None:
        """Leave nothing of what was written so far."""
        self._close()
        self._content.unlink(missing_ok=True)
        self._whole.unlink(missing_ok=True)

    def _close(self) -> None:
        for file in (self._output, self._raw):
            if file is not None:
                file.close()
        self._output = self._raw = None


def copies(folder: Path) -> list[Copy]:
    """The copies of a folder, the newest first; what is not a copy is passed over."""
    found = []
    for path in sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), reverse=True):
        try:
            found.append(Copy(path, header_of(path), path.stat().st_size))
        except InputError:
            continue
    return found


def keep_newest(folder: Path, number: int) -> list[Path]:
    """Delete all copies but the newest; which were deleted."""
    old = [copy.path for copy in copies(folder)[number:]]
    for path in old:
        path.unlink()
    return old


def header_of(path: Path) -> Header:
    """What a copy says of itself; InputError if it is none."""
    with _readable(path), gzip.open(path, "rb") as file:
        return _header(orjson.loads(file.readline()))


def check(path: Path) -> Header:
    """Read a copy to its end; InputError unless every line is as it was written."""
    header = header_of(path)
    whole, parts, own = hashlib.sha256(), dict[str, int](), 0
    label = ""
    for one, text in lines(path):
        whole.update(text)
        if isinstance(one, str):
            label, own = one, 0
        else:
            own += 1
        parts[label] = own
    counted = {name: part.nodes for name, part in header.content.parts.items()}
    if whole.hexdigest() != header.content.sha256 or parts != counted:
        raise _damaged(path)
    return header


def lines(path: Path) -> Iterator[tuple[str | list[Any], bytes]]:
    """Every line after the header: what it says, and its text."""
    with _readable(path), gzip.open(path, "rb") as file:
        file.readline()
        for text in file:
            yield orjson.loads(text), text


def _told(header: Header) -> bytes:
    content = header.content
    value = {
        "format": FORMAT,
        "graph_version": header.graph_version,
        "made_at": header.made_at,
        "quiet": content.quiet,
        "nodes": content.nodes,
        "links": content.links,
        "sha256": content.sha256,
        "parts": {
            label: {"nodes": part.nodes, "links": part.links, "sha256": part.sha256}
            for label, part in content.parts.items()
        },
        "sections": header.sections,
    }
    return orjson.dumps(value) + b"\n"


def _header(value: dict[str, Any]) -> Header:
    if value["format"] != FORMAT:
        raise ValueError("unknown format")
    parts = {label: Part(**part) for label, part in value["parts"].items()}
    content = Content(parts, value["sha256"], value["quiet"])
    made_at = datetime.fromisoformat(value["made_at"])
    return Header(value["graph_version"], made_at, content, value["sections"])


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"Файла {path} нет. Какие копии есть: orientir backup list.") from None
    except PermissionError:
        raise InputError(f"Файл {path} не читается: нет прав на него.") from None
    except _BROKEN:
        raise _damaged(path) from None


def _damaged(path: Path) -> InputError:
    return InputError(
        f"Файл {path} — не копия графа, или она обрезана или изменена. Возьмите другую: "
        "orientir backup list."
    )


def _private(path: Path) -> IO[bytes]:
    """A new file that only its owner can read, at no moment otherwise."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def write_whole(path: Path, content: bytes) -> None:
    """A small file beside the copies: whole or as it was, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}{_PART}")
    # A lock of its own: a copy that is being made holds the folder's for minutes.
    with exclusive(path.with_name(".beside.lock"), lambda: None):
        part.unlink(missing_ok=True)  # of a writer that was killed
        with _becoming(path, part) as file:
            file.write(content)


@contextmanager
def _becoming(path: Path, part: Path) -> Iterator[IO[bytes]]:
    """A new file `part`, which after the block is on the disk and stands as `path`."""
    with _private(part) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
