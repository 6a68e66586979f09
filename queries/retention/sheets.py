"""The kept rows of sheets that people brought in: whoever is destroyed may stand among them."""

from __future__ import annotations

from typing import LiteralString

from graph.session import Graph

# Of imports that came to their end; the others are written or given up within days. Locked and
# looked at again: an import that is being taken back at this moment still needs its rows.
FORGET_ROWS: LiteralString = """
MATCH (p:ImportPart {region: $region})-[:PART_OF_IMPORT]->(b:ImportBatch)
WHERE b.state IN ['done', 'undone']
WITH p, b LIMIT 200
SET b.id = b.id
WITH p, b WHERE b.state IN ['done', 'undone']
DETACH DELETE p
RETURN count(*) AS deleted
"""


async def forget_rows(graph: Graph, region: str) -> int:
    """Delete what a region's ended imports kept of their files; how many parts of files.

    They can't be taken back afterwards. A transaction for some at a time: cut off, it goes on when
    it is called again.
    """
    parts = 0
    while gone := int((await graph.change(FORGET_ROWS, {"region": region}))[0]["deleted"]):
        parts += gone
    return parts
