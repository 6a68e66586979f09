"""The generated client, as automation uses it: with a token, page by page, and refused in time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from graph.session import Graph
from orientir_client import OrientirClient
from orientir_client.enums import Severity
from orientir_client.exceptions import GraphQLClientGraphQLMultiError, GraphQLClientHttpError
from tests.api.conftest import SITE, Enter, codes
from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, plant
from tests.api.sockets import automation, followed, raise_alerts, served, token

pytestmark = pytest.mark.anyio

GENERATE = Path(__file__).parents[2] / "scripts" / "generate_client.py"
COMMENTS = "MATCH (c:Comment) RETURN count(c) AS comments"


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await automation(graph, MINE, FOREIGN)
    return graph


@pytest.fixture
async def http(app: Starlette, enter: Enter) -> AsyncIterator[AsyncClient]:
    """A program with a token for one region."""
    secret = await token(await enter("head"), MINE)
    headers = {"Authorization": f"Bearer {secret}"}
    async with AsyncClient(transport=ASGITransport(app), headers=headers) as client:
        yield client


def client_of(http: AsyncClient) -> OrientirClient:
    # The generator's protocol names fewer arguments than httpx has.
    return OrientirClient(f"{SITE}/graphql", http_client=cast("Any", http))


def test_the_client_is_what_schema_and_documents_make() -> None:
    ran = subprocess.run(
        [sys.executable, str(GENERATE), "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


async def test_root_causes_of_the_own_region(http: AsyncClient) -> None:
    found = (await client_of(http).root_causes(first=100)).root_causes
    assert found.total_count == len(found.edges) > 0
    gaps = [edge.node.gap for edge in found.edges]
    assert {gap.region_id for gap in gaps if gap} == {MINE}
    assert all(gap and gap.severity in Severity for gap in gaps)
    foreign = await client_of(http).root_causes(region=FOREIGN)
    assert foreign.root_causes.total_count == 0


async def test_gaps_page_by_page(http: AsyncClient) -> None:
    client = client_of(http)
    seen: list[str] = []
    after = None
    while True:
        page = (await client.open_gaps(region=MINE, first=2, after=after)).gaps
        seen += [edge.node.id for edge in page.edges]
        if not page.page_info.has_next_page:
            break
        after = page.page_info.end_cursor
    assert len(seen) == len(set(seen)) == page.total_count > 2
    assert CONSENT_GAP in seen


async def test_a_program_is_refused_what_is_not_its(http: AsyncClient, network: Graph) -> None:
    with pytest.raises(GraphQLClientHttpError) as refused:
        await client_of(http).comment_gap(gap=CONSENT_GAP, text="замечание")
    assert refused.value.status_code == 403
    assert codes(cast("Any", refused.value.response).json()) == ["FORBIDDEN_FIELD"]
    with pytest.raises(GraphQLClientGraphQLMultiError) as wrong:
        await client_of(http).open_gaps(region=MINE, first=101)
    assert [error.extensions for error in wrong.value.errors] == [{"code": "BAD_PAGE_SIZE"}]
    assert await network.rows(COMMENTS) == [{"comments": 0}]
    http.headers["Authorization"] = "Bearer orientir_wrong"
    with pytest.raises(GraphQLClientHttpError) as closed:
        await client_of(http).my_regions()
    assert closed.value.status_code == 401


async def test_a_person_changes_with_the_same_client(enter: Enter, network: Graph) -> None:
    client = client_of(await enter("coordinator"))
    assert (await client.comment_gap(gap=CONSENT_GAP, text="замечание")).comment_gap.id
    assert await network.rows(COMMENTS) == [{"comments": 1}]


async def test_alerts_come_to_the_client(app: Starlette, enter: Enter, network: Graph) -> None:
    secret = await token(await enter("head"), MINE)
    async with served(app) as host:
        client = OrientirClient(
            ws_url=f"ws://{host}/graphql",
            ws_connection_init_payload={"authorization": f"Bearer {secret}"},
        )
        stream = client.alert_raised(proxy=None)
        coming = asyncio.ensure_future(anext(aiter(stream)))
        await followed(app, 1)
        await raise_alerts(network, FOREIGN, "a")
        await raise_alerts(network, MINE, "a")
        told = (await coming).alert_raised
        assert told.id == f"alert:{MINE}:a"
        assert told.gap
        assert told.gap.id == CONSENT_GAP
