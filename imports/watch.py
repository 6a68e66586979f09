"""The watched folder: what lies in `<folder>/<region>/` is loaded and put away with a report.

The code that loads is that of `orientir import`; nobody is there to decide, so only a file that
leaves nothing to decide is written. A file goes to `done` or `failed` only after what came of it is
in the graph; one that was met before changes nothing, so whoever is killed at any step has only to
look again. Reports name rows and columns, never what stands in them.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import anyio.to_thread

from graph.errors import InputError
from graph.model.importing import ImportState as State
from graph.server.disk import translated
from graph.session import Graph
from imports import viewing
from imports.acting import SCHEDULE
from imports.cleaning import forget
from imports.deciding import ChangedSinceError, confirm
from imports.kept.batches import of_file
from imports.receiving import receive
from imports.settling import settled
from imports.telling import in_words
from imports.watch_report import Fate, Taken, as_loaded, as_met, doubts
from queries.changes.refusing import StepError

STILL_SECONDS: Final = 60
"""A file younger than this may still be on its way."""
DONE: Final = "done"
FAILED: Final = "failed"
_TRIES: Final = 3
_ELSEWHERE: Final = "задайте другую папку в ORIENTIR_IMPORT_FOLDER"
_AT_WORK: Final = frozenset({State.WRITING, State.UNDOING})


Mark = Callable[[Graph, str, Path], Awaitable[None]]
"""Writes the file of an import with its errors marked under a name."""


def waiting(folder: Path, now: float | None = None) -> list[Path]:
    """The files of one folder that have come whole, by name; `now` is seconds since 1970.

    Hidden files, folders and links to elsewhere are no sheets.
    """
    now = time.time() if now is None else now
    return [path for path in sorted(_files(folder)) if now - path.stat().st_mtime > STILL_SECONDS]


async def take(
    graph: Graph,
    region: str,
    path: Path,
    at: datetime,
    *,
    dry_run: bool = False,
    mark: Mark | None = None,
) -> Taken | None:
    """Load one file into a region and put it away; None if it has to be looked at again later.

    `mark` writes the copy with its errors that is put beside one that is not loaded. With `dry_run`
    only say what would become of it. ServerError if the folder can't be written.
    """
    before = _stamp(path)
    taken: Taken | None
    known = await _known(graph, region, path)
    try:
        batch = await receive(graph, SCHEDULE, region, path, path.name, at)
    except InputError as error:
        taken = Taken(path.name, Fate.REFUSED, 0, 0, f"Файл не прочитан. {error.message}")
    else:
        changed = _stamp(path) != before
        taken = await _taken(graph, batch, path.name, at, dry_run=dry_run) if not changed else None
        if (changed or dry_run) and batch not in known:
            await forget(graph, SCHEDULE, batch)
    if taken is not None and not dry_run:
        if taken.batch and mark is not None:
            with suppress(InputError):
                await mark(graph, taken.batch, _marked(path))
        _put_away(path, taken)
    return taken


def refuse_strays(folder: Path) -> list[str]:
    """Put away what lies in the watched folder itself, where no region is told; the names."""
    strays = waiting(folder)
    for path in strays:
        text = "Не понятно, для какого региона файл. Положите его в папку региона, например RU-TA."
        _put_away(path, Taken(path.name, Fate.REFUSED, 0, 0, text))
    return [path.name for path in strays]


async def _known(graph: Graph, region: str, path: Path) -> list[str]:
    """Imports of this file that there were before: they are not ours to forget."""
    sha256 = await anyio.to_thread.run_sync(_fingerprint, path)
    return await graph.read(lambda reader: of_file(reader, SCHEDULE, region, sha256))


async def _taken(
    graph: Graph, batch: str, name: str, at: datetime, *, dry_run: bool
) -> Taken | None:
    """Compare it and, unless a person has to decide something, write it.

    None if meanwhile somebody has brought the same file anew, or given it up: later, then.
    """
    came = await graph.read(lambda reader: viewing.summary(reader, SCHEDULE, batch))
    if came.state is State.DONE or (dry_run and came.state in _AT_WORK):
        return as_met(name, came)
    for _ in range(_TRIES):
        found = await settled(graph, SCHEDULE, batch)
        if found.state is State.DONE:
            return as_loaded(name, found)
        if found.state is not State.PREVIEWED:
            return None
        if said := await doubts(graph, found, at):
            text = "\n".join([*said, in_words(found)])
            return Taken(name, Fate.REFUSED, 0, 0, text, found.id if found.planned else "")
        if dry_run:
            return as_loaded(name, found)
        try:
            await confirm(graph, SCHEDULE, batch, found.digest, at)
        except (ChangedSinceError, StepError):
            continue
        return as_loaded(name, await settled(graph, SCHEDULE, batch))
    text = "Пока файл сверялся, записи региона менялись. Положите его ещё раз."
    return Taken(name, Fate.REFUSED, 0, 0, text)


def forget_files(folder: Path, before: float | None = None) -> int:
    """Delete what was put away in one folder, with its reports; how many files.

    Personal data lies in them as in the rows that the graph keeps, and they go when those go:
    all of them, or those put away `before` (seconds since 1970). ServerError as for `take`.
    """
    found = [path for name in (DONE, FAILED) for path in sorted(_lying(folder / name))]
    old = [path for path in found if before is None or _put_away_at(path) < before]
    with translated(folder, _ELSEWHERE):
        for path in old:
            path.unlink(missing_ok=True)
    return len(old)


def _put_away_at(path: Path) -> float:
    """A file keeps the time it came with, its report is written when it is put away."""
    report = path.with_name(f"{path.name}.txt")
    return max(one.stat().st_mtime for one in (path, report) if one.exists())


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


def _marked(path: Path) -> Path:
    """Where the copy with errors goes: beside the file that is put away."""
    with translated(path.parent, _ELSEWHERE):
        folder = path.parent / FAILED
        folder.mkdir(exist_ok=True)
        target = _free(folder, path)
        return target.with_name(f"{target.name} — с ошибками.xlsx")


def _free(folder: Path, path: Path) -> Path:
    """A name in the folder that no other file has; of the same bytes the same one."""
    target = folder / path.name
    if target.exists():
        target = folder / f"{path.stem}-{_fingerprint(path)[:12]}{path.suffix}"
    return target


def _fingerprint(path: Path) -> str:
    """The sha256 of a file; "" of one that can't be read: whoever reads it will say so."""
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in _lying(folder) if not path.name.startswith((".", "~")))


def _lying(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.is_file() and not path.is_symlink():
                yield path


def _stamp(path: Path) -> tuple[int, int, int]:
    found = os.stat(path)  # noqa: PTH116 - one call for all three
    return found.st_ino, found.st_size, found.st_mtime_ns
