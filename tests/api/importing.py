"""Files to import as people have them, and the questions that are asked of an import."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import quote

from httpx import AsyncClient, Response
from openpyxl import Workbook  # type: ignore[import-untyped]

from graph.session import Graph, Writer
from graph.writing import write_links, write_nodes
from imports.working import work_off
from tests.api.conftest import data
from tests.api.planted import FOREIGN, MINE, START, fingerprint

HEADER: Final = ("ФИО участника", "Дата рождения", "Класс", "Школа")
SCHOOL: Final = f"{MINE}-school-1"
SCHOOL_NAME: Final = "Школа 1, Республика Татарстан"
KNOWN: Final = f"{MINE}-known"

NEW: Final = ("Иванова Мария Петровна", "14.03.2006", "7 Б", SCHOOL_NAME)
CHANGED: Final = ("Кузнецова Анна Сергеевна", "01.05.2006", "8", SCHOOL_NAME)
SAME: Final = ("Кузнецова Анна Сергеевна", "01.05.2006", "7", SCHOOL_NAME)
ALIKE: Final = ("Кузнецова Анна Сергевна", "01.05.2006", "7", SCHOOL_NAME)
MOVED: Final = (*SAME[:3], "Школа 2, Республика Татарстан")
WRONG: Final = ("Сидоров Иван Иванович", "31.02.2006", "7", SCHOOL_NAME)
MENDED: Final = ("Сидоров Иван Иванович", "28.02.2006", "7", SCHOOL_NAME)

CHILDREN = """
MATCH (n:Student {region: $region}) WHERE n.birth_date IS NOT NULL
OPTIONAL MATCH (n)-[at:STUDIES_AT]->(s) WHERE at.to IS NULL
RETURN n.family_name AS family, n.given_name AS given, n.grade AS grade,
  n.grade_letter AS letter, n.birth_date AS born, s.id AS school
ORDER BY family, given
"""
# Everything of the graph but sign-ins: what a refusal must leave as it was.
STATE = """
MATCH (n) WHERE NOT n:SignIn AND NOT n:GraphRecord
RETURN count(n) AS nodes, count { (n)-[]->() } AS links
"""

SUMMARY = """
query($id: ID!) { importSummary(id: $id) {
  id region kind file state total planned written digest
  counts { fate rows } columns { index header key how } problems { what } } }
"""
ROWS = """
query($id: ID!, $fates: [ImportFate!], $first: Int! = 20, $after: String) {
  importRows(id: $id, fates: $fates, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node {
      number fate cells why decision problems { column key value what fix }
      changes { record name was now } candidates { id name evidence sure } } } }
}
"""
_RESULT = """{ __typename ... on ImportSummary { state digest }
  ... on ImportRefusal { code message field rows } }"""
DECIDE = (
    """mutation($id: ID!, $rows: [ImportRowDecision!]!) {
  result: decideImportRows(id: $id, rows: $rows) """
    + _RESULT
    + "}"
)
DECIDE_ALL = (
    """mutation($id: ID!, $decision: ImportDecision!) {
  result: decideAllImportRows(id: $id, decision: $decision) """
    + _RESULT
    + "}"
)
CHOOSE = (
    """mutation($id: ID!, $columns: [ImportColumnChoice!]!) {
  result: chooseImportColumns(id: $id, columns: $columns) """
    + _RESULT
    + "}"
)
CONFIRM = (
    """mutation($id: ID!, $digest: String!, $good: Boolean! = false) {
  result: confirmImport(id: $id, digest: $digest, goodRows: $good) """
    + _RESULT
    + "}"
)
UNDO = "mutation($id: ID!) { result: undoImport(id: $id) " + _RESULT + "}"
DISCARD = "mutation($id: ID!) { result: discardImport(id: $id) " + _RESULT + "}"


async def people(writer: Writer) -> None:
    """A known child of MINE whose data may be processed, and accounts of the other roles."""
    child = {
        "id": KNOWN, "family_name": "Кузнецова", "given_name": "Анна", "grade": 7,
        "patronymic": "Сергеевна", "birth_date": date(2006, 5, 1), "in_region": MINE,
        "registered_at": datetime(2019, 9, 20, 8, 0, tzinfo=UTC),
        "school": {"id": SCHOOL, "from": START},
    }  # fmt: skip
    await write_nodes(writer, "Student", [child])
    consent = {"id": "known-consent", "purposes": ["processing"], "given_on": START}
    await write_nodes(writer, "Consent", [consent | {"child": KNOWN}])
    roles = {"other": "coordinator", "authority": "authority", "automation": "automation"}
    rows = [
        {"id": f"account:{login}", "login": login, "role": role, "password_hash": fingerprint()}
        for login, role in roles.items()
    ]
    rows[0]["person"] = f"coordinator-{FOREIGN}"
    await write_nodes(writer, "Account", rows[:1])
    await write_nodes(writer, "Account", rows[1:])
    sees = [{"source": f"account:{one}", "target": MINE} for one in ("authority", "automation")]
    await write_links(writer, "Account", "sees", sees)


def csv(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    """As Excel saves it in Russia."""
    return "\r\n".join(";".join(row) for row in (header, *rows)).encode("cp1251")


def xlsx(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (header, *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


async def send(
    client: AsyncClient, body: bytes, name: str = "Список 7 Б.csv", **query: str
) -> Response:
    """Send a file as the body of a request."""
    return await client.post(
        "/imports",
        params={"region": MINE, "kind": "students"} | query,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
        content=body,
    )


async def previewed(client: AsyncClient, network: Graph, body: bytes, **query: str) -> str:
    """The id of an import that waits for decisions."""
    answer = await send(client, body, **query)
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    assert await work_off(network) == [id_]
    return id_


async def written(client: AsyncClient, network: Graph, body: bytes) -> str:
    """The id of an import of good rows alone that is in the graph."""
    id_ = await previewed(client, network, body)
    digest = (await summary(client, id_))["digest"]
    assert (await result(client, CONFIRM, id=id_, digest=digest))["state"] == "WRITING"
    assert await work_off(network) == [id_]
    return id_


async def summary(client: AsyncClient, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = (await data(client, SUMMARY, id=id_))["importSummary"]
    return found


async def rows(client: AsyncClient, id_: str, **more: Any) -> list[dict[str, Any]]:
    page = (await data(client, ROWS, id=id_, **more))["importRows"]
    return [edge["node"] for edge in page["edges"]]


async def result(client: AsyncClient, mutation: str, **given: Any) -> dict[str, Any]:
    """What a mutation of an import answers."""
    found: dict[str, Any] = (await data(client, mutation, **given))["result"]
    return found


async def children(network: Graph) -> list[tuple[Any, ...]]:
    """Children of MINE with a birth date: family, given, grade, letter, school."""
    found = await network.rows(CHILDREN, {"region": MINE})
    return [(r["family"], r["given"], r["grade"], r["letter"], r["school"]) for r in found]


def refusal(answer: Response) -> tuple[int, dict[str, str]]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]
