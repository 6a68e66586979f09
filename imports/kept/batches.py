"""Batches and parts in the graph: read within scope, written under the batch's lock and lease."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, LiteralString

import orjson

from graph.errors import InputError, OrientirError, first_of_group
from graph.model.importing import ImportState
from graph.session import Graph, Reader, Row, Writer
from graph.writing import write_nodes
from queries.scope import Actor

ROWS_A_PART: Final = 1_000
LEASE: Final = timedelta(seconds=15)
"""For how long a worker that says nothing is believed to be at work."""
_BEAT: Final = LEASE.total_seconds() / 5

# Read on behalf of a viewer: a batch of elsewhere is as one that isn't there.
BATCH: LiteralString = """
MATCH (n:ImportBatch {id: $id})
WHERE $scope_all OR n.region IN $scope_regions
RETURN properties(n) AS batch
"""

BATCHES: LiteralString = """
MATCH (n:ImportBatch)
WHERE ($scope_all OR n.region IN $scope_regions) AND ($region = '' OR n.region = $region)
  AND n.state IS NOT NULL AND n.state <> 'receiving'
RETURN properties(n) AS batch
ORDER BY coalesce(n.read_at, n.loaded_at) DESC, n.id LIMIT $limit
"""

PARTS: LiteralString = """
MATCH (n:ImportPart)-[:PART_OF_IMPORT]->(b:ImportBatch {id: $id})
WHERE $scope_all OR b.region IN $scope_regions
RETURN n.number AS number, n.rows AS rows, n.counts AS counts ORDER BY number
"""

PART: LiteralString = """
MATCH (n:ImportPart {id: $part})-[:PART_OF_IMPORT]->(b:ImportBatch)
WHERE $scope_all OR b.region IN $scope_regions
RETURN n.cells AS cells, n.plan AS plan, n.decisions AS decisions
"""

# Locks the batch until the transaction ends: whoever works on it takes turns.
LOCKED: LiteralString = """
MATCH (b:ImportBatch {id: $id})
SET b.id = b.id
WITH b
MATCH (b)-[:IMPORTED_FOR]->(r:Region)
RETURN properties(b) AS batch, r.zone AS zone
"""

CLAIM: LiteralString = """
MATCH (b:ImportBatch)
WHERE b.state IN ['read', 'writing', 'undoing'] AND ($id = '' OR b.id = $id)
  AND (b.leased_until IS NULL OR b.leased_until < $now OR b.leased_by = $worker)
WITH b ORDER BY b.read_at, b.id LIMIT 1
SET b.leased_by = $worker
WITH b
WHERE b.state IN ['read', 'writing', 'undoing']
SET b.leased_until = $until
RETURN b.id AS id, b.state AS state
"""

STAY: LiteralString = """
MATCH (b:ImportBatch {id: $id})
SET b.id = b.id
WITH b WHERE b.leased_by = $worker
SET b.leased_until = $until
"""

SET: LiteralString = "MATCH (b:ImportBatch {id: $id}) SET b += $values"
SET_PART: LiteralString = "MATCH (p:ImportPart {id: $id}) SET p += $values"
CLEAR: LiteralString = """
MATCH (p:ImportPart)-[:PART_OF_IMPORT]->(:ImportBatch {id: $id})
WITH p LIMIT 200
DETACH DELETE p
RETURN count(*) AS deleted
"""

# One that was given up keeps its name for whoever brings the file again; its file is not told.
GIVEN_UP: LiteralString = """
MATCH (b:ImportBatch {id: $id})
SET b.id = b.id
WITH b WHERE b.state = 'receiving' AND b.file IS NULL
"""

DROP_PARTS: LiteralString = (
    GIVEN_UP
    + """
MATCH (p:ImportPart)-[:PART_OF_IMPORT]->(b)
WITH p LIMIT 200
DETACH DELETE p
RETURN count(*) AS deleted
"""
)

DROP: LiteralString = (
    GIVEN_UP
    + """
DETACH DELETE b
RETURN count(*) AS deleted
"""
)

OF_FILE: LiteralString = """
MATCH (n:ImportBatch {sha256: $sha256})
WHERE n.region = $region AND n.state IS NOT NULL AND n.file IS NOT NULL
  AND ($scope_all OR n.region IN $scope_regions)
RETURN n.id AS id ORDER BY id
"""


class NoImportError(InputError):
    """No such import, or none within scope."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Такой загрузки нет, или она не относится к вашим регионам.")


class LeaseLostError(Exception):
    """Somebody else works on this import now."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One import as the graph keeps it; `zone` is known where it was locked."""

    id: str
    region: str
    kind: str
    state: ImportState
    fields: Mapping[str, Any]
    zone: str = ""

    def json(self, name: str) -> Any:
        """A field that holds JSON; None if it is not there."""
        text = self.fields.get(name)
        return None if text is None else orjson.loads(text)

    def number(self, name: str) -> int:
        return int(self.fields.get(name) or 0)


def part_id(batch: str, number: int) -> str:
    """The id of a part: in the order of ids stand the parts of an import."""
    return f"{batch}:{number:05d}"


async def find(reader: Reader, actor: Actor, batch: str) -> Batch:
    """One import; NoImportError for one out of sight."""
    rows = await reader.rows(BATCH, actor.parameters(id=batch))
    if not rows:
        raise NoImportError
    return _batch(rows[0]["batch"])


async def listed(reader: Reader, actor: Actor, region: str = "", limit: int = 50) -> list[Batch]:
    """The imports in sight, the latest first."""
    rows = await reader.rows(BATCHES, actor.parameters(region=region, limit=limit))
    return [_batch(row["batch"]) for row in rows]


async def parts(reader: Reader, actor: Actor, batch: str) -> list[Row]:
    """`{number, rows, counts}` of each part that is still kept, in order."""
    return await reader.rows(PARTS, actor.parameters(id=batch))


async def part(reader: Reader, actor: Actor, batch: str, number: int) -> Row | None:
    """`{cells, plan, decisions}` of one part, packed; None if it is not kept any more."""
    asked = actor.parameters(part=part_id(batch, number))
    rows = await reader.rows(PART, asked)
    return rows[0] if rows else None


async def lock(writer: Writer, batch: str, worker: str | None = None) -> Batch:
    """One import, locked until the end; LeaseLostError if `worker` is given and has lost it."""
    row = await writer.single(LOCKED, {"id": batch})
    found = _batch(row["batch"], row["zone"])
    if worker is not None and found.fields.get("leased_by") != worker:
        raise LeaseLostError
    return found


async def claim(graph: Graph, worker: str, now: datetime, batch: str = "") -> str | None:
    """Take an import that waits for work (that one, if named) for LEASE; its id."""
    asked = {"worker": worker, "now": now, "until": now + LEASE, "id": batch}
    rows = await graph.write(lambda writer: writer.rows(CLAIM, asked))
    return str(rows[0]["id"]) if rows else None


@asynccontextmanager
async def at_work(graph: Graph, worker: str, batch: str) -> AsyncIterator[None]:
    """Say again and again that the worker is at work on what it claimed, while the block lasts."""

    async def stay(writer: Writer) -> None:
        until = datetime.now(UTC) + LEASE
        await writer.rows(STAY, {"id": batch, "worker": worker, "until": until})

    async def beat() -> None:
        while True:
            await asyncio.sleep(_BEAT)
            # What keeps this from being said keeps the work from being done: it is told there.
            with suppress(OrientirError):
                await graph.write(stay)

    with first_of_group():
        async with asyncio.TaskGroup() as group:
            saying = group.create_task(beat())
            try:
                yield
            finally:
                saying.cancel()


async def put(writer: Writer, batch: str, **values: Any) -> None:
    """Set fields of an import; None takes one away."""
    await writer.rows(SET, {"id": batch, "values": values})


async def put_part(writer: Writer, batch: str, number: int, **values: Any) -> None:
    await writer.rows(SET_PART, {"id": part_id(batch, number), "values": values})


async def add_parts(writer: Writer, batch: str, rows: Sequence[Row]) -> None:
    """Parts `{number, rows, cells}` of an import; those that are there are replaced."""
    whole = [row | {"id": part_id(batch, row["number"]), "batch": batch} for row in rows]
    await write_nodes(writer, "ImportPart", whole)


async def clear(writer: Writer, batch: str) -> bool:
    """Delete some parts of an import that the caller has locked; whether there were any."""
    return bool((await writer.single(CLEAR, {"id": batch}))["deleted"])


async def drop_parts(graph: Graph, batch: str) -> int:
    """Delete the parts of an import that was given up, some at a time; how many it had.

    One that somebody brings anew meanwhile is not given up any more: its parts stay.
    """
    parts = 0
    while gone := int((await graph.change(DROP_PARTS, {"id": batch}))[0]["deleted"]):
        parts += gone
    return parts


async def drop(graph: Graph, batch: str) -> int:
    """Delete an import that was given up; how many parts it had."""
    parts = await drop_parts(graph, batch)
    await graph.change(DROP, {"id": batch})
    return parts


async def of_file(reader: Reader, actor: Actor, region: str, sha256: str) -> list[str]:
    """The ids of a region's imports of a file with these bytes, of whatever kind and sheet."""
    asked = actor.parameters(region=region, sha256=sha256)
    return [row["id"] for row in await reader.rows(OF_FILE, asked)]


def json(value: str | None) -> Any:
    """What a field of JSON holds; {} if it is not there."""
    return orjson.loads(value or "{}")


def text(value: Any) -> str:
    """JSON for a field."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def _batch(fields: Row, zone: str = "") -> Batch:
    return Batch(
        str(fields["id"]),
        str(fields["region"]),
        str(fields["kind"]),
        ImportState(fields.get("state") or ImportState.DONE),
        fields,
        zone,
    )


__all__ = [
    "LEASE",
    "ROWS_A_PART",
    "Batch",
    "LeaseLostError",
    "NoImportError",
    "add_parts",
    "at_work",
    "claim",
    "clear",
    "drop",
    "drop_parts",
    "find",
    "json",
    "listed",
    "lock",
    "of_file",
    "part",
    "part_id",
    "parts",
    "put",
    "put_part",
    "text",
]
