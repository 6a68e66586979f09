"""Changes by GraphQL: typed answers, keys of repeats, versions, and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from api.node.naming import camel, pascal
from graph.session import Graph
from queries.audit.verifying import verify
from queries.changes import CATALOGUE
from tests.api.conftest import Enter, ask, codes, data
from tests.api.planted import CONSENT_GAP, FOREIGN, MINE, plant
from tests.graph.changes.dump import dump

pytestmark = pytest.mark.anyio

ANSWER = """{ __typename
  ... on Changed { id label version repeated entry scanned }
  ... on Problem { code message field } }"""
REGISTER = f"""mutation($input: RegisterStudentInput!, $key: String) {{
  registerStudent(input: $input, idempotencyKey: $key) {ANSWER} }}"""
CHANGE = f"""mutation($input: ChangeStudentInput!, $version: Int) {{
  changeStudent(input: $input, expectedVersion: $version) {ANSWER} }}"""
STUDENT = {"familyName": "Котов", "givenName": "Лев", "grade": 7, "inRegion": MINE,
           "school": f"{MINE}-school-2", "from": "2019-10-10"}  # fmt: skip


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def made(client: AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    """The only field of the answer's data."""
    (value,) = (await data(client, query, **variables)).values()
    return dict(value)


async def test_a_student_is_registered_once(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    first = await made(client, REGISTER, input=STUDENT, key="лист 1, строка 7")
    assert (first["__typename"], first["label"], first["version"]) == ("Changed", "Student", 1)
    assert (first["repeated"], first["entry"]) == (False, f"audit:{MINE}:000000000001")
    before = await dump(network, records=True)
    again = await made(client, REGISTER, input=STUDENT, key="лист 1, строка 7")
    assert again == first | {"repeated": True, "scanned": False}
    other = await made(client, REGISTER, input=STUDENT | {"grade": 8}, key="лист 1, строка 7")
    assert (other["code"], other["field"]) == ("IDEMPOTENCY_CONFLICT", "idempotencyKey")
    assert await dump(network, records=True) == before
    assert (await verify(network)).broken == []


async def test_an_input_that_does_not_fit_is_told_by_its_field(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    before = await dump(network, records=True)
    wrong = await made(client, REGISTER, input=STUDENT | {"grade": 40})
    assert (wrong["__typename"], wrong["code"], wrong["field"]) == (
        "Problem", "INVALID_INPUT", "grade",
    )  # fmt: skip
    empty = await made(client, REGISTER, input=STUDENT | {"familyName": "  "})
    assert (empty["code"], empty["field"]) == ("INVALID_INPUT", "familyName")
    foreign = await made(client, REGISTER, input=STUDENT | {"school": f"{FOREIGN}-school-1"})
    unknown = await made(client, REGISTER, input=STUDENT | {"school": "no-school"})
    assert foreign == unknown
    assert (foreign["code"], foreign["field"]) == ("NOT_FOUND", "school")
    assert await dump(network, records=True) == before


async def test_who_read_an_old_version_is_told_the_present_one(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    child = f"{MINE}-child-1"
    first = await made(client, CHANGE, input={"id": child, "grade": 9}, version=0)
    assert first["version"] == 1
    late = await made(client, CHANGE, input={"id": child, "grade": 10}, version=0)
    assert (late["code"], late["field"]) == ("VERSION_CONFLICT", "expectedVersion")
    assert "версия теперь 1" in late["message"]
    second = await made(client, CHANGE, input={"id": child, "gradeLetter": "Б"}, version=1)
    assert second["version"] == 2
    read = await data(
        client, "query($id: ID!) { student(id: $id) { version grade gradeLetter } }", id=child
    )
    assert read["student"] == {"version": 2, "grade": 9, "gradeLetter": "Б"}


async def test_a_gap_is_found_anew_after_a_change(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    gap = f"gap:{MINE}:c2019:R04:no_representative:{MINE}-school-1"
    state = "MATCH (g:Gap {id: $gap}) RETURN g.state AS state"
    assert await network.rows(state, {"gap": gap}) == [{"state": "open"}]
    assign = f"""mutation($input: AssignRepresentativeInput!) {{
      assignRepresentative(input: $input) {ANSWER} }}"""
    given = {"familyName": "Орлова", "givenName": "Вера", "represents": f"{MINE}-school-1",
             "from": "2019-10-01"}  # fmt: skip
    done = await made(client, assign, input=given)
    assert done["__typename"] == "Changed"
    # It is told whether there was time for it.
    told = "closed" if done["scanned"] else "open"
    assert await network.rows(state, {"gap": gap}) == [{"state": told}]


async def test_a_decision_on_a_gap_is_audited_and_repeatable(enter: Enter, network: Graph) -> None:
    client = await enter("curator")
    waive = """mutation($id: ID!, $key: String) {
      waiveGap(id: $id, reason: "школа на ремонте", idempotencyKey: $key) { id } }"""
    first = await data(client, waive, id=CONSENT_GAP, key="к")
    assert await data(client, waive, id=CONSENT_GAP, key="к") == first
    rows = await network.rows(
        "MATCH (e:AuditEntry {chain: $r}) RETURN e.subject_label AS l", {"r": MINE}
    )
    assert {row["l"] for row in rows} == {"Waiver", "Gap"}
    closed = await ask(client, waive, id=CONSENT_GAP, key="к2")
    assert codes(closed) == ["BAD_INPUT"]


async def test_every_public_change_is_a_mutation_of_the_schema(enter: Enter) -> None:
    query = """{ __schema { mutationType { fields { name description args { name
      type { name ofType { name } } } type { ofType { name } } } } } }"""
    schema = (await data(await enter("head"), query))["__schema"]
    fields = {field["name"]: field for field in schema["mutationType"]["fields"]}
    for name, change in CATALOGUE.items():
        field = fields[camel(name)]
        if not change.public:
            continue
        arguments = {one["name"]: one["type"] for one in field["args"]}
        assert arguments["input"]["ofType"]["name"] == f"{pascal(name)}Input"
        assert ("expectedVersion" in arguments) == change.existing
        assert "idempotencyKey" in arguments
        assert field["type"]["ofType"]["name"] == "ChangeResult"
        assert change.clause in field["description"]


async def test_who_may_not_is_refused_before_anything_is_written(
    enter: Enter, network: Graph
) -> None:
    before = await dump(network, records=True)
    for login in ("head", "curator"):
        shown = await ask(await enter(login), REGISTER, input=STUDENT)
        assert codes(shown) == ["FORBIDDEN_FIELD"]
    signed_in = {line for line in await dump(network, records=True) if line.startswith("SignIn")}
    assert await dump(network, records=True) - signed_in == before
