"""Which alerts are new, for the process that tells everybody: on behalf of no viewer.

Nothing of an alert is read here but what tells whom it concerns. Who may see it is decided where
it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, LiteralString

from graph.session import Reader

# A national run raises all alerts as of the moment it began at, and writes them for half an hour.
LATE: Final = timedelta(hours=1)

COUNTS: LiteralString = """
MATCH (a:Alert)
WHERE a.raised_at >= $since
RETURN a.region AS region, a.raised_at.epochMillis AS at, count(*) AS alerts
"""

# The moment may be written in any zone: its index is asked for a little more, then the instant.
THOSE: LiteralString = """
UNWIND $groups AS group
MATCH (a:Alert)
WHERE a.raised_at > datetime({epochMillis: group.at - 1})
  AND a.raised_at < datetime({epochMillis: group.at + 1})
  AND a.raised_at.epochMillis = group.at AND a.region = group.region
RETURN a.id AS id, a.region AS region, a.raised_at.epochMillis AS at
ORDER BY at, id
"""


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert: which, of which region, raised when (milliseconds since 1970)."""

    id: str
    region: str
    at: int


Group = tuple[str, int]
"""A region and a moment: what one run writes in a region, in one transaction or several."""


async def counts(reader: Reader, since: datetime) -> dict[Group, int]:
    """How many alerts were raised since then, by region and moment."""
    rows = await reader.rows(COUNTS, {"since": since})
    return {(row["region"], row["at"]): row["alerts"] for row in rows}


async def of_groups(reader: Reader, groups: Collection[Group]) -> list[Raised]:
    """All alerts of these regions and moments, by moment and id."""
    asked = [{"region": region, "at": at} for region, at in groups]
    rows = await reader.rows(THOSE, {"groups": asked})
    return [Raised(row["id"], row["region"], row["at"]) for row in rows]


async def unknown(
    reader: Reader, since: datetime, known: Mapping[Group, Collection[str]]
) -> tuple[dict[Group, int], list[Raised]]:
    """The groups there are, and the alerts of those that hold another number than is known."""
    there = await counts(reader, since)
    changed = [group for group, alerts in there.items() if alerts != len(known.get(group, ()))]
    return there, await of_groups(reader, changed) if changed else []
