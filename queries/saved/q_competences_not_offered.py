"""Competences that students' results point to and no practicum of the region offers."""

from graph.declaration import Kind
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "competences_not_offered",
    "2.5",
    "Компетенции, которые нужны и не предложены",
    """
MATCH (r:Region)
WHERE ($scope_all OR r.region IN $scope_regions) AND ($region = '' OR r.id = $region)
CALL (r) {
  OPTIONAL MATCH (p:Practicum {region: r.region})-[:IN_COMPETENCE]->(o:Competence)
  WHERE p.posted_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)
  RETURN collect(DISTINCT o) AS offered
}
MATCH (x:StageResult {region: r.region})-[:POINTS_TO]->(c:Competence)
WHERE x.passed_at <= $as_of AND NOT c IN offered
MATCH (x)-[:RESULT_OF]->(s:Student {region: r.region})
WITH r, c, count(DISTINCT s) AS children
WITH r.id AS region, r.name AS region_name, c.id AS competence, c.name AS competence_name,
  children, r.id + ' ' + c.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("region_name", Kind.TEXT, "название региона"),
        Column("competence", Kind.TEXT, "компетенция"),
        Column("competence_name", Kind.TEXT, "название компетенции"),
        Column("children", Kind.INTEGER, "детей, которым она подходит"),
    ),
)
