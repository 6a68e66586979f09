"""What is selected: aliases, repetitions, fragments, directives, one node of several types."""

from __future__ import annotations

import pytest

from api.compiled.arguments import NoValueError
from queries.compiler.steps import LABELS
from tests.unit.compiler.questions import compiled, flat, whole


def test_an_alias_names_the_answer_and_nothing_in_the_statement() -> None:
    one = compiled('{ mine: region(id: "RU-TA") { called: name code } }')
    assert one.text == "MATCH (n1:Region {id: $p1}) RETURN [n1.name, n1.code]"
    assert one.parameters == {"p1": "RU-TA"}
    assert one.plan.key == "mine"
    assert one.answer([["Татарстан", "16"]]) == {"called": "Татарстан", "code": "16"}
    assert one.answer(None) is None


def test_the_same_field_twice_is_one_field() -> None:
    one = compiled("""{
      region(id: "RU-TA") { name municipalities(first: 1) { edges { node { id } } } }
      region(id: "RU-TA") { code name
        municipalities(first: 1) { totalCount edges { cursor node { name } } } } }""")
    assert one.text == flat("""
      MATCH (n1:Region {id: $p1})
      CALL (n1) {
        MATCH (n2:Municipality {region: n1.id})
        WITH n2 ORDER BY n2.name, n2.id LIMIT $p2
        RETURN collect([n2.id, n2.name]) AS v3
      }
      RETURN [n1.name, v3, COUNT { MATCH (n2:Municipality {region: n1.id}) }, n1.code]""")
    assert one.parameters == {"p1": "RU-TA", "p2": 2}
    answer = one.answer([["Татарстан", [["m1", "Казань"], ["m2", "Челны"]], 2, "16"]])
    (edge,) = answer["municipalities"].pop("edges")
    assert edge["node"] == {"id": "m1", "name": "Казань"}
    assert list(edge) == ["node", "cursor"]
    assert answer == {"name": "Татарстан", "municipalities": {"totalCount": 2}, "code": "16"}


@pytest.mark.parametrize(
    "query",
    [
        '{ school(id: "s") { municipality { name } id } }',
        '{ school(id: "s") { ...Place id } } fragment Place on School { municipality { name } }',
        '{ school(id: "s") { ... on School { municipality { name } } ... { id } } }',
        '{ school(id: "s") { ... on School { municipality { ... on Node { ...M } } } ...I } } '
        "fragment M on Municipality { name } fragment I on Node { id }",
        '{ ...Root } fragment Root on Query { school(id: "s") { ...P ...P id } } '
        "fragment P on School { municipality { name } }",
        '{ school(id: "s") { ...P id } ...Again } '
        'fragment Again on Query { school(id: "s") { ...P } } '
        "fragment P on School { municipality { name } }",
        'query($no: Boolean!, $id: ID = "s") { school(id: $id) { municipality { name } id '
        "name @include(if: false) ... @include(if: $no) { address } ...All @skip(if: true) } } "
        "fragment All on School { address name }",
        'query($no: Boolean!, $yes: Boolean = true) { school(id: "s") '
        "{ municipality @include(if: $yes) @skip(if: $no) { name } id @include(if: true) } }",
    ],
)
def test_fragments_and_directives_leave_the_same_statement(query: str) -> None:
    variables = {"no": False} if "$no" in query else {}
    one = compiled(query, **variables)
    assert one.text == flat("""
      MATCH (n1:School {id: $p1})
      CALL (n1) {
        MATCH (n1)-[:LOCATED_IN]->(n3:Municipality)
        WITH n3 ORDER BY n3.id LIMIT 1
        RETURN collect([n3.name])[0] AS v2
      }
      RETURN [v2, n1.id]""")
    assert one.parameters == {"p1": "s"}
    assert one.answer([[["Казань"], "s"]]) == {"municipality": {"name": "Казань"}, "id": "s"}
    assert one.answer([[None, "s"]]) == {"municipality": None, "id": "s"}


def test_a_skipped_root_field_is_not_asked() -> None:
    query = """query($both: Boolean!) {
      a: schools { totalCount } b: venues @include(if: $both) { totalCount } }"""
    assert list(whole(query, {"both": True}).parts) == ["a", "b"]
    assert list(whole(query, {"both": False}).parts) == ["a"]


def test_a_null_can_not_decide_whether_a_field_is_wanted() -> None:
    query = "query($is: Boolean = true) { schools { totalCount @include(if: $is) } }"
    with pytest.raises(NoValueError):
        whole(query, {"is": None})


def test_one_node_of_several_types_is_the_first_that_is_there() -> None:
    one = compiled("""{ extension(id: "e") { extends {
      __typename ... on Gap { rule } ... on Node { id } ...Duty } } }
      fragment Duty on ReportDuty { form }""")
    assert one.text == flat("""
      MATCH (n1:Extension {id: $p1})
      CALL (n1) {
        CALL (n1) {
          MATCH (n1)-[:EXTENDS]->(n3:Gap)
          WITH n3 ORDER BY n3.id LIMIT 1
          RETURN [0, n3.rule, n3.id] AS b
          UNION ALL
          MATCH (n1)-[:EXTENDS]->(n4:ReportDuty)
          WITH n4 ORDER BY n4.id LIMIT 1
          RETURN [1, n4.id, n4.form] AS b
          UNION ALL
          MATCH (n1)-[:EXTENDS]->(n5:InformationRequest)
          WITH n5 ORDER BY n5.id LIMIT 1
          RETURN [2, n5.id] AS b
        }
        WITH b ORDER BY b[0] LIMIT 1
        RETURN collect(b)[0] AS v2
      }
      RETURN [v2]""")
    assert one.answer([[[0, "R01", "g"]]]) == {
        "extends": {"__typename": "Gap", "rule": "R01", "id": "g"}
    }
    assert one.answer([[[1, "d", "1"]]]) == {
        "extends": {"__typename": "ReportDuty", "id": "d", "form": "1"}
    }
    assert one.answer([[None]]) == {"extends": None}


def test_what_a_gap_is_at_is_looked_for_among_all_its_types() -> None:
    one = compiled('{ gap(id: "g") { at { ... on School { name } ... on Venue { address } } } }')
    assert one.text.count("MATCH (n1)-[:AT]->(") == 14
    assert "RETURN [1, n4.name] AS b" in one.text
    assert "RETURN [2, n5.address] AS b" in one.text
    assert one.answer([[[1, "Школа"]]]) == {"at": {"name": "Школа"}}
    assert one.answer([[[13]]]) == {"at": {}}


def test_any_node_is_looked_for_under_every_label() -> None:
    one = compiled("""query($id: ID!) { node(id: $id) {
      id __typename ... on Region { code } ... on Gap { title } } }""", id="x")  # fmt: skip
    assert one.parameters == {"p1": "x"}
    for i, label in enumerate(LABELS):
        assert f":{label} {{id: $p1}})" in one.text
        row: list[object] = [i, "x"]
        more: dict[str, object] = {}
        if label == "Region":
            row, more = [*row, "16"], {"code": "16"}
        if label == "Gap":
            row, more = [*row, "R06", "no such case"], {"title": "no such case"}
        assert one.answer([row]) == {"id": "x", "__typename": label} | more
    assert one.text.endswith("} WITH b ORDER BY b[0] LIMIT 1 RETURN b")
    assert one.answer(None) is None


def test_a_made_value_is_made_of_what_is_read() -> None:
    one = compiled('{ gap(id: "g") { title clause rule } }')
    assert one.text == "MATCH (n1:Gap {id: $p1}) RETURN [n1.rule, n1.case]"
    answer = one.answer([["R06", "processed_without_consent"]])
    assert answer == {
        "title": "Дети тестированы, записаны или посетили практикум без согласия",
        "clause": "5.2.3, 5.4.2",
        "rule": "R06",
    }


def test_values_are_sent_as_they_are_kept_and_shown_as_the_schema_says() -> None:
    one = compiled("""{ consent(id: "c") {
      version givenOn withdrawnAt channel purposes } }""")
    assert one.text == (
        "MATCH (n1:Consent {id: $p1}) RETURN [coalesce(n1.version, 0), toString(n1.given_on), "
        "(n1.withdrawn_at).epochSeconds * 1000000 + (n1.withdrawn_at).microsecond, "
        "n1.channel, n1.purposes]"
    )
    row = [2, "2019-09-02", 1_571_046_600_000_001, "school_paper", ["processing", "images"]]
    assert one.answer([row]) == {
        "version": 2,
        "givenOn": "2019-09-02",
        "withdrawnAt": "2019-10-14T09:50:00.000001+00:00",
        "channel": "SCHOOL_PAPER",
        "purposes": ["PROCESSING", "IMAGES"],
    }
    nothing = dict.fromkeys(("givenOn", "withdrawnAt", "channel", "purposes"))
    assert one.answer([[0, None, None, None, None]]) == {"version": 0} | nothing
