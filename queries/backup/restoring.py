"""Putting a copy back into an empty graph, and holding what came of it to what the copy says.

The copy is read to its end before anything is written. A mark in the graph's own record says that
a restoration is under way: one that was killed goes on when it is asked for again, for writing the
same twice changes nothing. Source: requirements, backups are worth what their restoration is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, LiteralString

from graph.declaration import Relationship
from graph.errors import GraphVersionError, InputError, OrientirError
from graph.migrations import GRAPH_VERSION, migrate
from graph.model import MODEL
from graph.session import Graph, Reader, Row, Writer
from queries.audit.verifying import Verified, verify
from queries.backup.file import Header, check, lines
from queries.backup.reading import Content, read_all
from queries.backup.sections import RECORD, Section, linking, making, section_of

BATCH: Final = 1000

STATE: LiteralString = """
OPTIONAL MATCH (record:GraphRecord {id: 'graph'})
RETURN record.restoring AS restoring, EXISTS { MATCH (n) WHERE NOT n:GraphRecord } AS filled
"""

MARK: LiteralString = """
MERGE (record:GraphRecord {id: 'graph'})
SET record.restoring = $sha256
"""

EMPTY: LiteralString = """
MATCH (n) WHERE NOT n:GraphRecord
WITH n LIMIT 5000
DETACH DELETE n
RETURN count(*) AS deleted
"""


class RestoredError(OrientirError):
    """What was restored is not what the copy says."""

    code = "BACKUP"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; `lost_links` led to records that a copy made while writing lacks."""

    header: Header
    lost_links: int
    audit: Verified


async def restore(graph: Graph, path: Path, *, replace: bool = False) -> Restored:
    """Put a copy into this graph and check all of it, the audit's chains too.

    Into an empty graph; with `replace` what is there is deleted first. InputError for a damaged
    copy or a graph that is not empty, GraphVersionError for a copy of a newer program,
    RestoredError if what came of it differs.
    """
    header = check(path)
    if header.graph_version > GRAPH_VERSION:
        raise GraphVersionError(
            f"Копия графа версии {header.graph_version}, а эта программа знает {GRAPH_VERSION}: "
            "обновите программу."
        )
    for label, described in header.sections.items():
        section_of(MODEL, label, described)
    await migrate(graph)
    await _clear(graph, header, replace=replace)
    lost = await _load(graph, path, header)
    await _require_equal(graph, header, lost)
    await migrate(graph)
    return Restored(header, lost, await _verified(graph))


async def _clear(graph: Graph, header: Header, *, replace: bool) -> None:
    """Nothing in the graph but what an earlier try of the same copy has put there."""
    state = (await graph.rows(STATE))[0]
    going_on = state["restoring"] == header.content.sha256
    if state["filled"] and not going_on and not replace:
        raise InputError(
            "В графе уже есть данные. Восстановите копию в пустой граф или замените их: --yes."
        )
    await graph.change(MARK, {"sha256": header.content.sha256})
    if not going_on:
        while (await graph.change(EMPTY))[0]["deleted"]:
            pass


async def _load(graph: Graph, path: Path, header: Header) -> int:
    """All nodes, then all links, then the graph's own record; links whose ends are not there."""
    described = header.sections
    last: list[list[Any]] = []
    for section, rows in _batches(path, described):
        if section.label == RECORD:
            last += rows
            continue
        await _make(graph, section, rows)
    lost = 0
    for section, rows in _batches(path, described):
        lost += await _tie(graph, section, rows)
    if last:
        await _make(graph, section_of(MODEL, RECORD, described[RECORD]), last)
    return lost


def _batches(path: Path, described: Row) -> Iterator[tuple[Section, list[list[Any]]]]:
    section: Section | None = None
    rows: list[list[Any]] = []
    for one, _ in lines(path):
        if isinstance(one, str) or len(rows) == BATCH:
            if section is not None and rows:
                yield section, rows
            rows = []
        if isinstance(one, str):
            section = section_of(MODEL, one, described[one])
        else:
            rows.append(one)
    if section is not None and rows:
        yield section, rows


async def _make(graph: Graph, section: Section, rows: list[list[Any]]) -> None:
    own = [row[: len(section.columns)] for row in rows]
    await graph.change(making(section), {"rows": own})


async def _tie(graph: Graph, section: Section, rows: list[list[Any]]) -> int:
    groups: dict[tuple[Relationship, str], list[list[Any]]] = defaultdict(list)
    for row in rows:
        for link, listed in zip(section.links, row[len(section.columns) :], strict=True):
            for label, target, *values in listed:
                if label not in link.targets:
                    raise GraphVersionError(f"В копии {link.type} ведёт к {label}: так не бывает.")
                groups[link, label].append([row[0], target, *values])

    async def work(writer: Writer) -> int:
        lost = 0
        for (link, label), found in groups.items():
            made = await writer.single(linking(section, link, label), {"rows": found})
            lost += len(found) - int(made["made"])
        return lost

    return await graph.write(work) if groups else 0


async def survey(graph: Graph) -> Content:
    """What a copy of this graph would hold, without making one."""

    async def work(reader: Reader) -> Content:
        return await read_all(reader, lambda _: None)

    return await graph.read(work)


async def _require_equal(graph: Graph, header: Header, lost: int) -> None:
    """RestoredError naming the labels that differ from the copy."""
    found = await survey(graph)
    wanted = header.content
    if wanted.quiet and (lost or found.sha256 != wanted.sha256):
        differ = [label for label, part in wanted.parts.items() if found.parts[label] != part]
        raise RestoredError(
            f"Восстановленное отличается от копии: {', '.join(differ) or 'порядок'}. "
            "Повторите в пустой граф; если не поможет, возьмите другую копию."
        )
    counts = (found.nodes, found.links) == (wanted.nodes, wanted.links - lost)
    if not counts:
        raise RestoredError(
            f"Восстановлено записей {found.nodes} из {wanted.nodes}, "
            f"связей {found.links} из {wanted.links}."
        )


async def _verified(graph: Graph) -> Verified:
    found = await verify(graph)
    if found.broken:
        raise RestoredError(
            f"Граф восстановлен, но журнал изменений тронут: цепочек — {len(found.broken)}. "
            "Подробно: orientir audit verify. Ключ журнала должен быть тот же, что у копии."
        )
    return found
