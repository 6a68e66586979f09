"""Reports by GraphQL: numbers that open, roles, moments, limits."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from graph.model.account import Role
from queries.measures.declaration import Counts
from queries.report.forms import forms
from queries.report.layout import Shows
from tests.api.conftest import Clock, Enter, ask, codes, data
from tests.api.reporting import LATER, WHOLE, clock, facts, network, report
from tests.graph.measures.growing import AS_OF, ELSEWHERE, HERE
from tests.graph.report.counting import Key, is_held

__all__ = ["clock", "network"]

pytestmark = pytest.mark.anyio

BEHIND = """
fragment Behind on ReportCell {
  column number opens
  records(first: 100) { edges { node { label id text times } } pageInfo { hasNextPage } }
}"""
OPENED = f"""
query Opened($kind: Int!, $region: ID, $part: String!, $column: String!) {{
  report(kind: $kind, region: $region) {{
    part(key: $part) {{
      rows(first: 40) {{ cell(column: $column) {{ ...Behind }} }}
      total(column: $column) {{ ...Behind }}
    }}
  }}
}}
{BEHIND}"""
FACT = f"""
query Fact($kind: Int!, $region: ID) {{
  report(kind: $kind, region: $region) {{ summary {{ fact {{ ...Behind }} }} }}
}}
{BEHIND}"""


def by_column(cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {cell["column"]: cell for cell in cells}


def agrees(shows: Shows, number: int, records: list[dict[str, Any]]) -> bool:
    """As many records as were counted, or counted as often; a sum is of some records."""
    assert shows.figure is not None
    if shows.figure.measure.counts is Counts.RECORDS:
        return number == len(records)
    if shows.figure.measure.counts is Counts.OCCURRENCES:
        return number == sum(int(one["times"]) for one in records)
    return number == 0 or bool(records)


async def opened(client: AsyncClient, kind: int, part: str, column: str, **more: Any) -> Any:
    """The cells of one column with what is behind each, the total last."""
    asked = {"kind": kind, "region": HERE, "part": part, "column": column} | more
    found = (await data(client, OPENED, **asked))["report"]["part"]
    return [*(row["cell"] for row in found["rows"]), found["total"]]


def nodes(cell: dict[str, Any]) -> list[dict[str, Any]]:
    assert not cell["records"]["pageInfo"]["hasNextPage"]
    return [edge["node"] for edge in cell["records"]["edges"]]


OPENING = [
    (kind, layout.key, shows)
    for kind, form in forms().items()
    for layout in form.parts
    for shows in layout.shows
    if shows.column.opens
]


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in OPENING}))
async def test_every_number_is_what_its_list_says(enter: Enter, kind: int) -> None:
    client, numbers = await enter("coordinator"), 0
    for part, shows in ((part, shows) for number, part, shows in OPENING if number == kind):
        for cell in await opened(client, kind, part, shows.column.key):
            # What was not held, or nobody told, is no number.
            assert cell["opens"] is (cell["number"] is not None)
            assert (cell["records"] is None) is not cell["opens"]
            if cell["opens"]:
                records = nodes(cell)
                assert agrees(shows, cell["number"], records), (part, cell)
                assert [one["id"] for one in records] == sorted({one["id"] for one in records})
                numbers += cell["number"]
    assert numbers


async def test_the_main_number_opens_where_a_column_counts_it(enter: Enter) -> None:
    client = await enter("coordinator")
    for kind in (1, 2, 3, 9):
        fact = (await data(client, FACT, kind=kind, region=HERE))["report"]["summary"]["fact"]
        assert fact["number"] == len(nodes(fact)) > 0


async def test_records_are_read_page_by_page_and_asked_further(enter: Enter) -> None:
    client, query = (
        await enter("coordinator"),
        """
    query($first: Int!, $after: String) {
      report(kind: 1, region: "RU-PRI") { part(key: "schools") { total(column: "total") {
        records(first: $first, after: $after) {
          edges { cursor node { id label text } } pageInfo { hasNextPage endCursor }
        } } } } }""",
    )
    seen: list[dict[str, Any]] = []
    after, more = None, True
    while more:
        found = (await data(client, query, first=7, after=after))["report"]
        page = found["part"]["total"]["records"]
        seen += [edge["node"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    key = Key(facts())
    assert [one["id"] for one in seen] == sorted(child["id"] for child in key.children)
    assert {one["label"] for one in seen} == {"Student"}
    asked = "query($id: ID!) { node(id: $id) { id ... on Student { grade } } }"
    node = (await data(client, asked, id=seen[0]["id"]))["node"]
    assert node["id"] == seen[0]["id"]


async def test_numbers_are_those_of_the_planted_facts(enter: Enter) -> None:
    client, key = await enter("coordinator"), Key(facts())
    first = await report(client, 1)
    assert first["summary"]["fact"]["number"] == len(key.children)
    assert by_column(first["parts"][0]["totals"])["total"]["number"] == len(key.children)
    stages = [key.stages(child["id"]) for child in key.children]
    second = await report(client, 2)
    assert second["summary"]["fact"]["number"] == sum(one == {1, 2, 3} for one in stages)
    third = await report(client, 3)
    pairs = key.practicums_of("introductory")
    assert {tuple(row["key"]) for row in third["parts"][0]["rows"]} == {
        (venue, competence or "") for venue, competence in pairs
    }
    for row in third["parts"][0]["rows"]:
        there = pairs[row["key"][0], row["key"][1] or None]
        cells = by_column(row["cells"])
        assert cells["held"]["number"] == sum(map(is_held, there))
        visits = len(key.visits(there))
        if visits or any(map(is_held, there)):
            assert (cells["visits"]["number"] or 0) == visits
        else:
            assert (cells["visits"]["state"], cells["visits"]["number"]) == ("NOT_HELD", None)
            assert cells["visits"]["text"] == "не проводилось"
    twelfth = await report(client, 12)
    assert {row["key"][0] for row in twelfth["parts"][0]["rows"]} == {p["id"] for p in key.held()}
    assert twelfth["summary"]["plan"]["state"] == "NOT_APPLICABLE"


async def test_health_is_told_in_steps_and_does_not_open(enter: Enter) -> None:
    client = await enter("coordinator")
    found = await report(client, 8)
    groups, _ = found["parts"]
    told = [cell for row in groups["rows"] for cell in row["cells"] if cell["column"] != "adapted"]
    assert not any(cell["opens"] for cell in told)
    cells = [
        by_column(row["cells"])[c["key"]]
        for row in groups["rows"]
        for c in groups["columns"]
        if c["kind"] == "NUMBER" and c["key"] != "adapted"
    ]
    assert {cell["state"] for cell in cells} <= {"HIDDEN", "AT_LEAST", "ZERO"}
    # Nor by asking for what does not open.
    hidden = next(c["key"] for c in groups["columns"] if c["key"] not in ("group", "adapted"))
    assert all(one["records"] is None for one in await opened(client, 8, "groups", hidden))


@pytest.mark.parametrize("role", Role)
async def test_every_role_reads_the_own_region_and_no_other(enter: Enter, role: Role) -> None:
    client = await enter(role.value)
    for kind in (1, 3, 8, 12):
        own = await report(client, kind)
        assert (own["form"], own["place"]) == (kind, HERE)
        foreign = await ask(client, WHOLE, kind=kind, region=ELSEWHERE)
        unknown = await ask(client, WHOLE, kind=kind, region="RU-NO")
        assert unknown == {"data": {"report": None}}
        if role in (Role.HEAD, Role.CURATOR):
            assert foreign["data"]["report"]["place"] == ELSEWHERE
        else:
            assert foreign == unknown


@pytest.mark.parametrize("role", Role)
async def test_the_country_is_as_far_as_one_sees(enter: Enter, role: Role) -> None:
    client = await enter(role.value)
    country = await report(client, 1, region=None)
    seen = [HERE, ELSEWHERE] if role in (Role.HEAD, Role.CURATOR) else [HERE]
    assert country["place"] == "RU"
    (schools,) = country["parts"]
    assert [row["key"] for row in schools["rows"]] == [[one] for one in sorted(seen)]
    regional = [await report(client, 1, region=one) for one in sorted(seen)]
    facts = [one["summary"]["fact"]["number"] for one in regional]
    assert country["summary"]["fact"]["number"] == sum(facts)
    *lines, total = await opened(client, 1, "schools", "total", region=None)
    assert [(one["number"], len(nodes(one))) for one in lines] == [(n, n) for n in facts]
    assert (total["opens"], total["records"]) == (False, None)


async def test_no_name_of_a_child_and_none_of_an_adult_for_automation(enter: Enter) -> None:
    people, machine = await enter("coordinator"), await enter("automation")
    for kind in forms():
        for client in (people, machine):
            shown = str(await report(client, kind))
            assert "Котов" not in shown
            assert client is people or "Павлов" not in shown
    mentors = (await report(machine, 9))["parts"][0]
    assert {by_column(r["cells"])["mentor"]["state"] for r in mentors["rows"]} == {"HIDDEN"}
    assert "Павлов" in str(await report(people, 9))
    for client in (people, machine):
        text = str(await opened(client, 7, "events", "invited"))
        assert ("Орлов" in text) is (client is people)
    assert "Котов" not in str(await opened(people, 1, "schools", "total"))
    life = '{ report(kind: 1, region: "RU-PRI") { life { author } } }'
    assert codes(await ask(machine, life)) == ["FORBIDDEN_FIELD"]


async def test_a_past_moment_says_the_same_later(enter: Enter, clock: Clock) -> None:
    client, then = await enter("curator"), {}
    for kind in (1, 2, 3, 8, 12):
        then[kind] = await report(client, kind, asOf=AS_OF.isoformat())
        assert then[kind] == await report(client, kind)
    clock.now = LATER
    client = await enter("curator")
    for kind, said in then.items():
        assert await report(client, kind, asOf=AS_OF.isoformat()) == said
    assert (await report(client, 1))["parts"] != then[1]["parts"]


async def test_for_publication_small_numbers_are_hidden_and_nothing_opens(enter: Enter) -> None:
    client = await enter("curator")
    for region in (HERE, None):
        told = await report(client, 1, public=True, region=region)
        cells = [c for part in told["parts"] for r in part["rows"] for c in r["cells"]]
        assert not any(cell["opens"] for cell in cells)
        assert {c["state"] for c in cells if c["column"].startswith("grade_")} == {"HIDDEN"}
        assert told["summary"]["fact"]["state"] in ("HIDDEN", "AT_LEAST")


async def test_more_lists_than_a_request_may_open_are_refused_at_once(enter: Enter) -> None:
    client = await enter("coordinator")
    rows = "rows { cells { opens records(first: 5) { edges { node { id } } } } }"
    query = f'{{ report(kind: 1, region: "{HERE}") {{ a: {rows} b: {rows} }} }}'
    shown = await ask(client, query)
    assert codes(shown) == ["TOO_MANY_LISTS"]
    told = shown["data"]["report"]
    cells = [cell for row in (*told["a"], *told["b"]) for cell in row["cells"]]
    assert {cell["records"] is None for cell in cells} == {True}
    assert any(cell["opens"] for cell in cells)


async def test_rows_are_read_page_by_page(enter: Enter) -> None:
    client = await enter("coordinator")
    query = """query($after: String, $first: Int!) { report(kind: 1, region: "RU-PRI") {
      rows(first: $first, after: $after) { key cursor } parts { rowCount rows { key } } } }"""
    seen: list[Any] = []
    after = None
    for _ in range(9):
        found = (await data(client, query, first=2, after=after))["report"]
        seen += [row["key"] for row in found["rows"]]
        if not found["rows"]:
            break
        after = found["rows"][-1]["cursor"]
    (part,) = found["parts"]
    assert seen == [row["key"] for row in part["rows"]]
    assert len(seen) == part["rowCount"] > 2
    for bad, code in (({"first": 0}, "BAD_PAGE_SIZE"), ({"first": 2, "after": "?"}, "BAD_CURSOR")):
        assert codes(await ask(client, query, **bad)) == [code]


REFUSED = {
    "(kind: 13) { form }": "BAD_INPUT",
    """(kind: 1, campaign: "c2019'}) DETACH DELETE n //") { form }""": "BAD_INPUT",
    '(kind: 1, asOf: "2019-10-01T00:00:00") { form }': "BAD_INPUT",
    '(kind: 1, periodFrom: "2019-10-02", periodTo: "2019-10-01") { form }': "BAD_INPUT",
    '(kind: 1) { part(key: "x] RETURN 1 //") { key } }': "BAD_INPUT",
    '(kind: 1) { rows { cell(column: "total) RETURN 1 //") { value } } }': "BAD_INPUT",
    """(kind: 1) { rows(first: 1) { cell(column: "total") {
        records(first: 101) { edges { cursor } } } } }""": "BAD_PAGE_SIZE",
    """(kind: 1) { rows(first: 1) { cell(column: "total") {
        records(after: "нет") { edges { cursor } } } } }""": "BAD_CURSOR",
}


@pytest.mark.parametrize("query", REFUSED)
async def test_what_is_not_understood_is_refused_clearly(enter: Enter, query: str) -> None:
    client = await enter("coordinator")
    shown = await ask(client, "{ report" + query.replace("(", f'(region: "{HERE}", ', 1) + " }")
    assert codes(shown) == [REFUSED[query]]
