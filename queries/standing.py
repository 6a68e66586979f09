"""How the work that runs by itself stands, in numbers of the whole network: no region, no person.

Whoever keeps the system is woken by them; what is behind a number is on the pages and in the
commands. Source: clauses 3.1 and 5.1 for what must not stand still.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString

from graph.model.gap import DeliveryState
from graph.session import Reader
from queries.scanned import LAST_FULL

UNSENT: Final = (
    DeliveryState.WAITING,
    DeliveryState.SENDING,
    DeliveryState.FAILED,
    DeliveryState.DEAD,
)
"""States of a delivery that are not the end of it, and DEAD, which is a bad one."""

# A region that has never been checked isn't late; it has not begun.
STANDING: LiteralString = (
    """
MATCH (r:Region)
WITH """
    + LAST_FULL
    + """ AS last
WITH min(last) AS scanned_at
RETURN scanned_at, COLLECT {
  UNWIND $states AS state
  MATCH (d:Delivery {state: state})
  WITH state, count(d) AS count
  RETURN {state: state, count: count}
} AS deliveries
"""
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Deliveries by state (UNSENT), and the last full check of the region whose last is oldest.

    `scanned_at` is by the network's clock; None if no region was ever checked.
    """

    deliveries: Mapping[DeliveryState, int]
    scanned_at: datetime | None


async def standing(reader: Reader) -> Standing:
    """What is true now."""
    row = await reader.single(STANDING, {"states": [str(state) for state in UNSENT]})
    counted = {one["state"]: one["count"] for one in row["deliveries"]}
    return Standing({state: counted.get(state, 0) for state in UNSENT}, row["scanned_at"])
