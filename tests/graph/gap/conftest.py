"""A demo network with its ledger, scanned, and actors over it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from graph.demo import Plan
from graph.model.account import Role
from graph.session import Graph
from graph.settings import Settings
from queries.scope import Actor
from tests.conftest import emptied
from tests.demonstration import PLAN, show

HEAD = Actor("head", Role.HEAD, "operator:head:1", everything=True, regions=frozenset())


def actor(role: Role, *regions: str, person: str | None = None) -> Actor:
    return Actor(role.value, role, person, everything=False, regions=frozenset(regions))


@pytest.fixture(scope="module")
async def demo(server_settings: Settings) -> AsyncIterator[tuple[Graph, Plan]]:
    """One network a module: its tests read, or change only what they name."""
    async with emptied(server_settings) as opened:
        await show(opened)
        yield opened, PLAN
