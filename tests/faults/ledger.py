"""What was acknowledged to those who wrote, kept outside of the graph, and compared with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import LiteralString

from graph.session import Graph
from queries.audit.verifying import verify

FAMILY = "Ведомость"
"""The family name of everybody written here; given names count them."""

WRITTEN: LiteralString = """
MATCH (s:Student {family_name: $family})
RETURN s.id AS id, s.given_name AS token,
  COUNT { (s)-[:REGISTERED_IN]->(:Region) } = 1 AND COUNT { (s)-[:STUDIES_AT]->(:School) } = 1
    AND s.version = 1 AND s.registered_at IS NOT NULL AS whole,
  COUNT { MATCH (:AuditEntry {subject_id: s.id}) } AS entries
"""
FORGET: LiteralString = "MATCH (s:Student {family_name: $family}) DETACH DELETE s"


@dataclass
class Ledger:
    """Tokens of what was asked for, and which id each was acknowledged with."""

    asked: set[str] = field(default_factory=set)
    acknowledged: dict[str, str] = field(default_factory=dict)

    async def compare(self, graph: Graph) -> dict[str, int]:
        """How many acknowledged writes are lost, how many are doubled, how many are half done."""
        rows = await graph.rows(WRITTEN, {"family": FAMILY})
        times = Counter(row["token"] for row in rows)
        there = {row["token"]: row["id"] for row in rows}
        assert times.keys() <= self.asked
        broken = (await verify(graph)).broken
        assert broken == [], broken
        return {
            "lost": sum(there.get(token) != id for token, id in self.acknowledged.items()),
            "doubled": sum(count > 1 for count in times.values()),
            "half done": sum(not row["whole"] or row["entries"] != 1 for row in rows),
        }


NOTHING_WRONG = {"lost": 0, "doubled": 0, "half done": 0}
