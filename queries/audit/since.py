"""What has been changed in a region since an entry of its chain: whoever wrote, wrote it there."""

from __future__ import annotations

from collections import defaultdict
from typing import LiteralString

from graph.session import Reader
from queries.audit.writing import chain_id, entry_id

COUNT: LiteralString = """
OPTIONAL MATCH (c:AuditChain {id: $id})
RETURN coalesce(c.count, 0) AS count
"""

SINCE: LiteralString = """
MATCH (e:AuditEntry) WHERE e.id > $after AND e.id <= $last
RETURN DISTINCT e.subject_label AS label, e.subject_id AS id
"""


async def entries(reader: Reader, chain: str) -> int:
    """How many entries a chain has; 0 if there is none yet."""
    return int((await reader.single(COUNT, {"id": chain_id(chain)}))["count"])


async def touched_since(reader: Reader, chain: str, number: int, last: int) -> dict[str, set[str]]:
    """The records of the entries after `number`, up to `last`: ids by label."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    if last > number:
        asked = {"after": entry_id(chain, number), "last": entry_id(chain, last)}
        for row in await reader.rows(SINCE, asked):
            found[row["label"]].add(row["id"])
    return dict(found)
