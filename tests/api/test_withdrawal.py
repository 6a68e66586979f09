"""A consent is withdrawn: from that moment nothing of the child is shown to anybody, anywhere.

What is destroyed, and when: tests/graph/retention.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from graph.session import Graph, Writer
from graph.writing import write_links, write_nodes
from tests.api.conftest import Clock, Enter, ask, data
from tests.api.planted import MINE, MOMENT, START, plant
from tests.unit.store.samples import JPEG

pytestmark = pytest.mark.anyio

CHILD = f"{MINE}-child-3"
CONSENT = f"{MINE}-consent"
CANARY = "КАНАРЕЙКА"
WORDS = {
    f"{CANARY}-{what}"
    for what in ("фамилия", "имя", "отчество", "описание", "шаги", "результат", "совет")
}
TIES = {f"{CANARY}-{what}" for what in ("родитель", "родство", "здоровье")}

CHANGE = (
    "mutation($given: ChangeStudentInput!) { done: changeStudent(input: $given) { __typename } }"
)
WITHDRAW = "mutation($id: ID!) { done: withdrawConsent(input: {id: $id}) { __typename } }"
# Every way to the child that a coordinator has.
EVERYTHING = """
query($id: ID!, $consent: ID!, $school: ID!, $region: ID!) {
  student(id: $id) { ...Child }
  students { edges { node { ...Child } } }
  school(id: $school) { students { edges { node { fullName familyName } } } }
  region(id: $region) { students { edges { node { fullName } } } }
  consent(id: $consent) { child { fullName } }
  node(id: $id) { ... on Student { fullName birthDate } }
  history(id: $id) { edges { node { changes { before after } } } }
}
fragment Child on Student {
  familyName givenName patronymic fullName birthDate integratedDescription nextSteps
  stageResults { edges { node { text } } }
  recommendations { edges { node { text } } }
}
"""


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await graph.write(_canaries)
    return graph


async def _canaries(writer: Writer) -> None:
    common = {"in_region": MINE, "grade": 8, "registered_at": MOMENT - timedelta(days=20)}
    texts = {"patronymic": "прежнее", "integrated_description": "описание", "next_steps": "шаги"}
    texts |= {"family_name": "фамилия", "given_name": "имя"}
    named = {name: f"{CANARY}-{word}" for name, word in texts.items()}
    born = {"birth_date": date(1907, 3, 4)}
    await write_nodes(writer, "Student", [{"id": CHILD, **common, **named, **born}])
    about: dict[str, Any] = {"student": CHILD}
    result = {"id": "result", "stage": 1, "passed_at": MOMENT - timedelta(days=9), **about}
    await write_nodes(writer, "StageResult", [result | {"text": f"{CANARY}-результат"}])
    advice = {"id": "advice", "given_as": "navigator", "given_at": MOMENT - timedelta(days=8)}
    advice |= {"given_by": f"coordinator-{MINE}", "text": f"{CANARY}-совет", **about}
    await write_nodes(writer, "Recommendation", [advice])
    parent = {"family_name": f"{CANARY}-родитель", "given_name": "Анна", "in_region": MINE}
    await write_nodes(writer, "Guardian", [{"id": "parent", **parent}])
    family = {"source": "parent", "target": CHILD, "from": date(2010, 1, 1), "legal": True}
    await write_links(writer, "Guardian", "children", [family | {"kinship": f"{CANARY}-родство"}])
    await write_nodes(writer, "ImpairmentGroup", [{"id": "group", "name": f"{CANARY}-здоровье"}])
    await write_links(writer, "Student", "impairments", [{"source": CHILD, "target": "group"}])
    consent = {"id": CONSENT, "purposes": ["processing", "images"], "given_on": START}
    await write_nodes(writer, "Consent", [consent | {"child": CHILD, "signed_by": "parent"}])
    await _practicum(writer)


async def _practicum(writer: Writer) -> None:
    town = f"{MINE}-town"
    await write_nodes(writer, "Venue", [{"id": "venue", "name": "Завод", "municipality": town}])
    held = {"title": "Сайт", "format": "engaged", "on_day": date(2019, 10, 10)}
    await write_nodes(
        writer, "Practicum", [{"id": "practicum", "venue": "venue", "campaign": "c2019", **held}]
    )


async def told(client: AsyncClient) -> str:
    asked = {"id": CHILD, "consent": CONSENT, "school": f"{MINE}-school-1", "region": MINE}
    return json.dumps(await data(client, EVERYTHING, **asked), ensure_ascii=False)


async def changed(client: AsyncClient, mutation: str, **given: Any) -> None:
    assert await data(client, mutation, **given) == {"done": {"__typename": "Changed"}}


async def photo(client: AsyncClient) -> str:
    """A photo that shows the child; its address."""
    where = {"practicum": "practicum", "kind": "photo"}
    headers = {"Content-Type": "image/jpeg"}
    sent = await client.post("/media", params=where, headers=headers, content=JPEG + b"x")
    id_ = sent.json()["id"]
    mark = "mutation($id: ID!, $s: [ID!]!) { markMedia(id: $id, students: $s) { id } }"
    assert "errors" not in await ask(client, mark, id=id_, s=[CHILD])
    return f"/media/{id_}"


async def test_from_that_moment_nothing_of_the_child_is_shown(
    enter: Enter, network: Graph, clock: Clock
) -> None:
    client = await enter("coordinator")
    await changed(client, CHANGE, given={"id": CHILD, "patronymic": f"{CANARY}-отчество"})
    address = await photo(client)
    before = await told(client)
    assert {word for word in WORDS if word in before} == WORDS
    assert "1907-03-04" in before
    assert (await client.get(address)).status_code == 200

    await changed(client, WITHDRAW, id=CONSENT)
    for later in (timedelta(0), timedelta(seconds=59)):
        clock.pass_(later)
        after = await told(client)
        assert CANARY not in after
        assert "1907-03-04" not in after
        assert (await client.get(address)).status_code in (403, 404, 410)
        page = await client.get(f"/schools/{MINE}-school-1")
        assert CANARY not in page.text


FAMILY_AND_HEALTH = """
query($id: ID!, $consent: ID!) {
  student(id: $id) {
    impairments { edges { node { name } } }
    guardians { edges { kinship node { familyName } } }
  }
  consent(id: $consent) { signedBy { familyName } }
}
"""


async def test_from_that_moment_family_and_health_are_not_shown(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    asked = {"id": CHILD, "consent": CONSENT}
    before = json.dumps(await data(client, FAMILY_AND_HEALTH, **asked), ensure_ascii=False)
    assert {word for word in TIES if word in before} == TIES
    await changed(client, WITHDRAW, id=CONSENT)
    after = json.dumps(await data(client, FAMILY_AND_HEALTH, **asked), ensure_ascii=False)
    assert {word for word in TIES if word in after} == set()


async def test_others_are_shown_as_before(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    await changed(client, WITHDRAW, id=CONSENT)
    rows = await network.rows(
        "MATCH (s:Student {id: $id}) RETURN s.family_name AS n", {"id": CHILD}
    )
    assert rows == [{"n": f"{CANARY}-фамилия"}]  # hidden, and not yet destroyed
    curator = await enter("curator")
    shown = await data(curator, "{ students { totalCount } }")
    assert shown["students"]["totalCount"] == 8
