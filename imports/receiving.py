"""A file comes in: read safely, its kind recognised, its cells kept. Nothing is judged here.

The same file for the same region and kind is the same import, whoever brings it and however often.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Final, LiteralString

import anyio.to_thread

from graph.errors import InputError
from graph.model.importing import ImportState as State
from graph.session import Graph, Row, Writer
from graph.writing import write_nodes
from imports.acting import SCHEDULE
from imports.batch import Matched, RowProblem
from imports.example import is_example
from imports.header import Header, find_header
from imports.kept import batches
from imports.kept.batches import LEASE, ROWS_A_PART, Batch, LeaseLostError
from imports.kept.packing import packed
from imports.kinds import KINDS
from imports.reading import Reading, read
from imports.reading import Row as FileRow
from imports.sheet import SheetKind
from queries.changes.declaration import COORDINATOR
from queries.changes.refusing import NotAllowedError
from queries.scope import Actor

LOOKED_AT: Final = 20
"""Rows among which a header is looked for."""
_AT_ONCE: Final = 10
_LONGEST_NAME: Final = 120
_LOOK_AGAIN_SECONDS: Final = 0.5

REGION: LiteralString = """
MATCH (n:Region {id: $region}) WHERE $scope_all OR n.region IN $scope_regions
RETURN n.id AS id
"""

# Their cells are there; of the last three what is being written, or was, is left as it is.
_KEPT: Final = frozenset({State.READ, State.PREVIEWED, State.WRITING, State.DONE, State.UNDOING})


@dataclass(frozen=True, slots=True)
class _File:
    """A file's rows, packed part by part, and what is above them."""

    sha256: str
    sheet: str
    header: Header
    parts: Sequence[Row]

    @property
    def rows(self) -> int:
        return sum(part["rows"] for part in self.parts)


class NoRegionError(InputError):
    """No such region, or none of the actor's: nobody can tell which."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Такого региона нет, или он не ваш. Назовите свой, например RU-TA.")


def may_import(actor: Actor) -> None:
    """ReadOnlyError or NotAllowedError for whoever may not bring sheets in."""
    actor.may_change()
    if actor.role not in COORDINATOR:
        raise NotAllowedError


async def receive(
    graph: Graph,
    actor: Actor,
    region: str,
    path: Path,
    name: str,
    at: datetime,
    *,
    kind: str | None = None,
    sheet: str | None = None,
) -> str:
    """Keep the cells of a file for a region; the import's id.

    `name` is what people call the file, `kind` a key of KINDS if it is not to be recognised,
    `sheet` the sheet of a book if not the first. What is being or was written already is returned
    as it is. Errors: NoRegionError, RefusedFileError, InputError where no header is recognised.
    """
    may_import(actor)
    if not await graph.rows(REGION, actor.parameters(region=region)):
        raise NoRegionError
    kinds = [_kind(kind)] if kind else list(KINDS.values())
    file = await anyio.to_thread.run_sync(lambda: _read(path, name, kinds, sheet))
    batch = f"{region}:{file.header.kind.name}:{file.sha256}"
    if file.sheet:
        batch += f":{file.sheet}"[:60]
    row = _row(batch, region, file, name, actor, at)
    while True:
        try:
            await _keep(graph, row, file.parts)
        except LeaseLostError:
            await _taken_over(graph, batch)
        else:
            return batch


def _kind(name: str) -> SheetKind:
    if name not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise InputError(f"Вида листа {name} нет. Есть: {known}.")
    return KINDS[name]


def _read(path: Path, name: str, kinds: Sequence[SheetKind], sheet: str | None) -> _File:
    known = frozenset(spelling for kind in kinds for spelling in kind.spellings)
    with read(path, name, sheet=sheet, known=known) as reading:
        rows = reading.rows()
        top = list(islice(rows, LOOKED_AT))
        header = find_header(top, kinds)
        below = (row for row in chain(top, rows) if _is_data(row, header))
        parts = list(_parts(below, header, delimited=reading.delimiter is not None))
        return _File(reading.sha256, _sheet(reading), header, parts)


def _is_data(row: FileRow, header: Header) -> bool:
    return row.number > header.row_number and not is_example(row.cells)


def _sheet(reading: Reading) -> str:
    """The sheet's name where a book has several: each is an import of its own."""
    return reading.sheet if len(reading.sheets) > 1 else ""


def _parts(rows: Iterator[FileRow], header: Header, *, delimited: bool) -> Iterator[Row]:
    """`[number, cells]` of rows, and why where a row is not to be taken at its word."""
    width = max((one.index for one in header.columns), default=-1) + 1
    number = 0
    while some := list(islice(rows, ROWS_A_PART)):
        cells = packed(
            [[row.number, list(row.cells[:width]), *_wrong(row, width, delimited)] for row in some]
        )
        yield {"number": number, "rows": len(some), "cells": cells}
        number += 1


def _wrong(row: FileRow, width: int, delimited: bool) -> list[str]:
    """What is wrong with a row as a whole: where a delimiter is lost its values stand elsewhere."""
    if row.problem:
        return [row.problem]
    if delimited and len(row.cells) > width:
        return [f"ячеек {len(row.cells)}, а заголовков {width}: значения стоят не на своих местах"]
    return []


def _row(batch: str, region: str, file: _File, name: str, actor: Actor, at: datetime) -> Row:
    return {
        "id": batch,
        "kind": file.header.kind.name,
        "sha256": file.sha256,
        "state": State.RECEIVING.value,
        "file": Path(name).name[:_LONGEST_NAME],
        "sheet": file.sheet,
        "account": actor.account,
        "read_at": at.astimezone(UTC),
        "header": batches.text([asdict(one) for one in file.header.columns]),
        "header_row": file.header.row_number,
        "problems": batches.text([asdict(one) for one in file.header.missing]),
        "rows": file.rows,
        "planned": 0,
        "written": 0,
        "in_region": region,
    }


async def _keep(graph: Graph, row: Row, parts: Sequence[Row]) -> None:
    """Keep the cells, unless they are there. LeaseLostError if somebody began the same file anew.

    Whoever comes last receives it: one that was killed at it is not waited for. Each step is of
    the one who receives it now, for what is kept may be compared and written the moment after.
    """
    receiver, batch = uuid.uuid4().hex, row["id"]
    if not await graph.write(partial(_begin, row=row | {"leased_by": receiver})):
        return

    async def clear(writer: Writer) -> bool:
        await batches.lock(writer, batch, receiver)
        return await batches.clear(writer, batch)

    async def add(writer: Writer, some: Sequence[Row]) -> None:
        await batches.lock(writer, batch, receiver)
        await batches.add_parts(writer, batch, some)

    async def end(writer: Writer) -> None:
        await batches.lock(writer, batch, receiver)
        await batches.put(writer, batch, state=State.READ.value, leased_by=None)

    while await graph.write(clear):
        pass
    for some in _by(parts, _AT_ONCE):
        await graph.write(partial(add, some=some))
    await graph.write(end)


async def _taken_over(graph: Graph, batch: str) -> None:
    """Wait for whoever receives the same file now, for as long as one at work is believed to be."""
    until = asyncio.get_running_loop().time() + LEASE.total_seconds()
    while asyncio.get_running_loop().time() < until:
        known = await graph.read(lambda reader: batches.find(reader, SCHEDULE, batch))
        if known.state is not State.RECEIVING:
            return
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def _begin(writer: Writer, row: Row) -> bool:
    """Make the batch, or begin it anew; False if its cells are kept already.

    A preview is then made again, with all that people have decided: the network may have changed.
    """
    known = await writer.rows(batches.LOCKED, {"id": row["id"]})
    state = State(known[0]["batch"].get("state") or State.DONE) if known else None
    if state is State.PREVIEWED:
        again = {"state": State.READ.value, "planned": 0, "digest": None}
        await batches.put(writer, row["id"], **again, leased_by=None, leased_until=None)
    if state in (State.READ, State.PREVIEWED):
        await batches.put(writer, row["id"], read_at=row["read_at"])
    if state in _KEPT:
        return False
    await write_nodes(writer, "ImportBatch", [row])
    cleared = ("digest", "loaded_at", "next_part", "leased_until", "counts")
    await batches.put(writer, row["id"], **dict.fromkeys(cleared))
    return True


def _by(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    return (rows[begin : begin + size] for begin in range(0, len(rows), size))


def columns_of(batch: Batch) -> tuple[Matched, ...]:
    """The columns of an import's file, as they are matched now."""
    return tuple(Matched(**one) for one in batch.json("header") or [])


def problems_of(batch: Batch) -> tuple[RowProblem, ...]:
    """What is wrong with the file as a whole."""
    return tuple(RowProblem(**one) for one in batch.json("problems") or [])
