"""Walking out of one's region: by id, by count, by cursor, by page. Nothing of it leaks."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from httpx import AsyncClient

import queries.alert
import queries.gap
import queries.impact
import queries.media
import queries.region
import queries.school
from graph.model import MODEL
from graph.session import Graph, Statement
from queries.impact.reads import HIT, WAYS
from queries.saved import QUESTIONS
from queries.scope import PREDICATES, VISIBILITY, Rule, actor, predicate
from tests.api.conftest import Enter, ask, data
from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, MOMENT, gap_id

pytestmark = pytest.mark.anyio

EVERYTHING = """
{
  viewer { role everything regions }
  regions { totalCount edges { cursor node {
    id name
    gaps { totalCount
      edges { node { id title unit { id name } answeredBy { fullName } } } }
    schools { totalCount edges { node { id name gaps { totalCount edges { node { id } } } } } }
  } } }
}
"""

# Whole rows of a sheet, and records that were merged away: for the program itself alone.
WHOLE_ROWS = {"ImportPart", "MergedRecord"}
PACKAGES = (
    queries.region, queries.school, queries.gap, queries.impact, queries.media, queries.alert,
)  # fmt: skip
# Cleaning the file store, noticing that there are alerts, raising and sending them: no viewer asks,
# nothing of it is told. What is told to the recipient of a message is read by queries.alert.digest.
ON_BEHALF_OF_NOBODY = {
    "queries.alert.news",
    "queries.alert.outbox",
    "queries.alert.raising",
    "queries.alert.recipient",
    "queries.alert.wanted",
    "queries.media.orphans",
}

PAGES = [
    f"/regions/{FOREIGN}",
    f"/regions/{FOREIGN}/schools",
    f"/schools/{FOREIGN}-school-1",
    f"/gaps/{gap_id(FOREIGN, 'R06', 'processed_without_consent')}",
]


async def test_a_coordinator_sees_the_own_region_and_no_other(enter: Enter) -> None:
    client = await enter("coordinator")
    seen = await data(client, EVERYTHING)
    assert seen["viewer"] == {"role": "COORDINATOR", "everything": False, "regions": [MINE]}
    assert seen["regions"]["totalCount"] == 1
    (edge,) = seen["regions"]["edges"]
    assert edge["node"]["id"] == MINE
    assert edge["node"]["schools"]["totalCount"] == 2
    assert edge["node"]["gaps"]["totalCount"] == len(edge["node"]["gaps"]["edges"]) > 0
    text = str(seen)
    assert FOREIGN not in text
    assert "Башкортостан" not in text


async def test_a_curator_sees_the_own_regions_and_a_head_all(enter: Enter) -> None:
    for login, everything in (("curator", False), ("head", True)):
        seen = await data(await enter(login), EVERYTHING)
        assert seen["viewer"]["everything"] is everything
        assert {edge["node"]["id"] for edge in seen["regions"]["edges"]} == {MINE, FOREIGN}


@pytest.mark.parametrize(
    ("query", "foreign", "unknown"),
    [
        ("query($id: ID!) { region(id: $id) { id gaps { totalCount } } }", FOREIGN, "RU-XX"),
        ("query($id: ID!) { school(id: $id) { id name } }", f"{FOREIGN}-school-1", "no-school"),
        (
            "query($id: ID!) { gap(id: $id) { id count unit { name } } }",
            gap_id(FOREIGN, "R06", "processed_without_consent"),
            "no-gap",
        ),
    ],
)
async def test_a_foreign_id_answers_as_one_that_does_not_exist(
    enter: Enter, query: str, foreign: str, unknown: str
) -> None:
    client = await enter("coordinator")
    answers = [
        await client.post("/graphql", json={"query": query, "variables": {"id": identity}})
        for identity in (foreign, unknown)
    ]
    assert answers[0].content == answers[1].content
    assert list(answers[0].json()["data"].values()) == [None]
    assert list((await data(await enter("head"), query, id=foreign)).values()) != [None]


@pytest.mark.parametrize("page", PAGES)
async def test_a_foreign_page_answers_as_one_that_does_not_exist(enter: Enter, page: str) -> None:
    client = await enter("coordinator")
    headers = {"Accept": "text/html"}
    foreign = await client.get(page, headers=headers)
    unknown = await client.get(page.replace(FOREIGN, "RU-XX"), headers=headers)
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    assert (await (await enter("head")).get(page)).status_code == 200


async def test_no_page_of_a_coordinator_names_another_region(enter: Enter) -> None:
    client = await enter("coordinator")
    for page in ("/regions", "/regions?q=Башкортостан", f"/regions/{MINE}", f"/gaps/{CONSENT_GAP}"):
        text = (await client.get(page)).text
        assert FOREIGN not in text
        assert "Республика Башкортостан" not in text


async def test_a_cursor_of_another_leads_nowhere_foreign(enter: Enter) -> None:
    head, coordinator = await enter("head"), await enter("coordinator")
    query = """query($after: String) { regions(first: 1, after: $after) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { id } } } }"""
    first = (await data(head, query))["regions"]
    assert first["edges"] == [{"node": {"id": FOREIGN}}]
    assert first["pageInfo"]["hasNextPage"] is True
    after = first["pageInfo"]["endCursor"]
    seen = (await data(coordinator, query, after=after))["regions"]
    assert seen["totalCount"] == 1
    assert seen["edges"] == [{"node": {"id": MINE}}]


@pytest.mark.parametrize("path", ["/regions", *PAGES])
async def test_an_anonymous_visitor_is_led_to_the_door(anonymous: AsyncClient, path: str) -> None:
    answer = await anonymous.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")
    assert not answer.content


async def test_an_anonymous_program_is_refused(anonymous: AsyncClient) -> None:
    answer = await anonymous.post("/graphql", json={"query": "{ __schema { types { name } } }"})
    assert answer.status_code == 401
    assert (await ask(anonymous, "{ viewer { login } }"))["data"] is None


async def test_people_are_seen_by_their_role_in_ones_region(network: Graph) -> None:
    who = await network.read(lambda reader: actor(reader, "account:coordinator", MOMENT))
    assert who is not None
    statement = Statement(
        f"MATCH (n:Person) WHERE {predicate('Person')} RETURN n.id AS id ORDER BY id"
    )
    rows = await network.rows(statement, who.parameters())
    assert [row["id"] for row in rows] == [f"coordinator-{MINE}", "curator"]


def test_every_node_type_has_a_rule() -> None:
    assert VISIBILITY.keys() == MODEL.nodes.keys()
    assert PREDICATES.keys() == set(Rule)
    for label, node in MODEL.nodes.items():
        if node.has_region and label not in WHOLE_ROWS:
            assert VISIBILITY[label] is Rule.REGION
    never = {label for label, rule in VISIBILITY.items() if rule is Rule.NEVER}
    assert never >= {"Account", "SignIn", "Token", "AuditEntry"}


def _statements() -> Iterator[tuple[str, str]]:
    yield from ((f"saved.{name}", question.cypher) for name, question in QUESTIONS.items())
    yield from ((f"impact.{label}", way + HIT) for label, way in WAYS.items())
    for package in PACKAGES:
        for info in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{info.name}"
            if name in ON_BEHALF_OF_NOBODY:
                continue
            module = importlib.import_module(name)
            for constant, text in vars(module).items():
                if constant.isupper() and isinstance(text, str) and "MATCH (" in text:
                    yield f"{name}.{constant}", text


@pytest.mark.parametrize(("name", "text"), list(_statements()))
def test_every_variable_of_a_region_is_held_to_the_scope(name: str, text: str) -> None:
    """A named node of a region is compared with the scope, or with a node that was."""
    for variable, label in re.findall(r"\((\w+):(\w+)", text):
        if VISIBILITY.get(label) is not Rule.REGION:
            continue
        held = (
            rf"\b{variable}\.region IN \$scope_regions",
            rf"\b{variable}\.region = \w\.region",
            rf"\({variable}:{label} \{{region: \w\.region",
        )
        # A path's end is its last step, which is held where the step is declared.
        last_step = "SHORTEST" in text and variable == "g"
        assert last_step or any(re.search(p, text) for p in held), f"{name}: {variable}:{label}"
