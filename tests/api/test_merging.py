"""Possible duplicates over GraphQL: who sees them, and what becomes of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from graph.session import Graph
from graph.writing import write_links, write_nodes
from imports.pairs import COMPARED
from tests.api.conftest import Enter, ask, codes, data
from tests.api.planted import FOREIGN, MINE, MOMENT, START, plant

pytestmark = pytest.mark.anyio

BORN = date(2006, 5, 4)
SCHOOL = f"{MINE}-school-1"
PAIRS = """
query Pairs($region: ID!, $label: DuplicateOf!, $first: Int!, $after: String) {
  possibleDuplicates(region: $region, label: $label, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { one { id name } other { id name } score evidence } }
  }
}
"""
MERGE = """
mutation Merge($id: ID!, $other: ID!) {
  mergeStudents(input: {id: $id, other: $other}) {
    ... on Changed { id label }
    ... on Problem { code message field }
  }
}
"""
SEPARATE = """
mutation Separate($id: ID!, $merged: String!) {
  separateMerged(input: {id: $id, merged: $merged}) {
    ... on Changed { id }
    ... on Problem { code message field }
  }
}
"""
DIFFERENT = """
mutation Different($id: ID!, $other: ID!) {
  sayDifferent(input: {id: $id, other: $other}) { ... on Changed { id } ... on Problem { code } }
}
"""
WHERE = """
query Where($id: ID!) {
  student(id: $id) { id }
  mergedInto(id: $id) { id label into }
}
"""


@pytest.fixture
async def network(graph: Graph) -> Graph:
    """Three records of one child (a consent for one of them), the like in another region."""
    await plant(graph)
    for region in (MINE, FOREIGN):
        await _children(graph, region)
        await _adults(graph, region)
    return graph


async def _children(graph: Graph, region: str) -> None:
    families = ("Соловьёв", "Соловьев", "Соловёв")
    rows = [
        {
            "id": f"{region}-same-{number}",
            "family_name": family,
            "given_name": "Лев",
            "patronymic": "Ильич",
            "birth_date": BORN,
            "in_region": region,
            "school": {"id": f"{region}-school-1", "from": START},
        }
        for number, family in enumerate(families)
    ]
    consent = {
        "id": f"{region}-same-consent",
        "purposes": ["processing"],
        "given_on": START,
        "child": f"{region}-same-0",
    }
    await graph.write(lambda writer: write_nodes(writer, "Student", rows))
    await graph.write(lambda writer: write_nodes(writer, "Consent", [consent]))


async def _adults(graph: Graph, region: str) -> None:
    ids = [f"{region}-teacher-{number}" for number in (1, 2)]
    names = {"family_name": "Шевчук", "patronymic": "Ивановна"}
    rows = [
        {"id": id_, "given_name": given, **names}
        for id_, given in zip(ids, ("Наталья", "Наталия"), strict=True)
    ]
    works = [{"source": id_, "target": f"{region}-school-1", "from": START} for id_ in ids]
    await graph.write(lambda writer: write_nodes(writer, "Person", rows))
    await graph.write(lambda writer: write_links(writer, "Person", "represents", works[:1]))
    await graph.write(lambda writer: write_links(writer, "Person", "navigates", works[1:]))


async def _pairs(client: AsyncClient, region: str = MINE, label: str = "STUDENT") -> Any:
    found = await data(client, PAIRS, region=region, label=label, first=20)
    return found["possibleDuplicates"]


def _ids(found: Any) -> list[tuple[str, str]]:
    pairs = [edge["node"] for edge in found["edges"]]
    return [(pair["one"]["id"][-1], pair["other"]["id"][-1]) for pair in pairs]


async def test_pairs_come_with_evidence_and_only_names_that_may_be_shown(enter: Enter) -> None:
    coordinator = await enter("coordinator")
    found = await _pairs(coordinator)
    assert (found["totalCount"], _ids(found)) == (3, [("0", "1"), ("0", "2"), ("1", "2")])
    first, second, _ = (edge["node"] for edge in found["edges"])
    assert first["evidence"] == "те же фамилия, имя, отчество, дата рождения и школа"
    assert first["score"] == 100
    assert second["evidence"] == (
        "те же имя, отчество, дата рождения и школа; фамилия отличается на одну букву"
    )
    assert first["one"]["name"] == "Соловьёв Лев Ильич"
    assert first["other"]["name"] is None
    adults = await _pairs(coordinator, label="PERSON")
    assert [edge["node"]["evidence"] for edge in adults["edges"]] == [
        "те же фамилия, отчество и место работы; имя на слух совпадает"
    ]
    assert (await _pairs(coordinator, label="MENTOR"))["edges"] == []


async def test_pages_are_in_one_order_and_compare_nobody_anew(enter: Enter, network: Graph) -> None:
    coordinator = await enter("coordinator")
    made = COMPARED.made
    seen: list[tuple[str, str]] = []
    after = None
    while True:
        asked = {"region": MINE, "label": "STUDENT", "first": 1, "after": after}
        found = (await data(coordinator, PAIRS, **asked))["possibleDuplicates"]
        seen += _ids(found)
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert seen == [("0", "1"), ("0", "2"), ("1", "2")]
    # Nobody was compared anew for a page; what changes is, and only then.
    assert COMPARED.made - made <= 1
    made = COMPARED.made
    changed = "MATCH (s:Student {id: $id}) SET s.family_name = 'Соловьёв'"
    await network.change(changed, {"id": f"{MINE}-same-2"})
    assert {edge["node"]["score"] for edge in (await _pairs(coordinator))["edges"]} == {100}
    await _pairs(coordinator)
    assert COMPARED.made - made == 1


async def test_consent_and_what_was_said_are_never_remembered(enter: Enter, network: Graph) -> None:
    coordinator = await enter("coordinator")
    first = (await _pairs(coordinator))["edges"][0]["node"]
    assert first["one"]["name"] == "Соловьёв Лев Ильич"
    made = COMPARED.made
    withdrawn = "MATCH (c:Consent {id: $id}) SET c.withdrawn_at = datetime($at)"
    asked = {"id": f"{MINE}-same-consent", "at": MOMENT.isoformat()}
    await network.change(withdrawn, asked)
    first = (await _pairs(coordinator))["edges"][0]["node"]
    assert (first["one"]["name"], COMPARED.made - made) == (None, 0)
    await data(coordinator, DIFFERENT, id=first["one"]["id"], other=first["other"]["id"])
    assert _ids(await _pairs(coordinator)) == [("0", "2"), ("1", "2")]


async def test_another_region_has_none_as_one_that_is_not_there(enter: Enter) -> None:
    coordinator = await enter("coordinator")
    for region in (FOREIGN, "RU-XX"):
        found = await _pairs(coordinator, region)
        assert (found["totalCount"], found["edges"]) == (0, [])
    curator = await enter("curator")
    asked = {"region": MINE, "label": "STUDENT", "first": 1}
    assert codes(await ask(curator, PAIRS, **asked)) == ["FORBIDDEN_FIELD"]


async def test_merged_separated_and_said_to_be_different(enter: Enter) -> None:
    coordinator = await enter("coordinator")
    one, other = f"{MINE}-same-0", f"{MINE}-same-1"
    merged = await data(coordinator, MERGE, id=one, other=other)
    assert merged["mergeStudents"] == {"id": one, "label": "Student"}
    assert _ids(await _pairs(coordinator)) == [("0", "2")]
    assert await data(coordinator, WHERE, id=other) == {
        "student": None,
        "mergedInto": {"id": other, "label": "Student", "into": one},
    }
    again = await data(coordinator, MERGE, id=one, other=other)
    assert again["mergeStudents"]["code"] == "NOT_FOUND"

    await data(coordinator, SEPARATE, id=one, merged=other)
    assert await data(coordinator, WHERE, id=other) == {
        "student": {"id": other},
        "mergedInto": None,
    }
    await data(coordinator, DIFFERENT, id=other, other=one)
    assert _ids(await _pairs(coordinator)) == [("0", "2"), ("1", "2")]


async def test_foreign_records_are_not_there(enter: Enter, network: Graph) -> None:
    coordinator = await enter("coordinator")
    mine, foreign = f"{MINE}-same-0", f"{FOREIGN}-same-0"
    told = [
        (await data(coordinator, MERGE, id=mine, other=other))["mergeStudents"]
        for other in (foreign, "никто")
    ]
    assert told[0] == told[1]
    assert (told[0]["code"], told[0]["field"]) == ("NOT_FOUND", "other")
    rows = await network.rows("MATCH (m:MergedRecord) RETURN count(m) AS merged")
    assert rows == [{"merged": 0}]
