"""The one way into the graph: rows are checked against the model, then merged.

Everything happens inside the caller's transaction; an InvalidWriteError undoes all of it.
Repeating a write changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph.declaration import Relationship
from graph.errors import InvalidWriteError
from graph.model import MODEL
from graph.packing import link_row, packed_link, packed_node, times_of
from graph.rows import validated, validated_links
from graph.session import Row, Statement, Writer
from graph.statements import connect, disconnect, missing, optional_links, required_links, upsert


async def write_nodes(writer: Writer, label: str, rows: Iterable[Row]) -> int:
    """Create or change nodes of one label together with the links of their rows.

    Rows as graph.rows describes; a property given as None is removed, one not given is kept.
    Returns how many rows were written. InvalidWriteError names the label and field.
    """
    checked = validated(label, rows)
    for targets, group in _by_targets(label, checked).items():
        await _write_group(writer, label, targets, group)
    for link in optional_links(MODEL, label):
        given = [link_row(row["id"], row[link.link]) for row in checked if row.get(link.link)]
        if given:
            await write_links(writer, label, link.link, given)
    return len(checked)


async def write_links(writer: Writer, source: str, link: str, rows: Iterable[Row]) -> int:
    """Create or change relationships: rows `{"source": id, "target": id, property: value}`.

    A link with several target labels also needs "label". Returns how many were written.
    """
    relationship = MODEL.link(source, link)
    by_label: dict[str, list[Row]] = defaultdict(list)
    for row in validated_links(source, link, rows):
        by_label[row.pop("label", relationship.targets[0])].append(row)
    for target, group in by_label.items():
        packed = [packed_link(relationship, row) for row in group]
        statement = connect(MODEL, relationship, target, times_of(packed))
        await _run_links(writer, relationship, statement, packed, target)
    return sum(len(group) for group in by_label.values())


async def detach(writer: Writer, source: str, link: str, ids: Sequence[str]) -> None:
    """Delete a link of these nodes, for a row that will name another target.

    A required link must be written anew in the same transaction: nothing else checks that.
    """
    if ids:
        await writer.rows(disconnect(MODEL.link(source, link)), {"ids": list(ids)})


async def _write_group(
    writer: Writer, label: str, targets: tuple[str, ...], rows: list[Row]
) -> None:
    links = required_links(MODEL, label)
    packed = [packed_node(label, links, row) for row in rows]
    parts = [packed, *([row[f"l{i}"] for row in packed] for i in range(len(links)))]
    statement = upsert(MODEL, label, targets, tuple(times_of(part) for part in parts))
    await _run(writer, label, statement, packed, links, targets)


async def _run(
    writer: Writer,
    label: str,
    statement: Statement,
    rows: list[Row],
    links: Sequence[Relationship],
    targets: tuple[str, ...],
) -> None:
    result = await writer.single(statement, {"rows": rows})
    if result["written"] != len(rows):
        for i, (link, target) in enumerate(zip(links, targets, strict=True)):
            await _refuse_missing(
                writer, label, link.link, target, [r[f"l{i}"]["target"] for r in rows]
            )
        raise InvalidWriteError(label, "id", "не все строки записаны")
    if result["broken"]:
        names = ", ".join(link.link for link in links)
        raise InvalidWriteError(label, names, "связей больше, чем допускает модель")


async def _run_links(
    writer: Writer, link: Relationship, statement: Statement, rows: list[Row], target: str
) -> None:
    result = await writer.single(statement, {"rows": rows})
    if result["written"] != len(rows):
        await _refuse_missing(
            writer, link.source, "id", link.source, [row["source"] for row in rows]
        )
        await _refuse_missing(writer, link.source, link.link, target, [r["target"] for r in rows])
        raise InvalidWriteError(link.source, link.link, "не все связи записаны")
    if result["broken"]:
        raise InvalidWriteError(
            link.source, link.link, f"допускается {link.cardinality} в один момент"
        )


async def _refuse_missing(
    writer: Writer, label: str, field: str, target: str, ids: list[str]
) -> None:
    unknown = await writer.values(missing(target), {"ids": ids})
    if unknown:
        named = ", ".join(row[0] for row in unknown)
        raise InvalidWriteError(label, field, f"нет записи {target} с id {named}")


def _by_targets(label: str, rows: list[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Rows grouped by the target labels of their required links: one statement a group."""
    links = required_links(MODEL, label)
    if all(len(link.targets) == 1 for link in links):
        return {tuple(link.target for link in links): rows} if rows else {}
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(_target_label(link, row[link.link]) for link in links)].append(row)
    return groups


def _target_label(link: Relationship, value: str | Row) -> str:
    return str(value["label"]) if isinstance(value, dict) and "label" in value else link.targets[0]
