"""The planted regions: fresh for a test that changes, shared by those that only try to."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph.model.account import Role
from graph.session import Graph
from graph.settings import Settings
from queries.changes import Change
from queries.scope import Actor
from tests.conftest import emptied
from tests.graph.changes.planted import ROLES, plant

_ORDER = (Role.COORDINATOR, Role.CURATOR)


def maker(change: Change) -> Actor:
    """Who makes a change in these tests: the coordinator where that is allowed."""
    return next(ROLES[role] for role in _ORDER if role in change.roles)


def expected() -> dict[str, list[str]]:
    """The exact lines that each change takes from the graph and brings to it."""
    text = (Path(__file__).parent / "expected.txt").read_text(encoding="utf-8")
    parts = re.split(r"^## (\w+)\n", text, flags=re.MULTILINE)[1:]
    return {
        name: lines.split("\n")[:-2] for name, lines in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.fixture
async def planted(graph: Graph) -> Graph:
    """The regions for one test."""
    await plant(graph)
    return graph


@pytest.fixture(scope="module")
async def shared(server_settings: Settings) -> AsyncIterator[Graph]:
    """The regions for a module whose tests leave them as they are."""
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield opened
