"""Filters: each operator, several together, through relationships, and what is no filter at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.compiled.arguments import NoValueError
from queries.compiler.conditions import FilterError
from tests.unit.compiler.questions import compiled, flat, whole

LASTS = flat("""
  {edge}.from <= CASE WHEN {node}.region IN $ahead THEN $tomorrow ELSE $today END
  AND ({edge}.to IS NULL
    OR CASE WHEN {node}.region IN $ahead THEN $tomorrow ELSE $today END < {edge}.to)""")

NO_GAPS = "NOT n1.state IN ['averted', 'upcoming']"


def condition(field: str, given: str) -> tuple[str, list[Any]]:
    """The condition of a filter in a count of these nodes, and the values of its parameters."""
    one = compiled(f"{{ {field}(filter: {{{given}}}) {{ totalCount }} }}")
    head, _, rest = one.text.partition(" WHERE (")
    assert head.startswith("RETURN COUNT { MATCH (n1:")
    aside = f" AND {NO_GAPS}" if field == "gaps" else ""
    end = f"){aside} }} AS total"
    assert rest.endswith(end)
    return rest.removesuffix(end), list(one.parameters.values())


@pytest.mark.parametrize(
    ("field", "given", "text", "values"),
    [
        ("schools", 'id: {eq: "s"}', "n1.id = $p1", ["s"]),
        ("schools", 'regionId: {ne: "RU-TA"}', "n1.region <> $p1", ["RU-TA"]),
        ("schools", 'id: {in: ["a", "b"]}', "n1.id IN $p1", [["a", "b"]]),
        ("schools", 'id: {in: "a"}', "n1.id IN $p1", [["a"]]),
        ("schools", 'name: {contains: "Ёлка"}', "toLower(n1.name) CONTAINS $p1", ["ёлка"]),
        ("schools", 'name: {startsWith: "Ё"}', "toLower(n1.name) STARTS WITH $p1", ["ё"]),
        ("schools", "address: {isNull: true}", "n1.address IS NULL", []),
        ("schools", "address: {isNull: false}", "n1.address IS NOT NULL", []),
        ("schools", "latitude: {gt: 55}", "n1.latitude > $p1", [55.0]),
        ("students", "grade: {lt: 8}", "n1.grade < $p1", [8]),
        ("students", "grade: {lte: 8, gte: 6}", "n1.grade <= $p1 AND n1.grade >= $p2", [8, 6]),
        ("students", "consentMark: {eq: MISSING}", "n1.consent_mark = $p1", ["missing"]),
        (
            "students",
            "consentMark: {in: [MISSING, RECEIVED]}",
            "n1.consent_mark IN $p1",
            [["missing", "received"]],
        ),
        ("scans", "partial: {eq: false}", "n1.partial = $p1", [False]),
        (
            "consents",
            'givenOn: {gt: "2019-09-01"}',
            "n1.given_on > $p1",
            [date(2019, 9, 1)],
        ),
        (
            "consents",
            'withdrawnAt: {lt: "2019-09-01T03:00:00+03:00"}',
            "n1.withdrawn_at < $p1",
            [datetime(2019, 9, 1, tzinfo=UTC)],
        ),
        ("consents", "purposes: {has: IMAGES}", "$p1 IN n1.purposes", ["images"]),
        ("gaps", 'blockedReports: {has: "1"}', "$p1 IN n1.blocked_reports", ["1"]),
        (
            "venues",
            'name: {ne: "a"}, address: {isNull: true}',
            "n1.name <> $p1 AND n1.address IS NULL",
            ["a"],
        ),
        (
            "venues",
            'and: [{name: {ne: "a"}}, {name: {ne: "b"}}]',
            "(n1.name <> $p1) AND (n1.name <> $p2)",
            ["a", "b"],
        ),
        (
            "venues",
            'or: [{name: {eq: "a"}, id: {eq: "v"}}, {name: {eq: "b"}}]',
            "((n1.id = $p1 AND n1.name = $p2) OR (n1.name = $p3))",
            ["v", "a", "b"],
        ),
        ("venues", 'not: {name: {eq: "a"}}', "NOT (coalesce(n1.name = $p1, false))", ["a"]),
        ("venues", "and: []", "true", []),
        ("venues", "or: []", "false", []),
        ("venues", "or: {}", "((true))", []),
        ("venues", "name: {}", "true", []),
        ("venues", "not: {}", "NOT (true)", []),
    ],
)
def test_each_condition(field: str, given: str, text: str, values: list[Any]) -> None:
    assert condition(field, given) == (text, values)


def test_an_empty_filter_is_none() -> None:
    assert compiled("{ venues(filter: {}) { totalCount } }").text == (
        "RETURN COUNT { MATCH (n1:Venue) } AS total"
    )


def test_through_a_relationship_some_none_and_all() -> None:
    text, values = condition(
        "schools",
        "students: {some: {grade: {eq: 8}}, none: {grade: {lt: 6}}, all: {grade: {gt: 0}}}",
    )
    assert text == flat(f"""
      EXISTS {{ MATCH (n1)<-[r3:STUDIES_AT]-(n2:Student)
        WHERE {LASTS.format(edge="r3", node="n2")} AND (n2.grade = $p1) }}
      AND NOT EXISTS {{ MATCH (n1)<-[r5:STUDIES_AT]-(n4:Student)
        WHERE {LASTS.format(edge="r5", node="n4")} AND (n4.grade < $p2) }}
      AND NOT EXISTS {{ MATCH (n1)<-[r7:STUDIES_AT]-(n6:Student)
        WHERE {LASTS.format(edge="r7", node="n6")}
          AND (NOT (coalesce(n6.grade > $p3, false))) }}""")
    assert values == [8, 6, 0]


def test_filters_within_filters() -> None:
    text, values = condition(
        "regions",
        """schools: {some: {municipality: {some: {name: {eq: "Казань"}}},
          not: {gaps: {some: {}}}, or: [{region: {all: {code: {eq: "16"}}}}]}}""",
    )
    assert text == flat("""
      EXISTS { MATCH (n2:School {region: n1.id}) WHERE (((NOT EXISTS {
        MATCH (n3:Region {id: n2.region}) WHERE (NOT (coalesce(n3.code = $p1, false))) }))
        AND NOT (EXISTS { MATCH (n2)<-[:AT]-(n4:Gap) })
        AND EXISTS { MATCH (n2)-[:LOCATED_IN]->(n5:Municipality) WHERE (n5.name = $p2) }) }""")
    assert values == ["16", "Казань"]


def test_what_is_denied_is_certain_one_comparison_at_a_time() -> None:
    """A subquery never stands inside a function: the planner takes minutes for a few of them."""
    text, _ = condition(
        "schools",
        """not: {or: [{name: {eq: "a"}, address: {isNull: true}}, {not: {kind: {in: ["b"]}}}],
          gaps: {all: {alerts: {all: {rule: {eq: "c"}}}}}}""",
    )
    assert text == flat("""
      NOT (((coalesce(n1.name = $p1, false) AND n1.address IS NULL)
          OR (NOT (coalesce(n1.kind IN $p2, false))))
        AND NOT EXISTS { MATCH (n1)<-[:AT]-(n2:Gap) WHERE (NOT (
          NOT EXISTS { MATCH (n2)<-[:RAISED_FOR]-(n3:Alert)
            WHERE (NOT (coalesce(n3.rule = $p3, false))) })) })""").replace(
        "(NOT ( NOT", "(NOT (NOT"
    )


def test_a_way_to_several_types_is_one_way_for_each() -> None:
    text, values = condition("gaps", 'atSchool: {some: {}}, atVenue: {none: {name: {eq: "a"}}}')
    assert text == (
        "EXISTS { MATCH (n1)-[:AT]->(n2:School) } "
        "AND NOT EXISTS { MATCH (n1)-[:AT]->(n3:Venue) WHERE (n3.name = $p1) }"
    )
    assert values == ["a"]


def test_the_region_and_its_id_are_two_conditions() -> None:
    text, values = condition(
        "schools", 'regionId: {eq: "RU-TA"}, region: {some: {code: {eq: "16"}}}'
    )
    assert text == (
        "n1.region = $p1 AND EXISTS { MATCH (n2:Region {id: n1.region}) WHERE (n2.code = $p2) }"
    )
    assert values == ["RU-TA", "16"]


def test_variables_whole_in_objects_and_in_lists_are_read_each_time() -> None:
    query = """query($f: SchoolFilter, $grades: [Int!]!, $one: Int!, $inner: StudentFilter!,
      $letter: String = "Б", $left: String) {
      schools(filter: $f) { totalCount }
      students(filter: {grade: {in: $grades, ne: $one}, gradeLetter: {eq: $letter, ne: $left},
        and: [$inner, {grade: {lt: $one}}], or: [{grade: {in: [7, $one]}}]}) { totalCount } }"""
    first = {
        "f": {"name": {"eq": "a"}, "or": [{"id": {"in": ["x", "y"]}}]},
        "grades": [8, 9],
        "one": 6,
        "inner": {"school": {"some": {"name": {"contains": "Ш"}}}},
    }
    schools, students = whole(query, first).parts.values()
    assert schools.plan is not None
    assert students.plan is not None
    assert "((n1.id IN $p1)) AND n1.name = $p2" in schools.plan.statement.text
    assert schools.plan.values(first) == {"p1": ["x", "y"], "p2": "a"}
    both = first | {"letter": "Б"}
    text = flat(students.plan.statement.text)
    assert "n1.grade_letter = $" in text
    assert "n1.grade_letter <> $" not in text
    assert sorted(map(str, students.plan.values(both).values())) == sorted(
        ["6", "6", "[8, 9]", "Б", "ш", "[7, 6]"]
    )


@pytest.mark.parametrize(
    "given",
    [
        "name: {eq: null}",
        "name: {isNull: null}",
        "name: null",
        "and: null",
        "or: null",
        "not: null",
        "municipality: null",
        "municipality: {some: null}",
        "municipality: {none: {name: null}}",
        "or: [{not: {address: {in: null}}}]",
    ],
)
def test_a_null_where_a_value_is_needed_is_refused(given: str) -> None:
    with pytest.raises(FilterError):
        whole(f"{{ schools(filter: {{{given}}}) {{ totalCount }} }}")


@pytest.mark.parametrize(
    "given",
    [
        {"name": {"eq": None}},
        {"name": {"isNull": None}},
        {"name": None},
        {"or": None},
        {"municipality": {"all": None}},
    ],
)
def test_a_null_in_a_variable_is_refused_too(given: dict[str, Any]) -> None:
    query = "query($f: SchoolFilter) { schools(filter: $f) { totalCount } }"
    with pytest.raises(FilterError):
        whole(query, {"f": given})
    assert whole(query, {"f": None}) == whole("{ schools { totalCount } }")


@pytest.mark.parametrize(
    "query",
    [
        "query($n: Int = 5) { schools(first: $n) { totalCount } }",
        "query($n: Int = 5) { students(filter: {grade: {in: [7, $n]}}) { totalCount } }",
        "query($n: Int = 5) { schools { edges { node { students(first: $n) { totalCount } } } } }",
    ],
)
def test_a_null_in_place_of_a_value_is_refused(query: str) -> None:
    assert whole(query, {"n": 3}).parts
    assert whole(query, {}).parts
    with pytest.raises(NoValueError):
        whole(query, {"n": None})


@pytest.mark.parametrize("given", ["2019-09-01T03:00:00", ["2019-09-01T03:00:00"]])
def test_a_moment_without_an_offset_is_refused(given: str | list[str]) -> None:
    kind, op = ("[DateTime!]", "in") if isinstance(given, list) else ("DateTime", "gte")
    condition = f"{{withdrawnAt: {{{op}: $at}}}}"
    one = compiled(
        f"query($at: {kind}) {{ consents(filter: {condition}) {{ totalCount }} }}", at=given
    )
    with pytest.raises(FilterError):
        _ = one.parameters


@pytest.mark.parametrize(
    ("given", "left_out"),
    [
        ("", True),
        ("(filter: {severity: {eq: A}})", True),
        ('(filter: {region: {some: {name: {eq: "Т"}}}})', True),
        ("(filter: {state: {eq: UPCOMING}})", False),
        ("(filter: {or: [{severity: {eq: A}}, {state: {eq: CLOSED}}]})", False),
        ("(filter: {not: {and: [{state: {eq: OPEN}}]}})", False),
    ],
)
def test_what_is_only_foreseen_is_listed_where_the_state_is_asked_about(
    given: str, left_out: bool
) -> None:
    asked = compiled(f"{{ gaps{given} {{ totalCount edges {{ cursor }} }} }}").text
    assert asked.count(NO_GAPS) == (2 if left_out else 0)
    of_region = compiled(f'{{ region(id: "r") {{ gaps{given} {{ totalCount }} }} }}').text
    assert ("IN ['averted', 'upcoming']" in of_region) is left_out
    groups = compiled(
        f"{{ gapsBy{given or '(by: [RULE])'} {{ count }} }}".replace("(f", "(by: RULE, f")
    )
    assert ("IN ['averted', 'upcoming']" in groups.text) is left_out
