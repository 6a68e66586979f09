"""Making a copy of a graph that works: in one reading transaction, again if it was written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from graph.migrations import version
from graph.model import MODEL
from graph.session import Graph, Reader
from queries.backup.file import Copy, Header, Writing, folder_of_copies, keep_newest
from queries.backup.reading import Content, read_all
from queries.backup.sections import sections

TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Made:
    """The copy that was made, and the older ones that were deleted."""

    copy: Copy
    deleted: tuple[Path, ...]


async def make_copy(graph: Graph, folder: Path, at: datetime, keep: int) -> Made:
    """Make a copy in `folder` and keep the `keep` newest; `at` is the real moment, for its name.

    What is written meanwhile makes it try again, three times in all; the last is kept and says in
    its header that it may not fit together. UnknownRecordsError; ServerError for the disk.
    """
    with folder_of_copies(folder):
        writing = Writing(folder, at)
        try:
            content = await _read(graph, writing)
            described = {one.label: one.described() for one in sections(MODEL)}
            header = Header(await version(graph), at, content, described)
            path = writing.finish(header)
        finally:
            writing.drop()
        deleted = keep_newest(folder, keep)
        return Made(Copy(path, header, path.stat().st_size), tuple(deleted))


async def _read(graph: Graph, writing: Writing) -> Content:
    async def work(reader: Reader) -> Content:
        # Begun here: the driver repeats a transaction that failed.
        return await read_all(reader, writing.begin())

    for _ in range(TRIES - 1):
        content = await graph.read(work)
        if content.quiet:
            return content
    return await graph.read(work)
