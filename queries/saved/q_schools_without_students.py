"""Schools of the campaign that have a navigator and no student."""

from graph.declaration import Kind, Personal
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "schools_without_students",
    "5.2.1, 5.2.2",
    "Школы с навигатором и без единого участника",
    """
MATCH (s:School)-[part:TAKES_PART]->(:Campaign)
WHERE ($scope_all OR s.region IN $scope_regions) AND ($region = '' OR s.region = $region)
MATCH (r:Region {region: s.region})
WITH s, part, r, date(datetime({datetime: $as_of, timezone: r.zone})) AS today
WHERE part.from <= today AND (today < part.to OR part.to IS NULL) AND NOT EXISTS {
  MATCH (s)<-[at:STUDIES_AT]-(x:Student {region: s.region})
  WHERE at.from <= today AND (today < at.to OR at.to IS NULL) AND x.registered_at <= $as_of
}
MATCH (s)<-[role:NAVIGATES]-(n:Person)
WHERE role.from <= today AND (today < role.to OR role.to IS NULL)
MATCH (s)-[:LOCATED_IN]->(m:Municipality {region: s.region})
WITH s, r, m, part, min(n.family_name + ' ' + n.given_name) AS navigator_name
WITH s.region AS region, m.name AS municipality, s.id AS school, s.name AS school_name,
  part.planned_students AS planned, navigator_name, s.region + ' ' + s.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("municipality", Kind.TEXT, "муниципалитет"),
        Column("school", Kind.TEXT, "школа"),
        Column("school_name", Kind.TEXT, "название школы"),
        Column("planned", Kind.INTEGER, "план участников"),
        Column("navigator_name", Kind.TEXT, "навигатор", Personal.ADULT),
    ),
)
