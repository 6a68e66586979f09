"""A written import is taken back, part by part from the last, while nothing later touched it.

What it made is deleted, what it changed is as it was before; both stay in the audit. Gaps that were
found of what it made go with it, unless somebody has decided about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, LiteralString

from graph.declaration import Cardinality
from graph.model import MODEL
from graph.model.importing import ImportState as State
from graph.session import Graph, Reader, Row, Statement, Writer
from graph.writing import detach, write_links, write_nodes
from imports.acting import SCHEDULE
from imports.carrying import Key, in_order
from imports.kept import batches
from imports.kept.batches import LEASE, Batch
from imports.kept.packing import unpacked
from imports.progress import Rows
from imports.receiving import may_import
from imports.standing import versions_of
from queries.audit.since import touched_since
from queries.audit.writing import Subject, head, record, record_all
from queries.changes.making import link_value, present_row
from queries.changes.reading import Known, difference, lock, snapshots
from queries.changes.refusing import RefusedError, StepError
from queries.changes.versions import bump
from queries.scope import Actor

ACTION: Final = "undo_rows"
UNDONE: Final = "undo_import"
# What several records share stays where others have come to lead to it.
_SHARED: Final = frozenset({"Municipality", "Organisation", "Person", "Guardian"})
_DERIVED: Final = frozenset({"Gap"})

# What a gap is followed by; of these only what a person decided forbids to delete it.
DECIDED: LiteralString = """
UNWIND $ids AS id
MATCH (g:Gap)-[:AT]->(n {id: id})
WHERE $label IN labels(n) AND EXISTS {
  (g)<-[:WAIVES|EXTENDS|ASSIGNS|ABOUT]-()
}
RETURN DISTINCT n.id AS id
"""

FORGET_SOURCE: LiteralString = """
MATCH (:ImportBatch {id: $id})<-[came:CAME_FROM]-(:School)
DELETE came
"""

FORGET_GAPS: LiteralString = """
UNWIND $ids AS id
MATCH (g:Gap)-[:AT]->(n {id: id}) WHERE $label IN labels(n)
OPTIONAL MATCH (g)<-[:HAPPENED_TO]-(e:GapEvent)
OPTIONAL MATCH (g)<-[:RAISED_FOR]-(a:Alert)
OPTIONAL MATCH (a)<-[:DELIVERS]-(d:Delivery)
DETACH DELETE d, a, e, g
"""


class TouchedSinceError(RefusedError):
    """Later changes stand on what the import wrote."""

    code = "TOUCHED_SINCE"

    def __init__(self, count: int) -> None:
        super().__init__(
            "id",
            f"После загрузки изменились или понадобились её записи: {count}. Отменить её целиком "
            "уже нельзя: исправьте нужные записи в карточках или новым файлом.",
        )
        self.count = count


class KeptNoMoreError(StepError):
    """What was before is not known any more."""

    def __init__(self) -> None:
        super().__init__(
            "id", "Прежние значения этой загрузки уже уничтожены по сроку: отменить её нельзя."
        )


@dataclass(frozen=True, slots=True)
class _Touch:
    """One record that a part wrote; `was` is None if the part made it."""

    label: str
    id: str
    version: int
    was: Row | None

    @property
    def key(self) -> Key:
        return self.label, self.id


async def ask_undo(graph: Graph, actor: Actor, batch: str, at: datetime) -> None:
    """Have an import taken back by whoever works on imports. TouchedSinceError if it can't be."""
    may_import(actor)

    async def work(writer: Writer) -> None:
        await batches.find(writer, actor, batch)
        known = await batches.lock(writer, batch)
        if known.state in (State.UNDOING, State.UNDONE):
            return
        if known.state is not State.DONE:
            raise StepError("id", "Отменить можно только записанную загрузку.")
        count, _ = await head(writer, known.region)
        blocked = await _blocked(writer, known)
        if blocked:
            raise TouchedSinceError(len(blocked))
        await batches.put(
            writer, batch, state=State.UNDOING.value, seen_entry=count, account=actor.account
        )

    await graph.write(work)


async def undo(graph: Graph, batch: str, worker: str, now: datetime, progress: Rows) -> None:
    """Take back what is left of an import that the worker has leased."""
    while True:
        left = await graph.write(lambda writer: _part(writer, batch, worker, now))
        if left is None:
            return
        await progress(left)


async def _blocked(reader: Reader, known: Batch) -> set[Key]:
    """Records that somebody else has changed or leads to since."""
    last: dict[Key, _Touch] = {}
    made: set[Key] = set()
    numbers = await batches.parts(reader, SCHEDULE, known.id)
    if len(numbers) < known.number("next_part") or not numbers:
        raise KeptNoMoreError
    for number in range(known.number("next_part")):
        for touch in await _touches(reader, known.id, number):
            last[touch.key] = touch
            made |= {touch.key} if touch.was is None else set()
    by_label: defaultdict[str, set[str]] = defaultdict(set)
    for label, id_ in last:
        by_label[label].add(id_)
    versions = {label: await versions_of(reader, {label: ids}) for label, ids in by_label.items()}
    blocked = {key for key, one in last.items() if versions[key[0]][key[1]] != one.version}
    for label in sorted({label for label, _ in made} - _SHARED):
        ids = [id_ for of, id_ in made if of == label]
        blocked |= {(label, id_) for id_ in await _needed(reader, label, ids, last.keys())}
    return blocked


async def _needed(
    reader: Reader, label: str, ids: Sequence[str], ours: Collection[Key]
) -> set[str]:
    """Which of these records something else leads to by now, or was decided about."""
    found: set[str] = set()
    for some in (ids[i : i + 5_000] for i in range(0, len(ids), 5_000)):
        rows = await reader.values(_leading(label), {"ids": list(some)})
        found |= {
            id_ for id_, of, source in rows if of not in _DERIVED and (of, source) not in ours
        }
        decided = await reader.rows(DECIDED, {"ids": list(some), "label": label})
        found |= {row["id"] for row in decided}
    return found


async def _touches(reader: Reader, batch: str, number: int) -> list[_Touch]:
    row = await reader.rows(UNDO, {"id": batches.part_id(batch, number)})
    if not row or row[0]["undo"] is None:
        raise KeptNoMoreError
    return [_Touch(*one) for one in unpacked(row[0]["undo"])]


UNDO: LiteralString = "MATCH (p:ImportPart {id: $id}) RETURN p.undo AS undo"


async def _part(writer: Writer, batch: str, worker: str, now: datetime) -> int | None:
    """Take back the last part that is left; how many rows stay written, None if it was the end."""
    known = await batches.lock(writer, batch, worker)
    if known.state is not State.UNDOING:
        raise batches.LeaseLostError
    left = known.number("next_part")
    count, _ = await head(writer, known.region)
    if not left:
        await _end(writer, known, now)
        return None
    touches = await _touches(writer, batch, left - 1)
    others = await touched_since(writer, known.region, known.number("seen_entry"), count)
    mine = [one for one in touches if one.id not in others.get(one.label, ())]
    subjects = await _take_back(writer, mine)
    account = str(known.fields["account"])
    await record_all(writer, account, now, ACTION, known.region, subjects)
    part = await writer.single(ROWS, {"id": batches.part_id(batch, left - 1)})
    written = max(0, known.number("written") - int(part["rows"]))
    await batches.put(
        writer,
        batch,
        next_part=left - 1,
        written=written,
        seen_entry=count + len(subjects),
        leased_until=datetime.now(UTC) + LEASE,
    )
    return written


ROWS: LiteralString = "MATCH (p:ImportPart {id: $id}) RETURN p.rows AS rows"


async def _take_back(writer: Writer, touches: Sequence[_Touch]) -> list[Subject]:
    by_label: defaultdict[str, list[_Touch]] = defaultdict(list)
    for one in touches:
        by_label[one.label].append(one)
    known: dict[Key, Known] = {}
    for label, some in by_label.items():
        ids = sorted(one.id for one in some)
        await lock(writer, label, ids)
        known |= {(label, one.id): one for one in await snapshots(writer, label, ids)}
    ordered = in_order(by_label)
    for label in ordered:
        await _restore(writer, label, [one for one in by_label[label] if one.was], known)
    deleted: list[Subject] = []
    for label in reversed(ordered):
        made = [one.id for one in by_label[label] if one.was is None and one.key in known]
        deleted += await _delete(writer, label, made, known)
    changed: list[Subject] = []
    for label in ordered:
        ids = [one.id for one in by_label[label] if one.was is not None]
        for now in await snapshots(writer, label, ids):
            before, after = difference(known[label, now.id].fields, now.fields)
            if before or after:
                changed.append(Subject(label, now.id, before, after))
    await bump(writer, [(one.label, one.id) for one in changed])
    return changed + deleted


async def _restore(
    writer: Writer, label: str, touches: Sequence[_Touch], known: dict[Key, Known]
) -> None:
    links = {link.link: link for link in MODEL.links_of(label)}
    for one in touches:
        now = known.get(one.key)
        if now is None or one.was is None:
            continue
        row = present_row(now)
        for name, was in one.was.items():
            if name not in links:
                row[name] = was
                continue
            await detach(writer, label, name, [one.id])
            if links[name].cardinality is Cardinality.ONE:
                row[name] = link_value(links[name], was[0])
        row.pop("region", None)
        await write_nodes(writer, label, [row])
        for name, was in one.was.items():
            if name in links and links[name].cardinality is not Cardinality.ONE and was:
                several = len(links[name].targets) > 1
                rows = [_link_row(one.id, each, several) for each in was]
                await write_links(writer, label, name, rows)


def _link_row(source: str, value: Row, several: bool) -> Row:
    own = {k: v for k, v in value.items() if k not in ("id", "label")}
    own |= {"label": value["label"]} if several else {}
    return {"source": source, "target": value["id"]} | own


async def _delete(
    writer: Writer, label: str, ids: Sequence[str], known: dict[Key, Known]
) -> list[Subject]:
    """Delete records that the import made; those shared, only if nothing leads to them now."""
    if not ids:
        return []
    await writer.rows(FORGET_GAPS, {"ids": list(ids), "label": label})
    rows = await writer.values(_leading(label), {"ids": list(ids)})
    kept = {id_ for id_, *_ in rows}
    gone = [id_ for id_ in ids if id_ not in kept]
    await writer.rows(_deleting(label), {"ids": gone})
    return [Subject(label, id_, difference(known[label, id_].fields, {})[0], {}) for id_ in gone]


async def _end(writer: Writer, known: Batch, now: datetime) -> None:
    await writer.rows(FORGET_SOURCE, {"id": known.id})
    await batches.put(
        writer,
        known.id,
        state=State.UNDONE.value,
        loaded_at=None,
        leased_by=None,
        leased_until=None,
    )
    account = str(known.fields["account"])
    told: dict[str, Any] = {"kind": known.kind, "sha256": known.fields["sha256"]}
    await record(writer, account, now, UNDONE, "ImportBatch", known.id, known.region, before=told)


@cache
def _leading(label: str) -> Statement:
    """What leads to records of this label: `id, label, id of what leads`."""
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})<--(other)\n"
        "RETURN n.id AS id, labels(other)[0] AS label, other.id AS source"
    )


@cache
def _deleting(label: str) -> Statement:
    # Locked by its id before, it would still be found by it in this transaction.
    return Statement(
        f"UNWIND $ids AS id\nMATCH (n:{label} {{id: id}})\nREMOVE n.id\nDETACH DELETE n"
    )
