"""Writing a merge and taking it back, inside the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, LiteralString

from graph.model import MODEL
from graph.session import Reader, Row, Statement, Writer
from graph.writing import write_nodes
from queries.backup.sections import linking, made, making, section
from queries.changes.refusing import StepError
from queries.merging.uniting import Plan, plan_of
from queries.merging.whole import Edge, Whole, of_text

MERGED: Final = "MergedRecord"

# A node that was locked and deleted is still found in its index, and fails whoever reads it, until
# the transaction ends; so its id goes first.
FORGET: LiteralString = """
MATCH (m:MergedRecord {id: $id})
REMOVE m.id
DETACH DELETE m
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """One merge that can be taken back: the record as it was, and what came of it to the kept."""

    other: Whole
    plan: Plan


async def write_merge(
    writer: Writer, kept: Whole, other: Whole, plan: Plan, region: str, at: datetime
) -> None:
    """Let `other` become part of `kept`; both are as they were read under a lock."""
    asked = {"ids": [kept.id, other.id]}
    number = int((await writer.single(_number(kept.label), asked))["number"])
    for was, now in plan.replaced:
        await _unlink(writer, kept, was)
        await link(writer, kept, [now])
    await _remove(writer, other)
    await link(writer, kept, plan.moved)
    await _fill(writer, kept, plan.filled)
    row: Row = {
        "id": other.id,
        "label": other.label,
        "whole": other.text(),
        "moved": plan.text(),
        "number": number,
        "merged_at": at,
        "in_region": region,
        "into": {"id": kept.id, "label": kept.label},
    }
    await write_nodes(writer, MERGED, [row])


async def merged(reader: Reader, kept: Whole, id_: str) -> Merged | None:
    """The merge of a record into `kept`; None if there is none.

    StepError if another was merged later, or if what it was is destroyed.
    """
    rows = await reader.rows(_latest(kept.label), {"id": kept.id})
    row = next((row for row in rows if row["id"] == id_), None)
    if row is None:
        return None
    if row != rows[0]:
        raise StepError("merged", "Сначала разъедините то, что присоединено к записи позже.")
    if row["whole"] is None or row["moved"] is None:
        raise StepError("merged", "Данные присоединённой записи уничтожены: вернуть её нельзя.")
    return Merged(of_text(row["label"], id_, row["whole"]), plan_of(row["moved"]))


def changed_since(kept: Whole, plan: Plan) -> list[str]:
    """What came to `kept` by a merge and is no longer as it came, in Russian."""
    titles = {p.name: p.ru for p in MODEL.nodes[kept.label].properties}
    found = [
        titles[name]
        for name, value in plan.filled.items()
        if _plain(kept.values.get(name)) != _plain(value)
    ]
    there = set(kept.edges)
    arrived = [*plan.moved, *(now for _, now in plan.replaced)]
    return found + [edge.declared.ru for edge in arrived if edge not in there]


async def write_separation(writer: Writer, kept: Whole, merge: Merged) -> None:
    """Make the merged record again as it was, and take from `kept` what came of it.

    StepError if a record that it was linked to is gone, or another has its id.
    """
    plan, other = merge.plan, merge.other
    for edge in plan.moved:
        await _unlink(writer, kept, edge)
    for was, now in plan.replaced:
        await _unlink(writer, kept, now)
        await link(writer, kept, [was])
    await _fill(writer, kept, dict.fromkeys(plan.filled))
    await writer.rows(FORGET, {"id": other.id})
    if await writer.rows(_there(other.label), {"id": other.id}):
        raise StepError("merged", "Запись с этим идентификатором уже есть: вернуть её нельзя.")
    described = section(MODEL, other.label)
    row = [other.values.get(column.name) for column in described.columns]
    await writer.single(making(described), {"rows": [row]})
    await link(writer, other, other.edges)


async def link(writer: Writer, record: Whole, edges: Iterable[Edge]) -> None:
    """Make links of a record. StepError if the far end of one is gone."""
    groups: dict[tuple[str, str, bool, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[(*edge.way, edge.label)].append(edge)
    for (source, _, outwards, label), group in groups.items():
        target = label if outwards else record.label
        statement = linking(section(MODEL, source), group[0].declared, target)
        rows = [[*_ends(record, edge), *edge.values] for edge in group]
        if (await writer.single(statement, {"rows": rows}))["made"] != len(rows):
            raise StepError("", f"Нет записи, с которой была связь «{group[0].declared.ru}».")


async def _unlink(writer: Writer, record: Whole, edge: Edge) -> None:
    source, target = _ends(record, edge)
    since = edge.value("from") if edge.declared.interval else None
    label = edge.label if edge.outwards else record.label
    asked = {"source": source, "target": target, "from": since}
    await writer.rows(_unlinking(edge.source, edge.link, label), asked)


async def _remove(writer: Writer, record: Whole) -> None:
    """Delete a record with exactly the links that were read, so that none is lost unseen."""
    row = await writer.single(_removing(record.label), {"id": record.id})
    if row["links"] != len(record.edges):
        raise StepError("other", "У записи есть связь, которой нет в модели: объединить нельзя.")


async def _fill(writer: Writer, record: Whole, values: Row) -> None:
    if values:
        statement = _filling(record.label, tuple(sorted(values)))
        await writer.rows(statement, {"id": record.id, "values": values})


def _ends(record: Whole, edge: Edge) -> tuple[str, str]:
    return (record.id, edge.id) if edge.outwards else (edge.id, record.id)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


@cache
def _number(label: str) -> Statement:
    """The number after those of all that became part of either of two records."""
    return Statement(
        f"MATCH (n:{label}) WHERE n.id IN $ids\n"
        "OPTIONAL MATCH (m:MergedRecord)-[:MERGED_INTO]->(n)\n"
        "RETURN coalesce(max(m.number), 0) + 1 AS number"
    )


@cache
def _latest(label: str) -> Statement:
    """What became part of a record, the last first."""
    return Statement(
        f"MATCH (m:MergedRecord)-[:MERGED_INTO]->(:{label} {{id: $id}})\n"
        "RETURN m.id AS id, m.label AS label, m.whole AS whole, m.moved AS moved\n"
        "ORDER BY m.number DESC, m.id"
    )


@cache
def _unlinking(source: str, name: str, target: str) -> Statement:
    declared = MODEL.link(source, name)
    since = "WHERE r.from = date($from)\n" if declared.interval else ""
    return Statement(
        f"MATCH (:{source} {{id: $source}})-[r:{declared.type}]->(:{target} {{id: $target}})\n"
        f"{since}DELETE r"
    )


@cache
def _removing(label: str) -> Statement:
    return Statement(
        f"MATCH (n:{label} {{id: $id}})\nOPTIONAL MATCH (n)-[r]-()\n"
        "WITH n, count(r) AS links\nREMOVE n.id\nDETACH DELETE n\nRETURN links"
    )


@cache
def _filling(label: str, names: tuple[str, ...]) -> Statement:
    kinds = {p.name: p for p in MODEL.nodes[label].properties}
    sets = ", ".join(f"n.{name} = {made(kinds[name], f'$values.{name}')}" for name in names)
    return Statement(f"MATCH (n:{label} {{id: $id}})\nSET {sets}")


@cache
def _there(label: str) -> Statement:
    return Statement(f"MATCH (n:{label} {{id: $id}})\nRETURN n.id AS id")
