"""Deliveries as an operator sees them: what waits, what died, and putting the dead back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from graph.model.gap import DeliveryState
from graph.session import Reader, Writer
from queries.scope import Actor

LISTED: LiteralString = """
MATCH (d:Delivery)
WHERE ($scope_all OR d.region IN $scope_regions)
  AND ($state = '' OR d.state = $state) AND ($region = '' OR d.region = $region)
WITH d ORDER BY d.wanted_at DESC, d.id LIMIT $limit
MATCH (d)-[:DELIVERS]->(a:Alert)-[:RAISED_FOR]->(g:Gap)
WHERE ($scope_all OR a.region IN $scope_regions) AND ($scope_all OR g.region IN $scope_regions)
OPTIONAL MATCH (d)-[:ADDRESSED_TO]->(p:Person)
RETURN d.id AS id, d.state AS state, coalesce(d.urgent, false) AS urgent, g.rule AS rule,
  d.region AS region, d.step AS step, p.id AS person, d.wanted_at AS wanted_at,
  coalesce(d.attempts, 0) AS attempts, d.next_at AS next_at, d.sent_at AS sent_at,
  d.channel AS channel, d.error AS error
ORDER BY wanted_at DESC, id
"""

# What has nobody to go to isn't put back: the watch raises it for whoever takes the role.
RETRY: LiteralString = """
MATCH (d:Delivery {state: 'dead'})
WHERE ($scope_all OR d.region IN $scope_regions) AND ($region = '' OR d.region = $region)
  AND d.message IS NOT NULL AND EXISTS { (d)-[:ADDRESSED_TO]->(:Person) }
SET d.state = 'failed', d.attempts = 0, d.next_at = $now
RETURN count(*) AS deliveries, count(DISTINCT d.message) AS messages
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One delivery; `person` is an id, None if there is nobody to tell."""

    id: str
    state: DeliveryState
    urgent: bool
    rule: str
    region: str
    step: int
    person: str | None
    wanted_at: datetime | None
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    channel: str | None
    error: str | None


async def deliveries(
    reader: Reader,
    actor: Actor,
    *,
    state: DeliveryState | None = None,
    region: str = "",
    limit: int = 50,
) -> list[Listed]:
    """Deliveries in scope, the latest first; an empty state or region means any."""
    asked = actor.parameters(state=str(state or ""), region=region, limit=limit)
    return [
        Listed(**row | {"state": DeliveryState(row["state"])})
        for row in await reader.rows(LISTED, asked)
    ]


async def retry_dead(
    writer: Writer, actor: Actor, now: datetime, region: str = ""
) -> tuple[int, int]:
    """Let the dead of a region, or of all, be tried anew; how many deliveries and messages.

    Urgent ones and today's digest go at once, those of other days with the next digest.
    """
    row = await writer.single(RETRY, actor.parameters(now=now, region=region))
    return row["deliveries"], row["messages"]
