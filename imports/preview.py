"""Every row of a kept file gets its fate and its plan; nothing of the network is changed.

Cut off, it begins again: only a preview that is whole can be written.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from anyio import to_thread

from graph.errors import first_of_group
from graph.model.importing import ImportState as State
from graph.session import Graph, Reader, Row, Writer
from imports.batch import Decision
from imports.kept import batches
from imports.kept.batches import LEASE, Batch
from imports.kept.packing import packed, unpacked
from imports.kinds import KINDS
from imports.planning import Plan, Planner, Said
from imports.plans import counted, digest, digest_of_all, kept
from imports.progress import Rows
from imports.receiving import columns_of
from imports.sheet import Place
from queries.audit.since import entries
from queries.rules.terms import day_in, zone_of
from queries.scope import Actor


class _AgainError(Exception):
    """The driver repeated a read, and the walk through the file with it."""


async def preview(
    graph: Graph, actor: Actor, batch: str, worker: str, now: datetime, progress: Rows
) -> None:
    """Plan all parts of an import that the worker has leased. LeaseLostError if it lost it."""
    while True:
        try:
            await _preview(graph, actor, batch, worker, now, progress)
        except _AgainError:
            continue
        return


async def _preview(
    graph: Graph, actor: Actor, batch: str, worker: str, now: datetime, progress: Rows
) -> None:
    known = await graph.read(lambda reader: batches.find(reader, actor, batch))
    seen = await graph.read(lambda reader: entries(reader, known.region))
    numbers = await graph.read(lambda reader: batches.parts(reader, actor, batch))
    planner = await graph.read(lambda reader: _planner(reader, known, now))
    digests: list[str] = []
    total: Counter[str] = Counter()
    done = 0
    # One part is kept while the next is planned: the database has a core of its own.
    with first_of_group():
        async with asyncio.TaskGroup() as group:
            before: asyncio.Task[None] | None = None
            for part in numbers:
                plans = await _part(graph, actor, planner, batch, part["number"], now)
                text = await to_thread.run_sync(_packed, plans)
                digests.append(digest(text))
                total += counted(plans)
                done += part["rows"]
                values = {
                    "plan": text,
                    "digest": digests[-1],
                    "counts": batches.text(counted(plans)),
                }
                if before is not None:
                    await before
                keeping = _keeping(batch, worker, part["number"], values, done)
                before = group.create_task(graph.write(keeping))
                await progress(done)
    whole = digest_of_all(known.fields.get("header"), digests)
    await graph.write(_ending(batch, worker, whole, total, seen))


async def _planner(reader: Reader, known: Batch, now: datetime) -> Planner:
    zone = ZoneInfo(await zone_of(reader, known.region))
    place = Place(known.region, zone, await day_in(reader, known.region, now))
    columns = {one.index: one.key for one in columns_of(known) if one.key is not None}
    return Planner(KINDS[known.kind], columns, place, known.id)


async def _part(
    graph: Graph, actor: Actor, planner: Planner, batch: str, number: int, now: datetime
) -> list[Plan]:
    asked = False

    async def work(reader: Reader) -> list[Plan]:
        nonlocal asked
        if asked:
            raise _AgainError
        asked = True
        part = await batches.part(reader, actor, batch, number)
        if part is None:
            raise batches.LeaseLostError
        cells = await to_thread.run_sync(unpacked, part["cells"])
        return await planner.part(reader, cells, said_in(part), now)

    return await graph.read(work)


def _packed(plans: Sequence[Plan]) -> str:
    return packed(kept(plans))


def said_in(part: Row) -> dict[int, Said]:
    """What people decided of the rows of a part."""
    decided: dict[str, Any] = orjson.loads(part["decisions"] or "{}")
    return {int(row): Said(Decision(what), same) for row, (what, same) in decided.items()}


def _keeping(
    batch: str, worker: str, number: int, values: Row, done: int
) -> Callable[[Writer], Awaitable[None]]:
    async def work(writer: Writer) -> None:
        await batches.lock(writer, batch, worker)
        await batches.put_part(writer, batch, number, **values)
        await batches.put(writer, batch, planned=done, leased_until=datetime.now(UTC) + LEASE)

    return work


def _ending(
    batch: str, worker: str, whole: str, total: Counter[str], seen: int
) -> Callable[[Writer], Awaitable[None]]:
    async def work(writer: Writer) -> None:
        locked = await batches.lock(writer, batch, worker)
        if locked.state is not State.READ:
            raise batches.LeaseLostError
        await batches.put(
            writer,
            batch,
            state=State.PREVIEWED.value,
            digest=whole,
            counts=batches.text(total),
            seen_entry=seen,
            next_part=0,
            leased_by=None,
            leased_until=None,
        )

    return work
