"""Which day it is in the regions at one moment: at most two days at once from +2 to +12 hours."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, LiteralString
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from graph.session import Graph

ZONES: LiteralString = "MATCH (r:Region) RETURN r.id AS region, r.zone AS zone ORDER BY region"
# A region that was just added is on the earliest day for so long.
KEPT_SECONDS: Final = 60.0
_MOSCOW: Final = "Europe/Moscow"

_kept: WeakKeyDictionary[Graph, tuple[float, dict[str, list[str]]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Days:
    """`today` is the earliest day anywhere; in the regions `ahead` it is already the next one."""

    today: date
    ahead: tuple[str, ...]

    @property
    def split(self) -> bool:
        """Whether it is not the same day everywhere."""
        return bool(self.ahead)

    @property
    def tomorrow(self) -> date:
        return self.today + timedelta(days=1)


async def zones(graph: Graph) -> Mapping[str, list[str]]:
    """The regions of each zone; kept for a minute."""
    kept = _kept.get(graph)
    if kept is not None and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    found: dict[str, list[str]] = {}
    for row in await graph.rows(ZONES):
        found.setdefault(row["zone"], []).append(row["region"])
    _kept[graph] = (time.monotonic(), found)
    return found


def days(
    regions: Mapping[str, list[str]], moment: datetime, only: frozenset[str] | None = None
) -> Days:
    """The days at a moment, of regions by zone: of all of them, or of `only` these."""
    if only is not None:
        seen = {zone: [r for r in names if r in only] for zone, names in regions.items()}
        regions = {zone: names for zone, names in seen.items() if names}
    asked = regions or {_MOSCOW: []}
    there = {zone: moment.astimezone(ZoneInfo(zone)).date() for zone in asked}
    today = min(there.values())
    ahead = [r for zone, names in regions.items() if there[zone] > today for r in names]
    return Days(today, tuple(ahead))
