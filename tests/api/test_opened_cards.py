"""Whoever opens a child's card is written down; whoever reads a list, or sees nothing, is not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from graph.session import Graph
from graph.settings import Settings
from queries.audit.verifying import verify
from tests.api.conftest import Enter, data
from tests.api.planted import FOREIGN, MINE, plant
from tests.conftest import emptied

pytestmark = pytest.mark.anyio

CHILD, WITHOUT, CONSENT = f"{MINE}-child-3", f"{MINE}-child-0", f"{MINE}-consent"
OPENED = """
MATCH (e:AuditEntry {action: 'open_card'})
RETURN e.account AS account, e.subject_label AS label, e.subject_id AS subject, e.chain AS chain
ORDER BY e.id
"""


@pytest.fixture
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    async with emptied(server_settings) as opened:
        await plant(opened)
        yield opened


async def test_an_opened_card_is_written_down(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    for query, label, subject in (
        ("student(id: $id) { fullName }", "Student", CHILD),
        ("node(id: $id) { ... on Student { birthDate } }", "Student", CHILD),
        ("consent(id: $id) { child { familyName } }", "Consent", CONSENT),
    ):
        before = await network.rows(OPENED)
        await data(client, f"query($id: ID!) {{ {query} }}", id=subject)
        row = {"account": "account:coordinator", "label": label, "subject": subject, "chain": MINE}
        assert await network.rows(OPENED) == [*before, row]
    both = (
        f'{{ a: student(id: "{CHILD}") {{ fullName }} b: student(id: "{WITHOUT}") {{ fullName }} }}'
    )
    await data(client, both)
    assert len(await network.rows(OPENED)) == 5


async def test_what_shows_no_card_is_not(network: Graph, enter: Enter) -> None:
    client = await enter("coordinator")
    for query, subject in (
        ("student(id: $id) { grade }", CHILD),
        ("student(id: $id) { fullName }", f"{FOREIGN}-child-3"),
        ("student(id: $id) { fullName }", "nobody"),
        ("school(id: $id) { students { edges { node { fullName } } } }", f"{MINE}-school-1"),
        ("region(id: $id) { name }", MINE),
    ):
        await data(client, f"query($id: ID!) {{ {query} }}", id=subject)
    assert await network.rows(OPENED) == []


async def test_the_history_of_the_child_tells_it_and_the_chain_stays_whole(
    network: Graph, enter: Enter
) -> None:
    client = await enter("coordinator")
    query = "query($id: ID!) { student(id: $id) { fullName } }"
    for _ in range(3):
        await data(client, query, id=CHILD)
    assert len(await network.rows(OPENED)) == 3
    assert not (await verify(network)).broken
