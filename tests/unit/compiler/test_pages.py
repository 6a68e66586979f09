"""Pages: nested, ordered, counted, of relationships that last or told once; links to one node."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import orjson
import pytest

from queries.compiler.ordering import CursorError, encode
from queries.compiler.plan import MAX_FIRST, PageSizeError
from tests.unit.compiler.questions import compiled, flat, whole

LASTS = flat("""
  {0}.from <= CASE WHEN n1.region IN $ahead THEN $tomorrow ELSE $today END
  AND ({0}.to IS NULL OR CASE WHEN n1.region IN $ahead THEN $tomorrow ELSE $today END < {0}.to)""")


def test_a_page_in_each_node_of_a_page() -> None:
    one = compiled("""query($n: Int!) { municipalities(first: $n) { edges { node { name
      schools(first: 3) { totalCount pageInfo { hasNextPage } edges { node { id } } } } } } }""",
      n=2)  # fmt: skip
    assert one.text == flat("""
      MATCH (n1:Municipality)
      WITH n1 ORDER BY n1.name, n1.id LIMIT $p2
      CALL (n1) {
        MATCH (n1)<-[:LOCATED_IN]-(n2:School)
        WITH n2 ORDER BY n2.name, n2.id LIMIT $p1
        RETURN collect([n2.id]) AS v3
      }
      RETURN collect([n1.name, v3, COUNT { MATCH (n1)<-[:LOCATED_IN]-(n2:School) }]) AS rows""")
    assert one.parameters == {"p1": 4, "p2": 3}
    assert one.plan.nodes(one.plan.firsts(one.variables)) == 2 + 2 * 3
    schools = [[["c1"], ["c2"], ["c3"], ["c4"]], [], [["c5"]]]
    answer = one.answer([[[f"Город {i}", found, len(found)] for i, found in enumerate(schools)]])
    assert answer == {
        "edges": [
            {
                "node": {
                    "name": "Город 0",
                    "schools": {
                        "totalCount": 4,
                        "pageInfo": {"hasNextPage": True},
                        "edges": [{"node": {"id": f"c{i}"}} for i in (1, 2, 3)],
                    },
                }
            },
            {
                "node": {
                    "name": "Город 1",
                    "schools": {
                        "totalCount": 0,
                        "pageInfo": {"hasNextPage": False},
                        "edges": [],
                    },
                }
            },
        ]
    }


@pytest.mark.parametrize("first", [0, -1, MAX_FIRST + 1])
def test_a_page_holds_1_to_100(first: int) -> None:
    one = compiled("query($n: Int!) { schools(first: $n) { totalCount } }", n=first)
    with pytest.raises(PageSizeError):
        one.plan.firsts(one.variables)


def test_only_a_count_reads_no_rows() -> None:
    one = compiled("{ schools { totalCount } }")
    assert one.text == "RETURN COUNT { MATCH (n1:School) } AS total"
    assert one.parameters == {}
    assert one.answer([7]) == {"totalCount": 7}


def test_only_page_info_reads_what_its_cursors_need() -> None:
    one = compiled("""{ schools(first: 1) {
      pageInfo { more: hasNextPage hasPreviousPage startCursor endCursor __typename } } }""")
    assert one.text == flat("""
      MATCH (n1:School)
      WITH n1 ORDER BY n1.name, n1.id LIMIT $p1
      RETURN collect([n1.name, n1.id]) AS rows""")
    cursor = encode("name", ["Школа", "s1"])
    info = {"hasPreviousPage": False, "startCursor": cursor, "endCursor": cursor}
    assert one.answer([[["Школа", "s1"], ["Школа", "s2"]]]) == {
        "pageInfo": {"more": True, **info, "__typename": "PageInfo"}
    }
    nothing = {"hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert one.answer([[]]) == {"pageInfo": {"more": False, **nothing, "__typename": "PageInfo"}}


def test_only_the_names_of_types_read_nothing() -> None:
    one = compiled("{ schools { __typename } }")
    assert one.text == "RETURN null AS total"
    assert one.answer([None]) == {"__typename": "SchoolConnection"}


def test_rows_and_their_count_are_one_statement() -> None:
    one = compiled("{ schools(first: 1) { totalCount edges { __typename } } }")
    assert one.text == flat("""
      CALL () {
        MATCH (n1:School)
        WITH n1 ORDER BY n1.name, n1.id LIMIT $p1
        RETURN collect([]) AS rows
      }
      RETURN rows, COUNT { MATCH (n1:School) } AS total""")
    assert one.answer([[[], []], 9]) == {"totalCount": 9, "edges": [{"__typename": "SchoolEdge"}]}


def test_a_link_lasts_today_and_its_history_is_a_page() -> None:
    one = compiled("""{ student(id: "s") { school { name }
      schoolHistory(first: 5) { edges { from to node { name } } } } }""")
    assert one.text == flat(f"""
      MATCH (n1:Student {{id: $p1}})
      CALL (n1) {{
        MATCH (n1)-[r4:STUDIES_AT]->(n3:School)
        WHERE {LASTS.format("r4")}
        WITH n3 ORDER BY n3.id LIMIT 1
        RETURN collect([n3.name])[0] AS v2
      }}
      CALL (n1) {{
        MATCH (n1)-[r6:STUDIES_AT]->(n5:School)
        WITH n5, r6 ORDER BY n5.name, n5.id, r6.from LIMIT $p2
        RETURN collect([toString(r6.from), toString(r6.to), n5.name]) AS v7
      }}
      RETURN [v2, v7]""")
    assert one.plan.shared == ("ahead", "today", "tomorrow")
    answer = one.answer([[["Вторая"], [["2018-09-01", "2019-09-01", "Первая"]]]])
    edge = {"from": "2018-09-01", "to": "2019-09-01", "node": {"name": "Первая"}}
    assert answer == {"school": {"name": "Вторая"}, "schoolHistory": {"edges": [edge]}}


def test_a_page_of_links_is_of_those_that_last_unless_all_are_asked_for() -> None:
    one = compiled("""query($only: Boolean! = false) { region(id: "r") {
      curators { totalCount } ever: curators(first: 2, lasting: $only) { edges { from } } } }""")
    assert one.text == flat(f"""
      MATCH (n1:Region {{id: $p1}})
      CALL (n1) {{
        MATCH (n1)<-[r5:CURATES]-(n4:Person)
        WITH n4, r5 ORDER BY n4.id, r5.from LIMIT $p2
        RETURN collect([toString(r5.from)]) AS v6
      }}
      RETURN [COUNT {{ MATCH (n1)<-[r3:CURATES]-(n2:Person) WHERE {LASTS.format("r3")} }}, v6]""")


def test_an_edge_tells_what_its_relationship_does() -> None:
    one = compiled("""{ student(id: "s") { enrolments(first: 1) {
      edges { cursor at: enrolledAt node { title } } } } }""")
    assert one.text == flat("""
      MATCH (n1:Student {id: $p1})
      CALL (n1) {
        MATCH (n1)-[r3:ENROLLED_IN]->(n2:Practicum)
        WITH n2, r3 ORDER BY n2.id LIMIT $p2
        RETURN collect([n2.id,
          (r3.enrolled_at).epochSeconds * 1000000 + (r3.enrolled_at).microsecond, n2.title]) AS v4
      }
      RETURN [v4]""")
    answer = one.answer([[[["p", 1_571_046_600_000_000, "Пекарь"], ["q", 0, ""]]]])
    assert answer["enrolments"]["edges"] == [
        {
            "cursor": encode("", ["p"]),
            "at": "2019-10-14T09:50:00+00:00",
            "node": {"title": "Пекарь"},
        }
    ]


def test_an_order_has_several_keys_each_its_way_and_ends_with_the_id() -> None:
    one = compiled("""{ practicums(first: 1, orderBy: [{field: ON_DAY, direction: DESC},
      {field: TITLE}]) { edges { cursor } } }""")
    assert one.text == flat("""
      MATCH (n1:Practicum)
      WITH n1 ORDER BY n1.on_day DESC, n1.title, n1.id LIMIT $p1
      RETURN collect([toString(n1.on_day), n1.title, n1.id]) AS rows""")
    assert one.answer([[["2019-10-14", "Пекарь", "p"]]]) == {
        "edges": [{"cursor": encode("on_day-,title", ["2019-10-14", "Пекарь", "p"])}]
    }


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ("{field: TITLE}", "n1.title, n1.id"),
        ("[]", "n1.id"),
        ("{field: ID, direction: DESC}", "n1.id DESC"),
        ("[{field: ID}, {field: TITLE}]", "n1.id"),
        ("[{field: TITLE}, {field: ID, direction: DESC}, {field: PLACE}]", "n1.title, n1.id DESC"),
        ("[{field: TITLE}, {field: PLACE}, {field: TITLE, direction: DESC}]",
         "n1.title, n1.place, n1.id"),
        ("[{field: REGION_ID}, {field: CAPACITY, direction: DESC}]",
         "n1.region, n1.capacity DESC, n1.id"),
    ],
)  # fmt: skip
def test_nothing_after_the_id_and_nothing_named_again_orders(given: str, order: str) -> None:
    one = compiled(f"{{ practicums(orderBy: {given}) {{ pageInfo {{ hasNextPage }} }} }}")
    assert f"WITH n1 ORDER BY {order} LIMIT $p1" in one.text
    query = """query($order: [PracticumOrder!]) {
      practicums(orderBy: $order) { pageInfo { hasNextPage } } }"""
    sent = orjson.loads(re.sub(r"(\w+)", r'"\1"', given))
    assert compiled(query, order=sent).text == one.text


ORDERED = """query($after: String) { practicums(first: 1, after: $after,
  orderBy: [{field: ON_DAY, direction: DESC}, {field: CAPACITY}]) { edges { node { id } } } }"""
SIGNED = "on_day-,capacity"


@pytest.mark.parametrize(
    ("values", "behind"),
    [
        (
            ["2019-10-14", 5, "p"],
            """(n1.on_day < $p2
             OR n1.on_day = $p2 AND (n1.capacity > $p3 OR n1.capacity IS NULL)
             OR n1.on_day = $p2 AND n1.capacity = $p3 AND n1.id > $p4)""",
        ),
        (
            ["2019-10-14", None, "p"],
            """(n1.on_day < $p2
             OR n1.on_day = $p2 AND n1.capacity IS NULL AND n1.id > $p3)""",
        ),
        (
            [None, 5, "p"],
            """(n1.on_day IS NOT NULL
             OR n1.on_day IS NULL AND (n1.capacity > $p2 OR n1.capacity IS NULL)
             OR n1.on_day IS NULL AND n1.capacity = $p2 AND n1.id > $p3)""",
        ),
    ],
)
def test_a_page_begins_behind_its_cursor_nulls_and_all(values: list[Any], behind: str) -> None:
    one = compiled(ORDERED, after=encode(SIGNED, values))
    (match, rest) = one.text.split(" WITH ", 1)
    assert match == flat(f"MATCH (n1:Practicum) WHERE {behind}")
    assert rest.startswith("n1 ORDER BY n1.on_day DESC, n1.capacity, n1.id LIMIT $p")
    given = [date.fromisoformat(one) if i == 0 and one else one for i, one in enumerate(values)]
    assert list(one.parameters.values()) == [2, *(x for x in given if x is not None)]


def test_a_first_key_that_is_never_nothing_lets_an_index_begin_there() -> None:
    query = "query($after: String) { schools(first: 1, after: $after) { edges { node { id } } } }"
    one = compiled(query, after=encode("name", ["Школа", "s"]))
    assert one.text == flat("""
      MATCH (n1:School)
      WHERE n1.name >= $p2 AND (n1.name > $p2 OR n1.name = $p2 AND n1.id > $p3)
      WITH n1 ORDER BY n1.name, n1.id LIMIT $p1
      RETURN collect([n1.id]) AS rows""")
    assert one.parameters == {"p1": 2, "p2": "Школа", "p3": "s"}


def test_a_cursor_of_repeated_links_tells_which_of_them() -> None:
    query = """query($after: String) { student(id: "s") {
      schoolHistory(first: 1, after: $after) { edges { node { id } } } } }"""
    one = compiled(query, after=encode("name,from", ["Школа", "s1", "2019-09-01"]))
    assert (
        flat("""
      WHERE n2.name >= $p3 AND (n2.name > $p3 OR n2.name = $p3 AND n2.id > $p4
        OR n2.name = $p3 AND n2.id = $p4 AND r3.from > $p5)""")
        in one.text
    )


@pytest.mark.parametrize(
    "after",
    [
        "",
        "мусор",
        "e30=",
        encode("", ["p"]),
        encode("capacity,on_day-", [5, "2019-10-14", "p"]),
        encode("on_day,capacity", ["2019-10-14", 5, "p"]),
        encode(SIGNED, ["2019-10-14", 5]),
        encode(SIGNED, ["2019-10-14", 5, "p", "q"]),
    ],
)
def test_a_cursor_of_another_order_is_refused(after: str) -> None:
    with pytest.raises(CursorError):
        whole(ORDERED, {"after": after})


@pytest.mark.parametrize(
    "values",
    [
        ["14 октября", 5, "p"],
        [20191014, 5, "p"],
        ["2019-10-14", "5", "p"],
        ["2019-10-14", 2**63, "p"],
        ["2019-10-14", 2**64 - 1, "p"],
        ["2019-10-14", 5, 6],
        ["2019-10-14", 5, ["p"]],
        ["2019-10-14", {}, "p"],
    ],
)
def test_a_cursor_with_values_that_are_none_is_refused(values: list[object]) -> None:
    one = compiled(ORDERED, after=encode(SIGNED, values))
    with pytest.raises(CursorError):
        _ = one.parameters
