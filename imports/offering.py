"""What a template offers in its drop-down lists: dictionaries, and the names of a region's own.

Only reads, of one region. People are in no list: a template travels by mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, LiteralString

from graph.session import Reader
from imports.sheet import SheetKind

CAMPAIGNS: LiteralString = "MATCH (n:Campaign) RETURN DISTINCT n.name AS name ORDER BY name"
COMPETENCES: LiteralString = "MATCH (n:Competence) RETURN DISTINCT n.name AS name ORDER BY name"
IMPAIRMENTS: LiteralString = (
    "MATCH (n:ImpairmentGroup) RETURN DISTINCT n.name AS name ORDER BY name"
)
MUNICIPALITIES: LiteralString = """
MATCH (n:Municipality {region: $region})
RETURN DISTINCT n.name AS name ORDER BY name LIMIT 5000
"""
SCHOOLS: LiteralString = """
MATCH (n:School {region: $region})
RETURN DISTINCT n.name AS name ORDER BY name LIMIT 5000
"""
VENUES: LiteralString = """
MATCH (n:Venue {region: $region})
RETURN DISTINCT n.name AS name ORDER BY name LIMIT 5000
"""

_OF_COLUMN: Final[Mapping[str, LiteralString]] = {
    "adapted_for": IMPAIRMENTS,
    "advises": COMPETENCES,
    "campaign": CAMPAIGNS,
    "competence": COMPETENCES,
    "competences": COMPETENCES,
    "impairments": IMPAIRMENTS,
    "municipality": MUNICIPALITIES,
    "proves": COMPETENCES,
    "school": SCHOOLS,
    "venue": VENUES,
}


async def offered(reader: Reader, kind: SheetKind, region: str) -> dict[str, tuple[str, ...]]:
    """The names to choose from, by the keys of the kind's columns that have any."""
    lists: dict[str, tuple[str, ...]] = {}
    for key in sorted(_OF_COLUMN.keys() & kind.by_key.keys()):
        rows = await reader.values(_OF_COLUMN[key], {"region": region})
        lists[key] = tuple(row[0] for row in rows if row[0])
    return lists
