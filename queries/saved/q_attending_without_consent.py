"""Children who attended without a consent of that day → school → navigator.

They are told by their ids: without a consent nobody is shown their names.
"""

from graph.declaration import Kind, Personal
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "attending_without_consent",
    "5.2.3, 5.4.2",
    "Дети на практикумах без согласия: школа и навигатор",
    """
MATCH (r:Region)
WHERE ($scope_all OR r.region IN $scope_regions) AND ($region = '' OR r.id = $region)
MATCH (p:Practicum {region: r.region})<-[a:ATTENDED]-(s:Student {region: r.region})
WHERE a.recorded_at <= $as_of AND NOT EXISTS {
  MATCH (s)<-[:FOR_CHILD]-(c:Consent {region: r.region})
  WHERE 'processing' IN c.purposes AND c.given_on <= p.on_day
    AND coalesce(c.recorded_at <= $as_of, true)
    AND coalesce(p.on_day <= c.valid_until, true)
    AND coalesce(c.refused_on > p.on_day OR c.refused_on < c.given_on, true)
    AND CASE WHEN c.withdrawn_at <= $as_of
      THEN date(datetime({datetime: c.withdrawn_at, timezone: r.zone})) > p.on_day ELSE true END
}
WITH r, p, s, date(datetime({datetime: $as_of, timezone: r.zone})) AS today
OPTIONAL MATCH (s)-[at:STUDIES_AT]->(school:School {region: r.region})
WHERE at.from <= today AND (today < at.to OR at.to IS NULL)
OPTIONAL MATCH (s)-[guided:GUIDED_BY]->(n:Person)
WHERE guided.from <= today AND (today < guided.to OR guided.to IS NULL)
WITH r.id AS region, p.on_day AS on_day, p.id AS practicum, p.title AS title, s.id AS student,
  school.id AS school, school.name AS school_name,
  n.family_name + ' ' + n.given_name AS navigator_name,
  r.id + ' ' + toString(p.on_day) + ' ' + p.id + ' ' + s.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("on_day", Kind.DATE, "день практикума"),
        Column("practicum", Kind.TEXT, "практикум"),
        Column("title", Kind.TEXT, "название практикума"),
        Column("student", Kind.TEXT, "участник"),
        Column("school", Kind.TEXT, "школа"),
        Column("school_name", Kind.TEXT, "название школы"),
        Column("navigator_name", Kind.TEXT, "навигатор", Personal.ADULT),
    ),
)
