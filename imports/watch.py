"""The watched folder: what lies in `<folder>/<region>/` is loaded and put away with a report.

The code that loads is that of `orientir import`. A file goes to `done` or `failed` only after what
came of it is in the graph; one that was met before changes nothing, so whoever is killed at any
step has only to look again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, LiteralString

from graph.errors import InputError, OrientirError
from graph.server.disk import translated
from graph.session import Graph, Reader, Row, Writer
from imports.check import CheckedSheet
from imports.kinds.school_list import SchoolRow, read
from imports.schools import Comparison, batch_id, compare, fingerprint, load
from queries.audit.writing import BY_SCHEDULE
from queries.rules.scan import scan_region
from queries.rules.touching import touched_by

STILL_SECONDS: Final = 60
"""A file younger than this may still be on its way."""
DONE: Final = "done"
FAILED: Final = "failed"
_SHOWN: Final = 500
_LOADED: Final = frozenset({"School", "Municipality"})
_ELSEWHERE: Final = "задайте другую папку в ORIENTIR_IMPORT_FOLDER"

# Two that look at once take turns: the second finds the batch of the first.
LOCK: LiteralString = "MATCH (r:Region {id: $region}) SET r.name = r.name"

BATCH: LiteralString = """
MATCH (b:ImportBatch {id: $id})
RETURN b.loaded_at AS loaded_at, b.created AS created, b.updated AS updated,
  b.unchanged AS unchanged
"""


class Fate(StrEnum):
    """What became of a file."""

    LOADED = "загружен"
    KNOWN = "уже был загружен"
    REFUSED = "не загружен"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file, and what became of it; `report` is the text that lies beside it."""

    file: str
    fate: Fate
    created: int
    updated: int
    report: str


def waiting(folder: Path, now: float | None = None) -> list[Path]:
    """The files of one folder that have come whole, by name; `now` is seconds since 1970.

    Hidden files, folders and links to elsewhere are no sheets.
    """
    now = time.time() if now is None else now
    return [path for path in sorted(_files(folder)) if now - path.stat().st_mtime > STILL_SECONDS]


async def take(
    graph: Graph, region: str, path: Path, at: datetime, *, dry_run: bool = False
) -> Taken | None:
    """Load one file into a region and put it away; None if it changed while it was read.

    With `dry_run` only say what would become of it. ServerError if the folder can't be written.
    """
    before = _stamp(path)
    try:
        sheet, sha256 = read([path]), fingerprint([path])
    except InputError as error:
        taken = Taken(path.name, Fate.REFUSED, 0, 0, f"Файл не прочитан. {error.message}")
    else:
        if _stamp(path) != before:
            return None
        taken = await _taken(graph, region, path.name, sheet, sha256, at, dry_run)
    if not dry_run:
        _put_away(path, taken)
    return taken


def refuse_strays(folder: Path) -> list[str]:
    """Put away what lies in the watched folder itself, where no region is told; the names."""
    strays = waiting(folder)
    for path in strays:
        text = "Не понятно, для какого региона файл. Положите его в папку региона, например RU-TA."
        _put_away(path, Taken(path.name, Fate.REFUSED, 0, 0, text))
    return [path.name for path in strays]


async def _taken(
    graph: Graph,
    region: str,
    name: str,
    sheet: CheckedSheet[SchoolRow],
    sha256: str,
    at: datetime,
    dry_run: bool,
) -> Taken:
    if sheet.errors:
        return Taken(name, Fate.REFUSED, 0, 0, "\n".join(_problems(sheet)))

    async def look(reader: Reader) -> tuple[Row | None, Comparison]:
        met = await reader.rows(BATCH, {"id": batch_id(region, sha256)})
        return (met[0] if met else None), await compare(reader, region, sheet, sha256)

    async def work(writer: Writer) -> tuple[Row | None, Comparison]:
        await writer.rows(LOCK, {"region": region})
        met, comparison = await look(writer)
        if met is None:
            await load(writer, comparison, at, BY_SCHEDULE)
        return met, comparison

    met, comparison = await (graph.read(look) if dry_run else graph.write(work))
    if not dry_run:
        # Also of one met before: who loaded it may have been killed before this. Whatever comes
        # of it, the file is loaded, and the daily check finds the same.
        with suppress(OrientirError):
            await scan_region(graph, region, at, rules=touched_by(_LOADED))
    return _as_met(name, met) if met else _as_loaded(name, sheet, comparison)


def _as_met(name: str, met: Row) -> Taken:
    text = (
        f"Этот файл уже загружен {met['loaded_at']:%d.%m.%Y %H:%M} UTC: создано {met['created']}, "
        f"обновлено {met['updated']}, без изменений {met['unchanged']}. Повторно не загружается; "
        "чтобы вернуть прежние сведения, загрузите его сами: orientir import schools."
    )
    return Taken(name, Fate.KNOWN, 0, 0, text)


def _as_loaded(name: str, sheet: CheckedSheet[SchoolRow], comparison: Comparison) -> Taken:
    counts = ", ".join(f"{name}: {count}" for name, count in comparison.counts().items())
    text = "\n".join([f"Загружено. {counts}.", *_problems(sheet)])
    return Taken(name, Fate.LOADED, comparison.created, comparison.updated, text)


def _problems(sheet: CheckedSheet[SchoolRow]) -> Iterator[str]:
    """What is wrong with the sheet, errors first; a problem never shows personal data."""
    if sheet.errors:
        yield "Ничего не загружено: в файле ошибки. Исправьте их и положите файл снова."
    listed = [*sheet.errors, *(p for p in sheet.problems if p not in set(sheet.errors))]
    yield from (f"- {problem}" for problem in listed[:_SHOWN])
    if len(listed) > _SHOWN:
        yield f"…и ещё {len(listed) - _SHOWN}; все: orientir import schools --check --problems."


def _put_away(path: Path, taken: Taken) -> None:
    """The report first, then the file: one that is still here will be looked at again."""
    with translated(path.parent, _ELSEWHERE):
        folder = path.parent / (FAILED if taken.fate is Fate.REFUSED else DONE)
        folder.mkdir(exist_ok=True)
        target = _free(folder, path)
        report = target.with_name(f"{target.name}.txt")
        part = report.with_name(f".{report.name}.part")
        part.write_text(f"{path.name}: {taken.fate}\n{taken.report}\n", encoding="utf-8")
        part.replace(report)
        path.replace(target)


def _free(folder: Path, path: Path) -> Path:
    """A name in the folder that no other file has; of the same bytes the same one."""
    target = folder / path.name
    if target.exists():
        target = folder / f"{path.stem}-{fingerprint([path])[:12]}{path.suffix}"
    return target


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~")):
                yield path


def _stamp(path: Path) -> tuple[int, int, int]:
    found = os.stat(path)  # noqa: PTH116 - one call for all three
    return found.st_ino, found.st_size, found.st_mtime_ns
