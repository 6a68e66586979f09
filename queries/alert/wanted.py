"""Right before sending: is it still so, and is it still this person's? Read anew, not remembered.

The rules behind the alerts are asked again in their regions, so that what was mended, refused or
withdrawn since the last scan is not told any more. Nothing is sent here, on behalf of no viewer.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import LiteralString

from graph.model.account import Role
from graph.model.gap import Severity
from graph.session import Graph, Reader, Row
from queries.alert.raising import role_of
from queries.alert.recipient import Recipient
from queries.rules.catalogue import CATALOGUE
from queries.rules.forecast import forecast_region, foresee_early
from queries.rules.scan import LaterCheckError, scan_region
from queries.rules.steps import EARLY, STEPS

INVOLVED: LiteralString = """
MATCH (d:Delivery) WHERE d.id IN $ids
MATCH (d)-[:DELIVERS]->(:Alert)-[:RAISED_FOR]->(g:Gap)
RETURN g.region AS region, collect(DISTINCT g.rule) AS rules ORDER BY region
"""

LASTING: LiteralString = """
MATCH (d:Delivery) WHERE d.id IN $ids
MATCH (d)-[:DELIVERS]->(a:Alert)-[:RAISED_FOR]->(g:Gap)
WHERE a.cleared_at IS NULL AND g.state IN ['open', 'upcoming']
RETURN d.id AS id, d.step AS step, g.rule AS rule, g.severity AS severity, g.region AS region
ORDER BY id
"""


class Checked:
    """What one run has asked anew: every rule once a region, however many people it concerns."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._done: defaultdict[str, set[str]] = defaultdict(set)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def check(self, deliveries: Iterable[str], now: datetime) -> None:
        """Ask the rules behind these deliveries anew, unless this run has."""
        for row in await self._graph.rows(INVOLVED, {"ids": sorted(deliveries)}):
            await self._check(row["region"], row["rules"], now)

    async def wanted(
        self, deliveries: Iterable[str], recipient: Recipient, now: datetime
    ) -> list[str]:
        """Those of the deliveries whose gap still lasts and is still the recipient's to know."""
        ids = sorted(deliveries)
        await self.check(ids, now)
        return await self._graph.read(lambda reader: still_wanted(reader, ids, recipient))

    async def _check(self, region: str, rules: Iterable[str], now: datetime) -> None:
        async with self._turns[region]:
            new = sorted((set(rules) & CATALOGUE.keys()) - self._done[region])
            if new:
                await _ask_anew(self._graph, region, now, new)
            self._done[region] |= set(new)


async def still_wanted(reader: Reader, ids: list[str], recipient: Recipient) -> list[str]:
    """Of these deliveries those to be told to this person by what the graph says now."""
    return [
        row["id"]
        for row in await reader.rows(LASTING, {"ids": ids})
        if recipient.holds(_role(row), row["region"])
    ]


async def _ask_anew(graph: Graph, region: str, now: datetime, rules: list[str]) -> None:
    try:
        await scan_region(graph, region, now, rules=rules)
        await forecast_region(graph, region, now, rules=rules)
        await foresee_early(graph, region, now, rules=rules)
    except LaterCheckError:
        return  # a later one is stored already: what it says is newer than what we would


def _role(row: Row) -> Role | None:
    """Whose step it is; None for a step that no rule has any more: anybody's of the region."""
    rule = CATALOGUE.get(row["rule"])
    if rule is None:
        return None
    steps = (*EARLY, *(rule.steps or STEPS[Severity(row["severity"])]))
    to = next((step.to for step in steps if step.number == row["step"]), None)
    return role_of(row["rule"], to) if to else None
