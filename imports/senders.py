"""Who brought imports in. Read within scope; only a name, and of people with an account only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import LiteralString

from graph.session import Reader
from queries.scope import Actor

SENDERS: LiteralString = """
UNWIND $ids AS id
MATCH (n:ImportBatch {id: id}) WHERE $scope_all OR n.region IN $scope_regions
MATCH (:Account {id: n.account})-[:ACCOUNT_OF]->(p:Person)
RETURN n.id AS id, p.family_name + ' ' + p.given_name AS name
"""


async def senders(reader: Reader, actor: Actor, imports: Sequence[str]) -> Mapping[str, str]:
    """The names of who last brought or took back these imports, by the imports' ids."""
    rows = await reader.rows(SENDERS, actor.parameters(ids=list(imports)))
    return {row["id"]: row["name"] for row in rows}
