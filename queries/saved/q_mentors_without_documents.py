"""Mentors who led without a confirmed document valid on that day → practicums → children."""

from graph.declaration import Kind, Personal
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "mentors_without_documents",
    "2.8",
    "Наставники без документов: практикумы и дети",
    """
MATCH (m:Mentor)<-[:LED_BY]-(p:Practicum)
WHERE ($scope_all OR m.region IN $scope_regions) AND ($scope_all OR p.region IN $scope_regions)
  AND ($region = '' OR m.region = $region)
  AND p.on_day IS NOT NULL AND p.posted_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)
  AND NOT EXISTS {
    MATCH (m)<-[:QUALIFIES]-(q:Qualification {region: m.region})
    WHERE q.issued_on <= p.on_day AND q.confirmed_on <= p.on_day
      AND coalesce(p.on_day <= q.valid_until, true)
  }
WITH m, count(p) AS practicums, sum(CASE WHEN p.held_at <= $as_of THEN 1 ELSE 0 END) AS held,
  min(p.on_day) AS first_on, collect(p) AS led
MATCH (m)-[:IS_PERSON]->(person:Person)
WITH m, practicums, held, first_on, person, COUNT {
  MATCH (s:Student)-[a:ATTENDED]->(p:Practicum) WHERE p IN led AND a.recorded_at <= $as_of
    AND ($scope_all OR s.region IN $scope_regions)
} AS attendances
WITH m.region AS region, m.id AS mentor,
  person.family_name + ' ' + person.given_name AS mentor_name, practicums, held, first_on,
  attendances, m.region + ' ' + m.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("mentor", Kind.TEXT, "наставник"),
        Column("mentor_name", Kind.TEXT, "имя наставника", Personal.ADULT),
        Column("practicums", Kind.INTEGER, "практикумов без документа"),
        Column("held", Kind.INTEGER, "из них проведено"),
        Column("first_on", Kind.DATE, "первый из них"),
        Column("attendances", Kind.INTEGER, "посещений детьми"),
    ),
)
