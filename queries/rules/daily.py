"""The daily check: when it is due in a region, and whether one that was due is missing."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

from graph.session import Graph
from queries.scanned import LAST_FULL

HOUR: Final = 6
"""Every region is checked at this hour by its own clock, before its people begin to work."""

CHECKED: LiteralString = (
    """
MATCH (r:Region {id: $region})
RETURN coalesce("""
    + LAST_FULL
    + """ >= $since, false) AS checked
"""
)


def last_due(now: datetime, zone: str) -> datetime:
    """The latest moment (UTC) not after `now` at which a region of this zone had to be checked."""
    there = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(there.date(), time(HOUR), there.tzinfo)
    return (today if today <= there else today - timedelta(days=1)).astimezone(UTC)


async def is_missing(graph: Graph, region: str, zone: str, now: datetime) -> bool:
    """Whether the region's latest daily check never came to its end: killed, or never begun."""
    asked = {"region": region, "since": last_due(now, zone)}
    (row,) = await graph.rows(CHECKED, asked)
    return not row["checked"]
