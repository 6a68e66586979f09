"""Which regions a run is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from graph.errors import InputError
from graph.session import Graph

REGIONS = """
MATCH (region:Region)
WHERE ($ids IS NULL OR region.id IN $ids) AND ($zone IS NULL OR region.zone = $zone)
RETURN region.id AS id, region.name AS name, region.zone AS zone
ORDER BY id
"""


class RegionZone(NamedTuple):
    """A region (ISO 3166-2) and the clock it lives by (IANA)."""

    id: str
    name: str
    zone: str


async def select_regions(
    graph: Graph, ids: Collection[str] | None = None, zone: str | None = None
) -> list[RegionZone]:
    """Regions of these ids and of this zone, by id; no condition is all of them.

    InputError names the ids that the graph doesn't have.
    """
    chosen = sorted(set(ids)) if ids else None
    rows = await graph.rows(REGIONS, {"ids": chosen, "zone": zone})
    found = [RegionZone(**row) for row in rows]
    unknown = sorted(set(chosen or ()) - {region.id for region in found})
    if unknown and zone is None:
        raise InputError(
            f"В графе нет регионов {', '.join(unknown)}. "
            "Код региона пишется по ISO 3166-2, например RU-TA; список: orientir scan --list."
        )
    return found
