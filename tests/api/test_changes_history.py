"""The history of a record: who changed what, told within scope and no further."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.account import Role
from graph.session import Graph
from queries.audit.erasing import erase
from queries.changes import CATALOGUE, run
from queries.scope import Actor
from tests.api.conftest import Enter, data
from tests.api.planted import FOREIGN, MINE, MOMENT, plant

pytestmark = pytest.mark.anyio

HISTORY = """query($id: ID!, $first: Int! = 20, $after: String) {
  history(id: $id, first: $first, after: $after) { totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { at author action title label erased
      changes { field title before after hidden } } } } }"""
CHILD = f"{MINE}-child-3"  # of the planted children the one with a consent
EMPTY = {"totalCount": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}, "edges": []}


def coordinator(region: str) -> Actor:
    return Actor(
        "account:coordinator", Role.COORDINATOR, f"coordinator-{region}", False, frozenset({region})
    )


async def change(graph: Graph, name: str, region: str = MINE, /, **given: Any) -> str:
    return (await run(graph, coordinator(region), CATALOGUE[name], given, MOMENT)).id


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await change(graph, "change_student", id=CHILD, grade=9, given_name="Павел")
    moved: dict[str, Any] = {"school": f"{MINE}-school-2", "from": MOMENT.date()}
    await change(graph, "transfer_student", MINE, id=CHILD, **moved)
    await change(graph, "change_student", FOREIGN, id=f"{FOREIGN}-child-3", grade=9)
    return graph


def fields(node: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {one["field"]: (one["before"], one["after"], one["hidden"]) for one in node["changes"]}


async def test_a_coordinator_reads_who_changed_what(enter: Enter) -> None:
    page = (await data(await enter("coordinator"), HISTORY, id=CHILD))["history"]
    assert page["totalCount"] == 2
    moved, corrected = (edge["node"] for edge in page["edges"])
    assert (moved["title"], moved["author"]) == (
        "участник перешёл в другую школу",
        f"Фамилия-coordinator-{MINE} Имя",
    )
    assert fields(moved) == {
        "school": (
            f"{MINE}-school-1 с 02.09.2019",
            f"{MINE}-school-1 с 02.09.2019 до 14.10.2019; {MINE}-school-2 с 14.10.2019",
            False,
        )
    }
    assert fields(corrected) == {
        "grade": ("8", "9", False),
        "givenName": ("Пётр 3", "Павел", False),
    }
    titles = {one["field"]: one["title"] for one in corrected["changes"]}
    assert titles == {"grade": "класс", "givenName": "имя"}


async def test_pages_follow_one_another(enter: Enter) -> None:
    client = await enter("coordinator")
    first = (await data(client, HISTORY, id=CHILD, first=1))["history"]
    assert first["pageInfo"]["hasNextPage"] is True
    after = first["pageInfo"]["endCursor"]
    second = (await data(client, HISTORY, id=CHILD, first=1, after=after))["history"]
    assert [e["node"]["action"] for e in first["edges"] + second["edges"]] == [
        "transfer_student", "change_student",
    ]  # fmt: skip
    assert second["pageInfo"]["hasNextPage"] is False


async def test_a_childs_own_is_hidden_from_a_curator_and_a_head(enter: Enter) -> None:
    for login in ("curator", "head"):
        page = (await data(await enter(login), HISTORY, id=CHILD))["history"]
        corrected = page["edges"][1]["node"]
        assert fields(corrected) == {
            "grade": ("8", "9", False),
            "givenName": (None, None, True),
        }
        assert "Павел" not in str(page)


async def test_a_childs_own_is_hidden_once_the_consent_is_withdrawn(
    enter: Enter, network: Graph
) -> None:
    await change(network, "withdraw_consent", id=f"{MINE}-consent")
    page = (await data(await enter("coordinator"), HISTORY, id=CHILD))["history"]
    assert fields(page["edges"][1]["node"])["givenName"] == (None, None, True)
    assert "Павел" not in str(page)


async def test_a_foreign_record_has_no_history_as_one_that_is_not_there(enter: Enter) -> None:
    client = await enter("coordinator")
    for id_ in (f"{FOREIGN}-child-3", "none", "account:coordinator", f"audit:{MINE}"):
        assert (await data(client, HISTORY, id=id_))["history"] == EMPTY
    assert (await data(await enter("head"), HISTORY, id=f"{FOREIGN}-child-3"))["history"][
        "totalCount"
    ] == 1


async def test_of_a_person_known_to_two_regions_only_the_own_is_told(
    enter: Enter, network: Graph
) -> None:
    await network.change(
        "MATCH (p:Person {id: 'curator'}), (r:Region {id: $r}) "
        "CREATE (p)-[:COORDINATES {from: date('2019-09-01')}]->(r)",
        {"r": MINE},
    )
    given: dict[str, Any] = {"person": "curator", "from": MOMENT.date()}
    for region in (MINE, FOREIGN):
        await change(network, "assign_navigator", region, navigates=f"{region}-school-1", **given)
    page = (await data(await enter("coordinator"), HISTORY, id="curator"))["history"]
    assert page["totalCount"] == 1
    assert FOREIGN not in str(page)
    assert (await data(await enter("head"), HISTORY, id="curator"))["history"]["totalCount"] == 2


async def test_a_foreign_record_that_an_entry_names_is_not_named(
    enter: Enter, network: Graph
) -> None:
    both = Actor("account:curator", Role.COORDINATOR, "curator", False, frozenset({MINE, FOREIGN}))
    given = {"student": f"{MINE}-child-3", "given_by": f"coordinator-{FOREIGN}", "text": "Учись"}
    made = await run(network, both, CATALOGUE["recommend_as_navigator"], given, MOMENT)
    page = (await data(await enter("coordinator"), HISTORY, id=made.id))["history"]
    assert fields(page["edges"][0]["node"])["givenBy"] == (None, "вне ваших регионов", False)
    assert FOREIGN not in str(page)


async def test_what_was_destroyed_is_told_as_such(enter: Enter, network: Graph) -> None:
    await network.write(lambda w: erase(w, "account:coordinator", MOMENT, "Student", CHILD))
    page = (await data(await enter("coordinator"), HISTORY, id=CHILD))["history"]
    told = [(edge["node"]["action"], edge["node"]["erased"]) for edge in page["edges"]]
    assert sorted(told) == [
        ("change_student", True), ("erase", False), ("transfer_student", True),
    ]  # fmt: skip
    assert all(not edge["node"]["changes"] for edge in page["edges"])
