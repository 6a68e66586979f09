"""After a change: the rules that it can have changed are asked anew, outside its transaction.

The change stands whatever comes of it: where it fails or takes too long for somebody who waits, the
next scheduled scan finds the same. What touches many rules is left to it at once: the rules of
children and practicums walk over the whole region, which takes seconds in a large one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from graph.around import deadline
from graph.errors import OrientirError
from graph.session import Graph
from queries.audit.writing import OF_ALL
from queries.changes.declaration import Change
from queries.changes.running import Outcome
from queries.rules.scan import scan_region
from queries.rules.touching import touched_by

LONGEST_SECONDS: Final = 2.0
MOST_RULES: Final = 4


async def rescan(
    graph: Graph,
    change: Change,
    outcome: Outcome,
    at: datetime,
    longest_seconds: float = LONGEST_SECONDS,
) -> bool:
    """Find the gaps anew that the change can have opened or closed; whether that was done."""
    rules = touched_by(change.touches)
    if outcome.region == OF_ALL or not 0 < len(rules) <= MOST_RULES:
        return False
    try:
        async with deadline(longest_seconds):
            await scan_region(graph, outcome.region, at, rules=rules)
    except OrientirError:
        return False
    return True
