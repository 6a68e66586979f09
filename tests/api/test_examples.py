"""Every document of docs/api.md runs on the demo network, as whom it is meant for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, LiteralString

import pytest
from graphql import OperationType, get_variable_values
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from api.access.table import check, used
from api.app import create_app
from api.compiled.running import planned
from api.document import documents
from api.examples import Example, examples
from api.node.naming import camel
from api.schema import SCHEMA
from graph.declaration import Personal
from graph.model.account import Role
from graph.session import Graph
from graph.settings import Settings
from queries.account.demo import DemoAccounts, create_demo_accounts
from queries.compiler.building import Sight
from queries.saved import QUESTIONS
from tests.api.conftest import SITE, ask, data, sign_in
from tests.conftest import emptied
from tests.demonstration import LOADED, PLAN, show

pytestmark = pytest.mark.anyio

QUERIES = [one for one in examples() if one.kind == "query"]
# Computed in another way than by one statement a root field.
REPORTS = {"report_behind", "report_moved", "report_numbers", "report_timeliness"}
ORDINARY = {"delay_impact", "import_kinds", "root_causes", "trace_gap", "what_changed"} | REPORTS
# The planted network has nothing to find there.
EMPTY = {"saved_attending_without_consent", "saved_regions_without_coordinator"}
# They name people, which automation may not.
FOR_PEOPLE = {"school_gaps"}

# The region of the planted network where the rules are broken; the coordinator's is another.
BROKEN, OWN = "RU-MOW", "RU-TA"
BOTH_REGIONS = """
MATCH (:Account {login: 'curator'})-[:ACCOUNT_OF]->(p:Person), (r:Region {id: $region})
MERGE (p)-[:CURATES {from: date('2019-09-02')}]->(r)
"""
SOME: dict[str, tuple[str, LiteralString]] = {
    "gap": (BROKEN, "MATCH (g:Gap {region: $region})-[:CAUSED_BY]->() RETURN g.id AS id"),
    "school": (
        BROKEN,
        "MATCH (s:School {region: $region})<-[:AT]-(:Gap {state: 'open'}) RETURN s.id AS id",
    ),
    "contract": (
        BROKEN,
        "MATCH (c:VenueContract {region: $region})-[:WITH_VENUE]->(v)<-[:HELD_AT]-(p:Practicum) "
        "WHERE p.on_day > date('2019-11-01') RETURN c.id AS id",
    ),
    "own gap": (OWN, "MATCH (g:Gap {region: $region}) RETURN g.id AS id"),
    "practicum": (
        OWN,
        "MATCH (p:Practicum {region: $region}) WHERE p.on_day IS NOT NULL AND p.held_at IS NULL "
        "AND p.cancelled_at IS NULL AND p.posted_at IS NOT NULL RETURN p.id AS id",
    ),
}


@pytest.fixture(scope="module")
async def network(server_settings: Settings) -> AsyncIterator[Graph]:
    async with emptied(server_settings) as opened:
        await show(opened)
        yield opened


@pytest.fixture(scope="module")
async def accounts(network: Graph, tmp_path_factory: pytest.TempPathFactory) -> DemoAccounts:
    made = await create_demo_accounts(network, PLAN.moment, tmp_path_factory.mktemp("accounts"))
    await network.change(BOTH_REGIONS, {"region": BROKEN})
    return made


@pytest.fixture(scope="module")
async def ids(network: Graph) -> Mapping[str, str]:
    found = {
        name: [row["id"] for row in await network.rows(text, {"region": region})]
        for name, (region, text) in SOME.items()
    }
    assert all(found.values()), found
    return {name: min(there) for name, there in found.items()}


@pytest.fixture
async def app(network: Graph, tmp_path: Path) -> Starlette:
    return create_app(Settings(home=tmp_path), network, lambda: LOADED)


@asynccontextmanager
async def entered(app: Starlette, accounts: DemoAccounts, login: str) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app), base_url=SITE) as client:
        assert (await sign_in(client, login, accounts.password)).status_code == 303
        yield client


def variables(one: Example, ids: Mapping[str, str]) -> dict[str, Any]:
    """Its own, with ids of this network where it only says whose."""
    known = one.variables | {name: ids[name] for name in one.variables if name in ids}
    if one.name == "delay_impact":
        known["id"] = ids["contract"]
    return known | ({"region": BROKEN} if "region" in known else {})


@pytest.mark.parametrize("one", QUERIES, ids=lambda one: one.name)
async def test_a_question_is_answered(
    app: Starlette, accounts: DemoAccounts, ids: Mapping[str, str], one: Example
) -> None:
    async with entered(app, accounts, "curator") as client:
        found = await data(client, one.text, **variables(one, ids))
    assert all(value is not None for value in found.values())
    assert (rows(found) == 0) == (one.name in EMPTY), found


def rows(found: Any) -> int:
    """How many things an answer holds: items of lists, records that are not null."""
    if isinstance(found, list):
        return len(found)
    if not isinstance(found, dict):
        return 0
    if "edges" in found:
        return len(found["edges"])
    return sum(rows(value) for value in found.values()) + ("id" in found)


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.name)
def test_a_document_is_valid_and_within_the_limits(one: Example) -> None:
    prepared = documents(explored=True).prepare(one.text)
    assert prepared.problems == ()
    operation = prepared.operation(None)
    assert operation.name is not None
    assert operation.name.value == "".join(
        part.capitalize() for part in one.name.removeprefix("saved_").split("_")
    )
    assert operation.operation is OperationType(one.kind)
    declared = {v.variable.name.value for v in operation.variable_definitions or ()}
    assert one.variables.keys() <= declared


@pytest.mark.parametrize("one", QUERIES, ids=lambda one: one.name)
def test_it_is_one_statement_where_it_can_be(one: Example) -> None:
    prepared = documents(explored=True).prepare(one.text)
    operation = prepared.operation(None)
    given = get_variable_values(SCHEMA._schema, operation.variable_definitions or (), one.variables)
    assert not isinstance(given, list), given
    whole = planned(SCHEMA._schema, prepared, operation, given.coerced, Sight(everything=False))
    assert (whole.ordinary is not None) == (one.saved or one.name in ORDINARY)


@pytest.mark.parametrize("one", QUERIES, ids=lambda one: one.name)
def test_automation_may_ask_it(one: Example) -> None:
    fields = used(SCHEMA._schema, documents(explored=True).prepare(one.text).document)
    if one.name in FOR_PEOPLE:
        check(fields, Role.CURATOR)
    else:
        check(fields, Role.AUTOMATION)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_saved_question_is_there_with_its_columns(name: str) -> None:
    one = next(one for one in examples() if one.name == f"saved_{name}")
    asked = used(SCHEMA._schema, documents(explored=True).prepare(one.text).document)
    columns = QUESTIONS[name].columns
    named = (Personal.ADULT, Personal.CHILD)
    row = "".join(part.title() for part in name.split("_")) + "Row"
    assert {field for field in asked if field.startswith(f"{row}.")} == {
        f"{row}.{camel(column.name)}" for column in columns if column.personal not in named
    }


async def test_changes_are_made(
    app: Starlette, accounts: DemoAccounts, ids: Mapping[str, str]
) -> None:
    told = {one.name: one for one in examples() if one.kind == "mutation"}
    async with entered(app, accounts, "coordinator") as client:
        comment = told.pop("comment_gap")
        own = variables(comment, ids) | {"gap": ids["own gap"]}
        made = await data(client, comment.text, **own)
        assert made["commentGap"]["id"]
        confirm = told.pop("confirm_practicum")
        asked = variables(confirm, ids)
        stale = await data(client, confirm.text, **(asked | {"version": 1000}))
        assert stale["confirmPracticum"]["code"] == "VERSION_CONFLICT"
        asked["version"] = (await _practicum(client, ids))["version"]
        done = (await data(client, confirm.text, **asked))["confirmPracticum"]
        assert (done["__typename"], done["repeated"]) == ("Changed", False)
        again = (await data(client, confirm.text, **asked))["confirmPracticum"]
        assert (again["__typename"], again["repeated"]) == ("Changed", True)
        assert (await _practicum(client, ids))["version"] == done["version"]
        wrong = await data(client, told.pop("confirm_import").text, id="нет", digest="")
        assert wrong["confirmImport"]["code"] == "NOT_FOUND"
    assert told == {}


async def _practicum(client: AsyncClient, ids: Mapping[str, str]) -> dict[str, Any]:
    query = "query($id: ID!) { practicum(id: $id) { version confirmedAt } }"
    found: dict[str, Any] = (await data(client, query, id=ids["practicum"]))["practicum"]
    return found


async def test_the_explorer_begins_with_them(app: Starlette, accounts: DemoAccounts) -> None:
    async with entered(app, accounts, "curator") as client:
        shown = (await client.get("/graphiql/examples")).json()
        assert [one["name"] for one in shown] == [one.name for one in examples()]
        answer = await ask(client, shown[0]["query"], **examples()[0].variables)
        assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"  # a subscription
