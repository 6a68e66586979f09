"""The region that a file is read for."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, LiteralString

from imports.draft import To
from imports.sheet import Place
from imports.way import Way

CYPHER: Final[LiteralString] = """
MATCH (n:Region {id: $region})
WHERE $ids IS NULL OR n.id IN $ids
RETURN n.id AS id, n.id AS own
"""


def _id(id_: str) -> tuple[Hashable, ...]:
    return (id_,)


BY_ID: Final = Way("region.id", "Region", CYPHER, _id)


def here(place: Place) -> tuple[To, ...]:
    """The link to the region of the file."""
    return tuple(To(find) for find in BY_ID.find("", place.region))
