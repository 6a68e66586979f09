"""What changed since a moment: gaps opened, overdue, closed, reopened, waived, due another day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from graph.model.gap import GapChange
from graph.session import Reader
from queries.gap.details import COLUMNS, DETAILS, GapRow, gap_row
from queries.scope import Actor

FOUND: LiteralString = """
MATCH (e:GapEvent)
WHERE ($scope_all OR e.region IN $scope_regions)
  AND e.at > $since AND e.at <= $until AND e.change IN $changes
  AND ($region = '' OR e.region = $region)
  AND ($scope_all OR EXISTS {
    MATCH (e)-[:HAPPENED_TO]->(g:Gap) WHERE g.region IN $scope_regions
  })
  AND (e.change <> 'redated' OR EXISTS {
    MATCH (e)-[:HAPPENED_TO]->(g:Gap) WHERE g.opened_at <= e.at
  })
"""

CHANGED: LiteralString = (
    FOUND
    + """
WITH e, e.at.epochMillis AS millis
// The same order as the keys', which are made of few.
WHERE $after = '' OR toString(19999999999999 - millis) + ' ' + e.id > $after
WITH e, millis ORDER BY millis DESC, e.id LIMIT $limit
MATCH (e)-[:HAPPENED_TO]->(g:Gap)
WITH e, g, toString(19999999999999 - millis) + ' ' + e.id AS key
"""
    + DETAILS
    + COLUMNS
    + """,
  e.change AS change, e.at AS changed_at, key
ORDER BY key
"""
)

TOTALS: LiteralString = (
    FOUND
    + """
RETURN e.change AS change, count(*) AS total
ORDER BY change
"""
)

TOLD = (
    GapChange.OPENED,
    GapChange.OVERDUE,
    GapChange.CLOSED,
    GapChange.REOPENED,
    GapChange.WAIVED,
    GapChange.REDATED,
)
"""A changed count is no news by itself, and what is only foreseen no gap."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that happened to one gap; the gap is as it is now."""

    change: GapChange
    at: datetime
    gap: GapRow
    key: str


async def what_changed(
    reader: Reader,
    actor: Actor,
    since: datetime,
    until: datetime,
    *,
    region: str = "",
    limit: int = 50,
    after: str = "",
) -> list[Changed]:
    """What happened after `since` and up to `until` behind the key `after`, the latest first."""
    asked = _asked(actor, since, until, region) | {"after": after, "limit": limit}
    return [
        Changed(GapChange(row["change"]), row["changed_at"], gap_row(row), row["key"])
        for row in await reader.rows(CHANGED, asked)
    ]


async def count_changes(
    reader: Reader, actor: Actor, since: datetime, until: datetime, *, region: str = ""
) -> dict[GapChange, int]:
    """How often each change happened; changes that did not are zero."""
    rows = await reader.rows(TOTALS, _asked(actor, since, until, region))
    return dict.fromkeys(TOLD, 0) | {GapChange(row["change"]): row["total"] for row in rows}


def _asked(actor: Actor, since: datetime, until: datetime, region: str) -> dict[str, object]:
    changes = [change.value for change in TOLD]
    return actor.parameters(since=since, until=until, region=region, changes=changes)
