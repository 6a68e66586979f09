"""Destroying what the audit says of one record, when its personal data must go.

The entries stay, and the chain holds: who did what and when is kept, what the values were is not.
That it was done is an entry itself: text that is gone without one is found by `verify`.
"""

from __future__ import annotations

from datetime import datetime
from typing import LiteralString

from graph.session import Writer
from queries.audit.writing import ERASE, record

FORGET: LiteralString = """
MATCH (e:AuditEntry {subject_id: $id})
WHERE e.subject_label = $label AND e.salt IS NOT NULL AND e.action <> $erase
REMOVE e.before, e.after, e.salt
RETURN e.chain AS chain, count(e) AS entries
ORDER BY chain
"""


async def erase(writer: Writer, account: str, at: datetime, label: str, id: str) -> int:
    """Destroy `before` and `after` of every entry about a record; how many entries lost them."""
    rows = await writer.rows(FORGET, {"label": label, "id": id, "erase": ERASE})
    for row in rows:
        await record(writer, account, at, ERASE, label, id, row["chain"])
    return sum(row["entries"] for row in rows)
