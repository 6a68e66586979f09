"""What an import kept of its file is forgotten when nobody needs it any more. No flow of its own.

The rows of a sheet are personal data: they stay while people look and may take the import back, and
no longer. What an import came to stays as numbers.
Source: 152-ФЗ, art. 5, part 7; art. 21, part 4 (thirty days; ours are fewer).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, LiteralString

from graph.session import Graph
from imports.deciding import discard
from imports.kept import batches
from queries.scope import Actor

KEPT: Final = timedelta(days=7)
"""For how long rows are kept after an import was read, or written."""

# Nobody is at work on these: waiting work is done, not forgotten.
ENDED: LiteralString = """
MATCH (b:ImportBatch)
WHERE b.state IN ['done', 'undone'] AND coalesce(b.loaded_at, b.read_at) < $before
  AND EXISTS { (:ImportPart)-[:PART_OF_IMPORT]->(b) }
RETURN b.id AS id ORDER BY id
"""

LEFT: LiteralString = """
MATCH (b:ImportBatch)
WHERE b.state IN ['receiving', 'read', 'previewed'] AND b.read_at < $before
RETURN b.id AS id ORDER BY id
"""

PARTS: LiteralString = """
MATCH (p:ImportPart)-[:PART_OF_IMPORT]->(b:ImportBatch) WHERE b.id IN $ids
RETURN count(p) AS parts
"""

# Under the lock and by its state again: somebody may be taking it back at this moment.
FORGET_PARTS: LiteralString = """
MATCH (b:ImportBatch {id: $id})
SET b.id = b.id
WITH b
WHERE b.state IN ['done', 'undone'] AND coalesce(b.loaded_at, b.read_at) < $before
MATCH (p:ImportPart)-[:PART_OF_IMPORT]->(b)
WITH p LIMIT 200
DETACH DELETE p
RETURN count(*) AS deleted
"""

GIVE_UP: LiteralString = """
MATCH (b:ImportBatch {id: $id})
SET b.id = b.id
WITH b WHERE b.state IN ['receiving', 'read', 'previewed'] AND b.read_at < $before
SET b.state = 'receiving', b.file = null, b.leased_by = null, b.leased_until = null
"""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many parts of rows are gone, and how many imports that nobody had written."""

    parts: int
    imports: int


async def clean(graph: Graph, now: datetime, *, dry_run: bool = False) -> Cleaned:
    """Forget the rows of imports that ended KEPT ago, and whole ones that nobody went on with.

    `now` is the network's clock, by which imports are dated. With `dry_run` only say how much.
    """
    asked = {"before": now - KEPT}
    ended = [row["id"] for row in await graph.rows(ENDED, asked)]
    left = [row["id"] for row in await graph.rows(LEFT, asked)]
    if dry_run:
        counted = await graph.rows(PARTS, {"ids": [*ended, *left]})
        return Cleaned(int(counted[0]["parts"]), len(left))
    parts = 0
    for batch in ended:
        parts += await _forget_parts(graph, asked | {"id": batch})
    for batch in left:
        await graph.change(GIVE_UP, asked | {"id": batch})
        parts += await batches.drop(graph, batch)
    return Cleaned(parts, len(left))


async def forget(graph: Graph, actor: Actor, batch: str) -> None:
    """Delete an import as if it had never been tried. StepError for one that was written."""
    await discard(graph, actor, batch)
    await batches.drop(graph, batch)


async def _forget_parts(graph: Graph, asked: dict[str, object]) -> int:
    parts = 0
    while gone := int((await graph.change(FORGET_PARTS, asked))[0]["deleted"]):
        parts += gone
    return parts
