"""Which files of the store the graph still names. On behalf of no viewer: only cleaning asks."""

from __future__ import annotations

from typing import LiteralString

from graph.session import Reader

NAMED: LiteralString = """
UNWIND $fingerprints AS fingerprint
MATCH (m:MediaFile {sha256: fingerprint}) WHERE m.removed_at IS NULL
RETURN DISTINCT fingerprint
"""


async def named(reader: Reader, fingerprints: list[str]) -> set[str]:
    """Those of these sha256 that a file not removed has."""
    rows = await reader.values(NAMED, {"fingerprints": fingerprints})
    return {row[0] for row in rows}
