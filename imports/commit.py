"""A confirmed import is written, part by part: rows and cursor in one transaction, or neither.

Whoever is killed at any moment has lost nothing: the next worker goes on at the cursor. Ids are in
the plan, so that a part written twice would be the same part; the cursor lets it be written once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import anyio.to_thread

from graph.errors import InvalidWriteError, OrientirError, first_of_group
from graph.model import MODEL
from graph.model.importing import ImportState as State
from graph.policy.calendar import local_day
from graph.session import Graph, Row, Writer
from graph.writing import write_links
from imports.acting import SCHEDULE
from imports.batch import Fate, RowProblem
from imports.carrying import Carrying, Key
from imports.comparing import Operation
from imports.kept import batches
from imports.kept.batches import LEASE, Batch
from imports.kept.packing import packed, unpacked
from imports.kinds import KINDS
from imports.planning import Plan
from imports.plans import counted, kept, restored
from imports.progress import Rows
from imports.standing import stale
from queries.audit.since import touched_since
from queries.audit.writing import Subject, head, record, record_all
from queries.changes.consenting import stopped_among
from queries.changes.reading import difference, snapshots
from queries.changes.versions import begin, bump

ACTION: Final = "import_rows"
DONE: Final = "import_sheet"
CHILD: Final = "Student"
_WRITTEN: Final = frozenset({Fate.NEW, Fate.CHANGED})


class PartsLostError(OrientirError):
    """A part of a confirmed import is not in the graph any more; nothing of ours deletes one."""

    code = "IMPORT_DAMAGED"

    def __init__(self, written: int, rows: int) -> None:
        super().__init__(
            f"Записано строк: {written} из {rows}, а остальных в базе больше нет. Сохраните файл "
            "заново и загрузите его: записанные строки не изменятся, остальные добавятся."
        )


class _UndoError(Exception):
    """Ends a transaction that was only a trial."""


@dataclass
class Written:
    """What one part came to."""

    rows: int = 0
    whole: bool = False


async def commit(graph: Graph, batch: str, worker: str, progress: Rows) -> None:
    """Write what is left of an import that the worker has leased. LeaseLostError if it lost it."""
    number, plans = await _next(graph, batch)
    while True:
        # The next part is unpacked while this one is written: the database has a core of its own.
        with first_of_group():
            async with asyncio.TaskGroup() as group:
                ahead = group.create_task(_ahead(graph, batch, number + 1))
                done = await _written(graph, batch, worker, number, plans)
        if done.whole:
            return
        number, plans = number + 1, ahead.result()
        await progress(done.rows)


async def _written(
    graph: Graph, batch: str, worker: str, number: int, plans: list[Plan]
) -> Written:
    """Write a part, without the rows that the graph refuses."""
    excluded: dict[int, str] = {}
    while True:
        try:
            return await graph.write(_part(batch, worker, number, plans, excluded))
        except InvalidWriteError as error:
            row = await _culprit(graph, batch, worker, number, plans, excluded)
            excluded[row] = error.message


async def _next(graph: Graph, batch: str) -> tuple[int, list[Plan]]:
    """The part at the cursor: its number and plans."""
    known = await graph.read(lambda reader: batches.find(reader, SCHEDULE, batch))
    number = known.number("next_part")
    return number, await _ahead(graph, batch, number)


async def _ahead(graph: Graph, batch: str, number: int) -> list[Plan]:
    """The plans of a part; [] after the last. A confirmed plan is never changed."""
    part = await graph.read(lambda reader: batches.part(reader, SCHEDULE, batch, number))
    if part is None:
        return []
    return await anyio.to_thread.run_sync(lambda: restored(unpacked(part["plan"])))


def _part(
    batch: str,
    worker: str,
    number: int,
    plans: list[Plan],
    excluded: dict[int, str],
    first: int | None = None,
) -> Callable[[Writer], Awaitable[Written]]:
    """The part at the cursor; with `first` only a trial of so many of its rows."""

    async def work(writer: Writer) -> Written:
        known = await batches.lock(writer, batch, worker)
        if known.state is not State.WRITING:
            raise batches.LeaseLostError
        if known.number("next_part") != number:
            raise batches.LeaseLostError
        if not plans:
            return await _end(writer, known)
        done = await _write(writer, known, number, plans[:first], excluded)
        if first is not None:
            raise _UndoError
        return done

    return work


async def _culprit(
    graph: Graph,
    batch: str,
    worker: str,
    number: int,
    plans: list[Plan],
    excluded: dict[int, str],
) -> int:
    """The row at which the graph refuses the part: found by halves, nothing is kept."""
    low, high = 0, len(plans)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            await graph.write(_part(batch, worker, number, plans, excluded, middle))
        except _UndoError:
            low = middle
        except InvalidWriteError:
            high = middle
    return plans[high - 1].number


async def _write(
    writer: Writer, known: Batch, number: int, plans: list[Plan], excluded: dict[int, str]
) -> Written:
    count, _ = await head(writer, known.region)
    at: datetime = known.fields["loaded_at"]
    today = local_day(at, ZoneInfo(known.zone))
    carrying = Carrying(writer, at, today, known.region)
    asked = [plan for plan in plans if plan.fate in _WRITTEN]
    await carrying.look(one for plan in asked for one in plan.operations)
    late = await _late(writer, known, asked, carrying, count, today)
    plans = [_fated(plan, late, excluded) for plan in plans]
    live = [plan for plan in plans if plan.fate in _WRITTEN]
    touched = await carrying.carry_out([one for plan in live for one in plan.operations])
    subjects, undo = await _settle(writer, known, carrying, touched)
    await record_all(writer, _account(known), at, ACTION, known.region, subjects)
    await _came(writer, known.id, touched)
    text: Row = {"plan": packed(kept(plans))} if late or excluded else {}
    fates = counted(plans)
    await batches.put_part(
        writer, known.id, number, undo=packed(undo), counts=batches.text(fates), **text
    )
    await batches.put(
        writer,
        known.id,
        next_part=number + 1,
        written=known.number("written") + len(plans),
        seen_entry=count + len(subjects),
        leased_until=datetime.now(UTC) + LEASE,
    )
    return Written(known.number("written") + len(plans))


async def _late(
    writer: Writer,
    known: Batch,
    plans: Sequence[Plan],
    carrying: Carrying,
    count: int,
    today: date,
) -> set[int]:
    """Rows that no longer find the network as planned, or whose child may not be processed."""
    touched = await touched_since(writer, known.region, known.number("seen_entry"), count)
    late = set(await stale(writer, known.region, plans, touched, {})) if touched else set()
    for plan in plans:
        for one in plan.operations:
            there = carrying.known.get((one.label, one.id))
            if one.version is not None and (there is None or there.version != one.version):
                late.add(plan.number)
    if not KINDS[known.kind].of_stopped:
        children = {id_ for plan in plans for one in plan.operations for id_ in _children(one)}
        at = known.fields["loaded_at"]
        stopped = await stopped_among(writer, children, known.region, at, today)
        late |= {
            plan.number
            for plan in plans
            if any(stopped & _children(one) for one in plan.operations)
        }
    return late


def _children(one: Operation) -> set[str]:
    """Children whose data an operation writes; who merely came is entered as it was."""
    links = [*one.links, *one.required.items()]
    found = {row["target"] for _, row in links if row["label"] == CHILD}
    if one.label == CHILD and one.version is not None:
        only_came = not one.fields and all(name == "attendances" for name, _ in one.links)
        found |= set() if only_came else {one.id}
    return found


def _fated(plan: Plan, late: set[int], excluded: dict[int, str]) -> Plan:
    if plan.number in excluded:
        what = f"граф не принял строку: {excluded[plan.number]}"
        problem = RowProblem(None, None, "", what, "Исправьте строку и загрузите её снова.")
        return replace(plan, fate=Fate.REJECTED, problems=[problem])
    if plan.number in late:
        return replace(plan, fate=Fate.STALE, why="запись изменилась после подтверждения")
    return plan


async def _settle(
    writer: Writer, known: Batch, carrying: Carrying, touched: Sequence[Key]
) -> tuple[list[Subject], list[Any]]:
    """What has become otherwise: for the audit, and for whoever undoes it."""
    after: dict[Key, Row] = dict(carrying.made)
    for label in sorted({label for label, _ in touched}):
        ids = [id_ for of, id_ in touched if of == label and (of, id_) not in after]
        after |= {(label, one.id): dict(one.fields) for one in await snapshots(writer, label, ids)}
    subjects: list[Subject] = []
    for key in touched:
        was = carrying.known[key].fields if key in carrying.known else {}
        before, now = difference(was, after[key])
        if before or now:
            subjects.append(Subject(*key, before, now))
    changed = [(one.label, one.id) for one in subjects]
    versions = await bump(writer, [key for key in changed if key not in carrying.made])
    versions |= await begin(writer, carrying.made)
    undo = [
        [one.label, one.id, versions[one.label, one.id], _was(carrying, one)] for one in subjects
    ]
    return subjects, undo


def _was(carrying: Carrying, one: Subject) -> Row | None:
    """The fields and links that changed, whole, as they were; None for what was not there."""
    key = (one.label, one.id)
    if key not in carrying.known:
        return None
    fields = carrying.known[key].fields
    return {name: fields.get(name) for name in sorted(one.before.keys() | one.after.keys())}


async def _came(writer: Writer, batch: str, touched: Sequence[Key]) -> None:
    """Where a record says where it came from, it came from this import."""
    for label in sorted({label for label, _ in touched}):
        if any(link.link == "imports" for link in MODEL.links_of(label)):
            rows = [{"source": id_, "target": batch} for of, id_ in touched if of == label]
            await write_links(writer, label, "imports", rows)


async def _end(writer: Writer, known: Batch) -> Written:
    if known.number("written") != known.number("rows"):
        raise PartsLostError(known.number("written"), known.number("rows"))
    fates: Counter[str] = Counter()
    for part in await batches.parts(writer, SCHEDULE, known.id):
        fates += Counter(batches.json(part["counts"]))
    told = {fate: fates[fate] for fate in sorted(fates)}
    await batches.put(
        writer,
        known.id,
        state=State.DONE.value,
        counts=batches.text(told),
        created=fates[Fate.NEW.value],
        updated=fates[Fate.CHANGED.value],
        unchanged=fates[Fate.SAME.value],
        leased_by=None,
        leased_until=None,
    )
    await record(
        writer,
        _account(known),
        known.fields["loaded_at"],
        DONE,
        "ImportBatch",
        known.id,
        known.region,
        after={"kind": known.kind, "sha256": known.fields["sha256"], **told},
    )
    return Written(known.number("written"), whole=True)


def _account(known: Batch) -> str:
    return str(known.fields["account"])
