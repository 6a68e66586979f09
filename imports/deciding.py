"""What people say of a preview: which column is which, who is who, and that it may be written.

Whatever is said, the file is compared with the graph anew before anything is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from graph.model.importing import ImportState as State
from graph.session import Graph, Writer
from imports.batch import Decision, Fate
from imports.header import with_choice
from imports.kept import batches
from imports.kept.batches import Batch
from imports.kept.packing import unpacked
from imports.kinds import KINDS
from imports.planning import Plan, Said
from imports.plans import restored
from imports.receiving import columns_of, may_import
from imports.standing import Changes, changed_since
from queries.changes.refusing import RefusedError, StepError
from queries.scope import Actor

WAITING: Final = frozenset({Fate.REJECTED, Fate.DUPLICATE})
"""Rows that are left out unless a person says otherwise."""


class ChangedSinceError(RefusedError):
    """What was previewed is not so any more; it is being compared anew."""

    code = "CHANGED_SINCE"

    def __init__(self, changes: Changes) -> None:
        rows = ", ".join(map(str, changes.rows[:10])) + ("…" if len(changes.rows) > 10 else "")
        super().__init__(
            "digest",
            "С предпросмотра записи изменились, ничего не записано. "
            f"Строк, которых это касается: {len(changes.rows)} ({rows}). "
            "Файл сверяется заново: посмотрите, что стало, и подтвердите снова.",
        )
        self.rows = changes.rows


async def choose_columns(
    graph: Graph, actor: Actor, batch: str, choice: Mapping[int, str | None]
) -> None:
    """Say which column of the kind stands at an index of the file (None: none of them)."""
    may_import(actor)

    async def work(writer: Writer) -> None:
        known = await _open(writer, actor, batch)
        matched, missing = with_choice(KINDS[known.kind], columns_of(known), choice)
        header = batches.text([asdict(one) for one in matched])
        problems = batches.text([asdict(one) for one in missing])
        await _again(writer, batch, header=header, problems=problems)

    await graph.write(work)


async def decide(graph: Graph, actor: Actor, batch: str, said: Mapping[int, Said]) -> None:
    """Say what rows are, by their numbers. RefusedError for a row or candidate that isn't there."""
    may_import(actor)

    async def work(writer: Writer) -> None:
        known = await _open(writer, actor, batch)
        left = dict(said)
        for part in await batches.parts(writer, actor, batch):
            kept = await batches.part(writer, actor, batch, part["number"])
            if not left or kept is None or kept["plan"] is None:
                break
            mine = {p.number: p for p in restored(unpacked(kept["plan"])) if p.number in left}
            for number, plan in mine.items():
                _check(left[number], {one.id for one in plan.candidates})
            decided: dict[str, Any] = orjson.loads(kept["decisions"] or "{}")
            decided |= {str(n): [left[n].decision.value, left[n].same] for n in mine}
            await _keep(writer, batch, part["number"], decided)
            left = {n: one for n, one in left.items() if n not in mine}
        if left:
            raise RefusedError("row", f"Строки {min(left)} в этой загрузке нет.")
        await _again(writer, known.id)

    await graph.write(work)


async def decide_all(graph: Graph, actor: Actor, batch: str, decision: Decision) -> int:
    """Say the same of all possible duplicates nobody has decided; how many.

    SAME is said only of those with one `sure` candidate: children who changed their school.
    """
    may_import(actor)

    async def work(writer: Writer) -> int:
        await _open(writer, actor, batch)
        count = 0
        for part in await batches.parts(writer, actor, batch):
            kept = await batches.part(writer, actor, batch, part["number"])
            if kept is None or kept["plan"] is None:
                break
            mine = {
                str(plan.number): [decision.value, same]
                for plan in restored(unpacked(kept["plan"]))
                if plan.fate is Fate.DUPLICATE and (same := _same(plan, decision)) is not None
            }
            decided: dict[str, Any] = orjson.loads(kept["decisions"] or "{}")
            await _keep(writer, batch, part["number"], decided | mine)
            count += len(mine)
        if count:
            await _again(writer, batch)
        return count

    return await graph.write(work)


async def confirm(
    graph: Graph, actor: Actor, batch: str, digest: str, at: datetime, *, good_rows: bool = False
) -> None:
    """Have what was previewed written, by whoever works on imports; nothing is written here.

    `digest` is the preview's: a person confirms what a person saw. With `good_rows` rows that are
    rejected or undecided are left out; without it they forbid the whole. StepError if the import
    is not at that step, ChangedSinceError if the network has changed since.
    """
    may_import(actor)

    async def work(writer: Writer) -> Changes:
        known = await _locked(writer, actor, batch)
        if known.state in (State.WRITING, State.DONE) and known.fields.get("digest") == digest:
            return Changes(())
        if known.state is not State.PREVIEWED:
            raise StepError("id", _NOT_NOW[known.state])
        if known.fields.get("digest") != digest:
            raise StepError("digest", "Предпросмотр уже другой: посмотрите его и подтвердите.")
        _refuse_unclear(known, good_rows)
        changes = await changed_since(writer, actor, known)
        if changes.rows:
            await _again(writer, batch)
            return changes
        await batches.put(
            writer, batch, state=State.WRITING.value, loaded_at=at.astimezone(UTC), next_part=0
        )
        return changes

    changes = await graph.write(work)
    if changes.rows:
        raise ChangedSinceError(changes)


async def discard(graph: Graph, actor: Actor, batch: str) -> None:
    """Forget an import that was not written, with all its cells."""
    may_import(actor)

    async def work(writer: Writer) -> None:
        await _open(writer, actor, batch)
        await batches.put(
            writer, batch, state=State.RECEIVING.value, file=None, leased_by=None, leased_until=None
        )

    await graph.write(work)
    await batches.drop_parts(graph, batch)


def _refuse_unclear(known: Batch, good_rows: bool) -> None:
    counts = known.json("counts") or {}
    unclear = sum(counts.get(fate.value, 0) for fate in WAITING)
    if unclear and not good_rows:
        raise StepError(
            "good_rows",
            f"Строк с ошибками или нерешённых: {unclear}. Исправьте файл и решите о повторах, "
            "или прямо скажите записать только остальные строки.",
        )


def _same(plan: Plan, decision: Decision) -> str | None:
    """Who a row is said to be: "" for nobody known, None if that must be said by itself."""
    if decision is not Decision.SAME:
        return ""
    sure = [one.id for one in plan.candidates if one.sure]
    return sure[0] if len(sure) == 1 == len(plan.candidates) else None


def _check(said: Said, candidates: set[str]) -> None:
    if said.decision is Decision.SAME and (not said.same or said.same not in candidates):
        raise RefusedError("candidate", "Выберите одного из тех, кто предложен для этой строки.")


async def _open(writer: Writer, actor: Actor, batch: str) -> Batch:
    """An import that a person may still decide about."""
    known = await _locked(writer, actor, batch)
    if known.state not in (State.PREVIEWED, State.READ):
        raise StepError("id", _NOT_NOW[known.state])
    return known


async def _locked(writer: Writer, actor: Actor, batch: str) -> Batch:
    await batches.find(writer, actor, batch)
    return await batches.lock(writer, batch)


async def _again(writer: Writer, batch: str, **values: Any) -> None:
    """Have the file compared anew; whoever is at it now has lost it."""
    await batches.put(
        writer,
        batch,
        state=State.READ.value,
        planned=0,
        digest=None,
        leased_by=None,
        leased_until=None,
        **values,
    )


async def _keep(writer: Writer, batch: str, number: int, decided: Mapping[str, Any]) -> None:
    await batches.put_part(writer, batch, number, decisions=batches.text(dict(decided)))


_NOT_NOW: Final[defaultdict[State, str]] = defaultdict(
    lambda: "Эта загрузка ещё не готова: подождите.",
    {
        State.READ: "Файл ещё сверяется: подождите предпросмотра.",
        State.PREVIEWED: "Загрузка ещё не записана.",
        State.WRITING: "Загрузка уже записывается.",
        State.DONE: "Этот файл уже загружен: повторно он ничего не меняет.",
        State.UNDOING: "Загрузка отменяется.",
        State.UNDONE: "Загрузка отменена. Чтобы загрузить файл снова, пришлите его ещё раз.",
    },
)
