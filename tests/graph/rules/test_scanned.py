"""When a region was last checked: whoever asks is told the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from graph.model.account import Role
from queries.region.reads import get_region
from queries.rules.daily import is_missing, last_due
from queries.rules.scan import scan_region
from queries.scope import Actor
from queries.standing import standing
from tests.graph.rules.conftest import REGION, Network, local

pytestmark = pytest.mark.anyio

HEAD = Actor("head", Role.HEAD, "operator:head:1", everything=True, regions=frozenset())
ZONE = "Asia/Vladivostok"
RULES = ("R04",)
FIRST, SECOND, THIRD = local(2019, 10, 1, 6), local(2019, 10, 2, 6), local(2019, 10, 3, 6)


async def _told(network: Network) -> tuple[datetime | None, datetime | None, bool]:
    """What a page shows, what a measure says, and whether the watch makes up for SECOND's check."""
    graph = network.graph
    row = await graph.read(partial(get_region, actor=HEAD, as_of=THIRD, region=REGION))
    assert row is not None
    missing = await is_missing(graph, REGION, ZONE, SECOND + timedelta(hours=1))
    return row.scanned_at, (await graph.read(standing)).scanned_at, missing


async def test_a_check_of_some_rules_is_not_the_last_check(network: Network) -> None:
    assert last_due(SECOND + timedelta(hours=1), ZONE) == SECOND
    assert await _told(network) == (None, None, True)
    await scan_region(network.graph, REGION, FIRST, rules=RULES)
    assert await _told(network) == (None, None, True)
    await scan_region(network.graph, REGION, FIRST)
    assert await _told(network) == (FIRST, FIRST, True)
    await scan_region(network.graph, REGION, SECOND)
    assert await _told(network) == (SECOND, SECOND, False)
    await scan_region(network.graph, REGION, THIRD, rules=RULES)
    assert await _told(network) == (SECOND, SECOND, False)
