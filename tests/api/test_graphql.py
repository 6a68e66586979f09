"""The GraphQL edge: pages, cursors, limits, errors, and the committed schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.connection import decode, encode
from api.schema import as_text
from queries.compiler.ordering import CursorError
from tests.api.conftest import Enter, ask, codes, data
from tests.api.planted import CONSENT_GAP, MINE

pytestmark = pytest.mark.anyio

COMMITTED = Path(__file__).parents[2] / "api" / "schema.graphql"


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == as_text() + "\n", (
        "write it anew: python -m api.schema > api/schema.graphql"
    )


async def test_pages_follow_each_other_without_gap_or_overlap(enter: Enter) -> None:
    client = await enter("head")
    query = """query($after: String) { region(id: "RU-TA") { gaps(first: 1, after: $after) {
      totalCount pageInfo { endCursor hasNextPage hasPreviousPage } edges { node { id } } } } }"""
    seen, after, more = [], None, True
    while more:
        page = (await data(client, query, after=after))["region"]["gaps"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert len(seen) == len(set(seen)) == page["totalCount"] > 2
    every = await data(client, '{ region(id: "RU-TA") { gaps { edges { node { id } } } } }')
    assert seen == [edge["node"]["id"] for edge in every["region"]["gaps"]["edges"]]


async def test_a_gap_tells_what_where_and_what_to_do(enter: Enter) -> None:
    client = await enter("coordinator")
    query = """query($id: ID!) { gap(id: $id) {
      rule case severity state count population clause title advice regionId
      unit { label id name } answeredBy { fullName } } }"""
    gap = (await data(client, query, id=CONSENT_GAP))["gap"]
    assert gap.pop("advice")
    assert gap.pop("title") == "Дети тестированы, записаны или посетили практикум без согласия"
    assert gap == {
        "rule": "R06",
        "case": "processed_without_consent",
        "severity": "A",
        "state": "OPEN",
        "count": 3,
        "population": 3,
        "clause": "5.2.3, 5.4.2",
        "regionId": MINE,
        "unit": {
            "label": "School",
            "id": "RU-TA-school-1",
            "name": "Школа 1, Республика Татарстан",
        },
        "answeredBy": {"fullName": f"Фамилия-coordinator-{MINE} Имя"},
    }


async def test_many_parents_are_asked_for_at_once(enter: Enter) -> None:
    client = await enter("head")
    query = """{ regions { edges { node { id schools(first: 1) { totalCount pageInfo { hasNextPage }
      edges { node { id regionId } } } } } } }"""
    for edge in (await data(client, query))["regions"]["edges"]:
        region = edge["node"]
        assert region["schools"]["totalCount"] == 2
        assert region["schools"]["pageInfo"]["hasNextPage"] is True
        (school,) = region["schools"]["edges"]
        assert school["node"]["regionId"] == region["id"]


@pytest.mark.parametrize("first", [0, -1, 101, 2**31 - 1])
async def test_a_page_holds_1_to_100(enter: Enter, first: int) -> None:
    client = await enter("head")
    shown = await ask(client, "query($n: Int!) { regions(first: $n) { totalCount } }", n=first)
    assert codes(shown) == ["BAD_PAGE_SIZE"]
    assert shown["data"] is None


@pytest.mark.parametrize(
    "after", ["", "мусор", "bm90IGpzb24=", encode(("a",)), encode(("a", "b", "c"))]
)
async def test_a_cursor_we_have_not_made_is_refused(enter: Enter, after: str) -> None:
    client = await enter("head")
    query = "query($after: String) { regions(after: $after) { totalCount } }"
    assert codes(await ask(client, query, after=after)) == ["BAD_CURSOR"]


def test_cursors_keep_the_order_key() -> None:
    key = ("Школа «Ёлка», 1", "id:1")
    assert decode(encode(key), 2) == key
    with pytest.raises(CursorError):
        decode(encode(key), 1)


async def test_what_multiplies_is_refused_before_it_is_read(enter: Enter) -> None:
    client = await enter("head")
    fields = "".join(f"a{i}: schools(first: 100) {{ totalCount }} " for i in range(50))
    shown = await ask(client, f"{{ regions(first: 100) {{ edges {{ node {{ {fields} }} }} }} }}")
    assert codes(shown) == ["TOO_EXPENSIVE"]
    assert shown["data"] is None


async def test_a_long_document_is_refused(enter: Enter) -> None:
    client = await enter("head")
    shown = await ask(client, "{ " + "viewer { login } " * 600 + "}")
    assert codes(shown) == ["TOO_LONG"]
    nested = await ask(client, "{ a " * 900)
    assert codes(nested) == ["BAD_QUERY"]
    answer = await client.post(
        "/graphql", content=b" " * 100_001, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert codes(answer.json()) == ["TOO_LARGE"]


async def test_nested_fragments_are_refused_however_many(enter: Enter) -> None:
    client = await enter("head")
    for count in (40, 150):
        spreads = " ".join(
            f"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }}" for i in range(count)
        )
        leaf = f"fragment f{count} on Query {{ viewer {{ login }} }}"
        shown = await ask(client, f"{{ ...f0 }} {spreads} {leaf}")
        assert codes(shown) == ["TOO_MANY_FRAGMENTS"]
        assert shown["data"] is None


async def test_reading_by_get_and_changing_only_by_post(enter: Enter) -> None:
    client = await enter("head")
    answer = await client.get("/graphql", params={"query": "{ viewer { login } }"})
    assert answer.json() == {"data": {"viewer": {"login": "head"}}}
    answer = await client.get("/graphql", params={"query": "mutation { signOut }"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert codes(answer.json()) == ["METHOD_NOT_ALLOWED"]
    assert (await client.get("/regions")).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"{", "application/json", "BAD_REQUEST"),
        (b"[]", "application/json", "BAD_REQUEST"),
        (b'{"query": 1}', "application/json", "BAD_REQUEST"),
        (b'{"query": "{ a }", "variables": []}', "application/json", "BAD_REQUEST"),
        (b"query={viewer{login}}", "application/x-www-form-urlencoded", "UNSUPPORTED_MEDIA_TYPE"),
        (b'{"query": "{ nothing }"}', "application/json", "BAD_QUERY"),
        (b'{"query": "{ viewer { login }"}', "application/json", "BAD_QUERY"),
        (b'{"query": "query a { b }", "operationName": "b"}', "application/json", "BAD_REQUEST"),
    ],
)  # fmt: skip
async def test_what_is_not_understood_is_told_by_code(
    enter: Enter, content: bytes, kind: str, code: str
) -> None:
    client = await enter("head")
    answer = await client.post("/graphql", content=content, headers={"Content-Type": kind})
    assert codes(answer.json()) == [code]
