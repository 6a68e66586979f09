"""The marked copy of a file that was brought in, written where a person finds it. No Prefect."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import anyio.to_thread

from exports.marked import Sheet, marked_book
from graph.errors import InputError
from graph.session import Graph
from imports.acting import SCHEDULE
from imports.given import note_given
from imports.marking import each_part, whole_of
from imports.viewing import summary
from queries import clock
from queries.scope import Actor


async def write_marked(graph: Graph, batch: str, target: Path, actor: Actor = SCHEDULE) -> None:
    """Write the file with what would become of each row, under the name only once it is whole.

    It names people: that it was given is in the audit. InputError if it can't be written there,
    StepError once the import's rows are gone.
    """
    found = await graph.read(partial(summary, actor=actor, batch=batch))
    now = await clock.now(graph)
    note = partial(note_given, actor=actor, batch=batch, region=found.region, fates=(), at=now)
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as out, marked_book(Sheet(*whole_of(found)), out) as book:
            await each_part(graph, actor, found, now, book.add)
            await anyio.to_thread.run_sync(book.finish)
        await graph.write(note)
        part.replace(target)
    except OSError as error:
        raise InputError(
            f"Файл {target.name} записать нельзя ({error.strerror}). Укажите другое место."
        ) from error
    finally:
        part.unlink(missing_ok=True)
