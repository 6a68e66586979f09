"""Groups: by own values, by nodes one and two steps away, by several together."""

from __future__ import annotations

from tests.unit.compiler.questions import compiled, flat


def test_by_a_value_of_its_own() -> None:
    one = compiled("{ studentsBy(by: [GRADE]) { n: count grade consentMark __typename } }")
    assert one.text == flat("""
      MATCH (n1:Student)
      WITH n1.grade AS g2, count(*) AS count
      ORDER BY count DESC, g2 LIMIT 1000
      RETURN collect([count, g2])""")
    kind = {"consentMark": None, "__typename": "StudentGroup"}
    assert one.answer([[[20, 8], [3, None]]]) == [
        {"n": 20, "grade": 8} | kind,
        {"n": 3, "grade": None} | kind,
    ]
    assert one.answer([[]]) == []


def test_by_a_node_one_step_away_with_what_is_asked_of_it() -> None:
    one = compiled("""{ schoolsBy(by: [MUNICIPALITY], filter: {address: {isNull: true}}) { count
      municipality { name region { code } schools(first: 1) { totalCount } } } }""")
    assert one.text == flat("""
      MATCH (n1:School)
      WHERE (n1.address IS NULL)
      OPTIONAL MATCH (n1)-[:LOCATED_IN]->(n3:Municipality)
      WITH n3 AS g2, count(*) AS count
      ORDER BY count DESC, g2.id LIMIT 1000
      CALL (g2) {
        MATCH (n5:Region {id: g2.region})
        WITH n5 ORDER BY n5.id LIMIT 1
        RETURN collect([n5.code])[0] AS v4
      }
      RETURN collect([count, CASE WHEN g2 IS NOT NULL THEN
        [g2.name, v4, COUNT { MATCH (g2)<-[:LOCATED_IN]-(n6:School) }] END])""")
    place = {"name": "Казань", "region": {"code": "16"}, "schools": {"totalCount": 2}}
    assert one.answer([[[2, ["Казань", ["16"], 2]], [1, None]]]) == [
        {"count": 2, "municipality": place},
        {"count": 1, "municipality": None},
    ]


def test_by_a_node_two_steps_away_together_with_a_value() -> None:
    one = compiled(
        "{ studentsBy(by: [MUNICIPALITY, GRADE]) { count grade municipality { id } } }",
        everything=False,
    )
    day = "CASE WHEN n1.region IN $ahead THEN $tomorrow ELSE $today END"
    assert one.text == flat(f"""
      MATCH (n1:Student)
      WHERE n1.region IN $scope_regions
      OPTIONAL MATCH (n1)-[r5:STUDIES_AT]->(n4:School)
      WHERE r5.from <= {day} AND (r5.to IS NULL OR {day} < r5.to)
        AND n4.region IN $scope_regions
      OPTIONAL MATCH (n4)-[:LOCATED_IN]->(n6:Municipality)
      WHERE n6.region IN $scope_regions
      WITH n6 AS g2, n1.grade AS g3, count(*) AS count
      ORDER BY count DESC, g2.id, g3 LIMIT 1000
      RETURN collect([count, g3, CASE WHEN g2 IS NOT NULL THEN [g2.id] END])""")


def test_a_region_is_looked_up_once_a_group_not_once_a_node() -> None:
    one = compiled(
        "{ gapsBy(by: [REGION, SEVERITY]) { count severity region { name } } }", everything=False
    )
    assert one.text == flat("""
      MATCH (n1:Gap)
      WHERE n1.region IN $scope_regions AND NOT n1.state IN ['averted', 'upcoming']
      WITH n1.region AS g2, n1.severity AS g3, count(*) AS count
      OPTIONAL MATCH (n4:Region {id: g2})
      WHERE n4.region IN $scope_regions
      WITH n4 AS g2, g3 AS g3, sum(count) AS count
      ORDER BY count DESC, g2.id, g3 LIMIT 1000
      RETURN collect([count, g3, CASE WHEN g2 IS NOT NULL THEN [g2.name] END])""")


def test_a_group_named_twice_is_one_and_the_order_of_names_is_kept() -> None:
    once = compiled("{ gapsBy(by: [RULE, STATE]) { count } }")
    twice = compiled(
        "query($by: [GapGroupBy!]!) { gapsBy(by: $by) { count } }", by=["RULE", "STATE", "RULE"]
    )
    assert once.text == twice.text
    assert "WITH n1.rule AS g2, n1.state AS g3, count(*) AS count" in once.text
    assert "ORDER BY count DESC, g2, g3 LIMIT 1000" in once.text


def test_by_nothing_is_one_row_of_all() -> None:
    one = compiled("{ studentsBy(by: []) { count grade } }")
    assert one.text == flat("""
      MATCH (n1:Student)
      WITH count(*) AS count
      ORDER BY count DESC LIMIT 1000
      RETURN collect([count])""")
    assert one.answer([[[5]]]) == [{"count": 5, "grade": None}]


def test_values_of_dictionaries_and_days_are_shown_as_the_schema_says() -> None:
    one = compiled("{ gapsBy(by: [STATE, DUE_ON]) { state dueOn } }")
    assert one.text.endswith("RETURN collect([g2, toString(g3)])")
    assert one.answer([[["open", "2019-10-14"]]]) == [{"state": "OPEN", "dueOn": "2019-10-14"}]


def test_the_count_of_a_row_is_of_nodes_though_a_gap_has_one_of_its_own() -> None:
    one = compiled("{ gapsBy(by: [SEVERITY]) { count severity } }")
    assert one.answer([[[4, "A"]]]) == [{"count": 4, "severity": "A"}]
