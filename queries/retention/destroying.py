"""Destroying a child's personal data: all of it and its act in one transaction, or nothing.

What stays is a child without a name: grade, school, days and numbers, so that reports of the past
still add up. Whoever runs this again, or at the same time, finds nothing left and makes no act.
Source: clause 5.2.3; 152-ФЗ, art. 21, parts 3 and 5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, LiteralString

from graph.declaration import Model
from graph.errors import InputError
from graph.model import MODEL
from graph.session import Graph, Row, Writer, WriteWork
from graph.writing import write_nodes
from queries.audit.erasing import erase
from queries.audit.writing import record
from queries.changes.versions import bump
from queries.merging.writing import MERGED
from queries.retention.due import Due, due
from queries.retention.personal import (
    ACT,
    CHILD,
    Tie,
    anonymise,
    forget_relative,
    listing,
    parts,
    relatives,
    ties,
    untie,
)
from queries.retention.sheets import forget_rows

ACTION: Final = "destroy_personal_data"
_PREFIX: Final = "destruction:"

LOCK: LiteralString = """
MATCH (s:Student {id: $id})
SET s.id = s.id
RETURN COUNT { (s)<-[:DESTROYED_OF]-(:DestructionAct) } AS acts
"""

# The same bytes show the same child, wherever else they are kept.
TAKE_DOWN: LiteralString = """
MATCH (m:MediaFile) WHERE m.id IN $ids
WITH collect(DISTINCT m.sha256) AS fingerprints, collect(m) AS shown
OPTIONAL MATCH (same:MediaFile) WHERE same.sha256 IN fingerprints
WITH shown, collect(same) AS others
UNWIND shown + others AS file
WITH DISTINCT file WHERE file.removed_at IS NULL
SET file.removed_at = $at
RETURN file.id AS id, file.sha256 AS sha256 ORDER BY id
"""

# They hold ids only; but a repeat must not be answered by what is no longer so.
FORGET_KEYS: LiteralString = """
MATCH (k:IdempotencyKey)
WHERE any(id IN $ids WHERE k.result CONTAINS '"' + id + '"')
DETACH DELETE k
"""


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What one run did, or would do, in a region; `files` are sha256 that no node names now."""

    region: str
    children: tuple[str, ...]
    records: int = 0
    values: int = 0
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gone:
    """What was taken out of one child's data: ids by label, what it was, how much of it."""

    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    classes: set[str] = field(default_factory=set)
    values: int = 0
    files: list[str] = field(default_factory=list)
    audit_entries: int = 0

    @property
    def records(self) -> int:
        return sum(len(ids) for ids in self.ids.values())


async def destroy_due(
    graph: Graph,
    region: str,
    as_of: datetime,
    now: datetime,
    days: int,
    made_by: str,
    *,
    dry_run: bool = False,
) -> Destroyed:
    """Destroy the personal data in a region that is due, `days` after its processing ended.

    With `dry_run` only say whose it would be. InputError for an unknown region, or for a moment
    that is still to come: nothing may be destroyed before it is due.
    """
    if as_of > now and not dry_run:
        raise InputError("Данные не уничтожают раньше срока: момент ещё не наступил.")
    waiting = await graph.read(lambda reader: due(reader, region, as_of, days))
    if dry_run:
        return Destroyed(region, tuple(one.child for one in waiting))
    if waiting:
        # First: whoever is cut off after it finds the children still due, and comes here again.
        await forget_rows(graph, region)
    done: dict[str, _Gone] = {}
    for one in waiting:
        gone = await graph.write(destroying(region, as_of, now, days, one.child, made_by))
        if gone is not None:
            done[one.child] = gone
    return Destroyed(
        region,
        tuple(done),
        sum(gone.records for gone in done.values()),
        sum(gone.values for gone in done.values()),
        tuple(sorted({sha256 for gone in done.values() for sha256 in gone.files})),
    )


def child_of(act: str) -> str:
    """The id of the child that an act, by its own id, is about: of whom nothing else is left."""
    return act.removeprefix(_PREFIX).rpartition(":")[0]


def destroying(
    region: str, as_of: datetime, now: datetime, days: int, child: str, made_by: str
) -> WriteWork[_Gone | None]:
    """The work of one transaction; None of it if the child is no longer due."""

    async def work(writer: Writer) -> _Gone | None:
        acts = int((await writer.single(LOCK, {"id": child}))["acts"])
        # Anew under the lock: a consent given meanwhile, another run that was faster.
        still = await due(writer, region, as_of, days, child)
        return await _destroy(writer, still[0], acts + 1, now, region, made_by) if still else None

    return work


async def _destroy(
    writer: Writer, one: Due, number: int, at: datetime, region: str, made_by: str
) -> _Gone:
    gone = _Gone()
    await _values(writer, MODEL, one.child, gone)
    ends = await _ties(writer, MODEL, one.child, gone)
    for label in relatives(MODEL):
        asked = {"ids": sorted(ends.get(label, ()))}
        rows = await writer.rows(forget_relative(MODEL, label), asked)
        gone.ids[label] |= {row["id"] for row in rows}
    await _files(writer, ends.get("MediaFile", set()), at, gone)
    await _audit(writer, gone, at, made_by)
    named = sorted(id_ for ids in gone.ids.values() for id_ in ids)
    await writer.rows(FORGET_KEYS, {"ids": named})
    act = f"{_PREFIX}{one.child}:{number}"
    row = _act(act, one, gone, at, made_by)
    await write_nodes(writer, ACT, [row])
    await bump(writer, [(CHILD, one.child)])
    told = {name: row[name] for name in ("reason", "records", "values", "files")}
    await record(writer, made_by, at, ACTION, ACT, act, region, after=told)
    return gone


async def _values(writer: Writer, model: Model, child: str, gone: _Gone) -> None:
    """Take out the personal values of the child and of what is recorded about it."""
    for part in parts(model):
        if not part.properties:
            rows = await writer.rows(listing(part), {"id": child})
            gone.ids[part.label] |= {row["id"] for row in rows}
            continue
        titles = {p.name: p.ru for p in part.properties}
        for row in await writer.rows(anonymise(part), {"id": child}):
            gone.ids[part.label].add(row["id"])
            gone.values += len(row["held"])
            gone.classes |= {f"{_ru(model, part.label)}: {titles[name]}" for name in row["held"]}


async def _ties(writer: Writer, model: Model, child: str, gone: _Gone) -> dict[str, set[str]]:
    """Cut the personal links of all these; their far ends by label."""
    ends: dict[str, set[str]] = defaultdict(set)
    for tie in ties(model):
        rows = await writer.rows(untie(tie), {"id": child})
        for row in rows:
            ends[row["label"]].add(row["id"])
        gone.values += len(rows)
        gone.classes |= {_class(model, tie)} if rows else set()
    return ends


async def _files(writer: Writer, shown: Iterable[str], at: datetime, gone: _Gone) -> None:
    """Take down the pictures of the child: what shows it may not be kept for anybody else."""
    rows = await writer.rows(TAKE_DOWN, {"ids": sorted(shown), "at": at})
    gone.ids["MediaFile"] |= {*shown, *(row["id"] for row in rows)}
    gone.files = sorted({row["sha256"] for row in rows if row["sha256"]})
    await bump(writer, [("MediaFile", row["id"]) for row in rows])


async def _audit(writer: Writer, gone: _Gone, at: datetime, made_by: str) -> None:
    for label, ids in sorted(gone.ids.items()):
        # A record that became part of the child had a history of its own.
        for known_as in (label, CHILD) if label == MERGED else (label,):
            for id_ in sorted(ids):
                gone.audit_entries += await erase(writer, made_by, at, known_as, id_)


def _act(id_: str, one: Due, gone: _Gone, at: datetime, made_by: str) -> Row:
    return {
        "id": id_,
        "child": one.child,
        "at": at,
        "made_by": made_by,
        "reason": one.ended.reason.value,
        "ended_on": one.ended.on,
        "classes": sorted(gone.classes),
        "records": gone.records,
        "values": gone.values,
        "files": len(gone.files),
        "audit_entries": gone.audit_entries,
    }


def _class(model: Model, tie: Tie) -> str:
    return f"{_ru(model, tie.link.source)}: {tie.link.ru}"


def _ru(model: Model, label: str) -> str:
    return model.nodes[label].ru
