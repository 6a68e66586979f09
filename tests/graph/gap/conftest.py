"""A demo network with its ledger, scanned, and actors over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from graph.demo import Plan, load, make_plan
from graph.model.account import Role
from graph.session import Graph
from graph.settings import Settings
from queries.rules.scan import scan_all
from queries.scope import Actor
from tests.conftest import emptied

PLAN = make_plan(2, 1600, 7)
HEAD = Actor("head", Role.HEAD, "operator:head:1", everything=True, regions=frozenset())


def actor(role: Role, *regions: str, person: str | None = None) -> Actor:
    return Actor(role.value, role, person, everything=False, regions=frozenset(regions))


@pytest.fixture(scope="module")
async def demo(server_settings: Settings) -> AsyncIterator[tuple[Graph, Plan]]:
    """One network a module: its tests read, or change only what they name."""
    async with emptied(server_settings) as opened:
        await load(opened, PLAN, datetime(2026, 1, 15, tzinfo=UTC))
        await scan_all(opened, PLAN.moment)
        yield opened, PLAN
