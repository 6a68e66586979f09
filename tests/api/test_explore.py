"""The schema, suggestions and GraphiQL are shown where exploring is on, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from api.app import create_app
from graph.session import Graph
from graph.settings import Settings
from tests.api.conftest import Clock, Enter, ask, codes

pytestmark = pytest.mark.anyio

TYPO = "{ viewer { logn } }"
ASKING = [
    "{ __schema { types { name } } }",
    '{ __type(name: "Query") { name } }',
    "{ viewer { login } s: __schema { queryType { name } } }",
    "{ ...on Query { __schema { queryType { name } } } }",
    "{ ...f } fragment f on Query { ...g } fragment g on Query { t: __type(name: $n) { name } }",
    "query a { viewer { login } } query b { __schema { queryType { name } } }",
]


@pytest.fixture(params=[False])
def explored(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
async def app(network: Graph, clock: Clock, tmp_path: Path, explored: bool) -> Starlette:
    return create_app(Settings(home=tmp_path, graphql_explore=explored), network, clock)


@pytest.mark.parametrize("query", ASKING)
async def test_the_schema_is_not_told(enter: Enter, query: str) -> None:
    client = await enter("head")
    answer = await client.post("/graphql", json={"query": query, "operationName": _first(query)})
    assert set(codes(answer.json())) == {"BAD_QUERY"}
    assert answer.json()["data"] is None
    assert "Схему здесь не показывают." in answer.text


def _first(query: str) -> str | None:
    return "a" if query.startswith("query a") else None


async def test_type_names_are_always_told(enter: Enter) -> None:
    client = await enter("head")
    shown = await ask(client, "{ __typename viewer { __typename } }")
    assert shown == {"data": {"__typename": "Query", "viewer": {"__typename": "Viewer"}}}


async def test_nothing_is_suggested(enter: Enter) -> None:
    client = await enter("head")
    for query in (TYPO, "{ viewer { login } ...on Viewr { login } }", "{ regions(frst: 1) { a } }"):
        shown = await ask(client, query)
        assert set(codes(shown)) == {"BAD_QUERY"}
        assert "Did you mean" not in str(shown)


async def test_there_is_no_graphiql(enter: Enter) -> None:
    client = await enter("head")
    for path in ("/graphiql", "/graphiql/examples"):
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("explored", [True], indirect=True)
async def test_where_exploring_is_on_all_is_shown(enter: Enter, anonymous: AsyncClient) -> None:
    client = await enter("head")
    assert "errors" not in await ask(client, ASKING[0])
    assert "Did you mean 'login'" in (await ask(client, TYPO))["errors"][0]["message"]
    page = await client.get("/graphiql")
    assert page.status_code == 200
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    assert isinstance((await client.get("/graphiql/examples")).json(), list)
    for path in ("/graphiql", "/graphiql/examples"):
        assert (await anonymous.get(path)).status_code == 303


def test_exploring_is_on_by_default_only_with_a_database_of_ones_own() -> None:
    assert Settings().explores
    assert not Settings(neo4j_uri="neo4j://db").explores
    assert Settings(neo4j_uri="neo4j://db", graphql_explore=True).explores
    assert not Settings(graphql_explore=False).explores
