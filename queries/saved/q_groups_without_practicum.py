"""Impairment groups with students and no adapted practicum in reach.

Numbers below five are hidden: outside the school nobody may tell a child by them. Clause 6.2.8.
"""

from graph.declaration import Kind, Personal
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "groups_without_practicum",
    "6.2.8",
    "Нозологические группы без приспособленных практикумов",
    """
MATCH (r:Region)
WHERE ($scope_all OR r.region IN $scope_regions) AND ($region = '' OR r.id = $region)
MATCH (s:Student {region: r.region})-[:HAS_IMPAIRMENT]->(g:ImpairmentGroup)
WHERE s.registered_at <= $as_of AND g.name <> 'Не указано'
WITH r, g, count(DISTINCT s) AS students
WHERE NOT EXISTS {
  MATCH (p:Practicum {region: r.region})-[:ADAPTED_FOR]->(g)
  WHERE p.posted_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)
}
WITH r.id AS region, r.name AS region_name, g.id AS impairment_group, g.name AS group_name,
  CASE WHEN students >= 5 THEN students END AS students, r.id + ' ' + g.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("region_name", Kind.TEXT, "название региона"),
        Column("impairment_group", Kind.TEXT, "нозологическая группа"),
        Column("group_name", Kind.TEXT, "название группы"),
        Column("students", Kind.INTEGER, "участников (меньше 5 — скрыто)", Personal.SPECIAL),
    ),
)
