"""Practicums whose financial document names another number of children than came."""

from graph.declaration import Kind
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "documents_against_attendance",
    "5.3.5, 5.3.7",
    "Документы против посещения: детей в акте и детей на практикуме",
    """
MATCH (d:Document {kind: 'finance'})-[:CONCERNS]->(p:Practicum)
WHERE ($scope_all OR d.region IN $scope_regions) AND ($scope_all OR p.region IN $scope_regions)
  AND ($region = '' OR p.region = $region)
  AND d.submitted_at <= $as_of AND d.children_in_act IS NOT NULL
  AND p.attendance_recorded_at <= $as_of
WITH d, p, CASE WHEN $past THEN COUNT { (p)<-[a:ATTENDED]-() WHERE a.recorded_at <= $as_of }
  ELSE COUNT { (p)<-[:ATTENDED]-() } END AS attended
WHERE attended <> d.children_in_act
MATCH (p)-[:HELD_AT]->(v:Venue {region: p.region})
WITH p.region AS region, v.id AS venue, v.name AS venue_name, p.id AS practicum,
  p.title AS title, p.on_day AS on_day, d.number AS document, d.children_in_act AS in_act,
  attended, d.children_in_act - attended AS difference, p.region + ' ' + p.id + ' ' + d.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("venue", Kind.TEXT, "площадка"),
        Column("venue_name", Kind.TEXT, "название площадки"),
        Column("practicum", Kind.TEXT, "практикум"),
        Column("title", Kind.TEXT, "название практикума"),
        Column("on_day", Kind.DATE, "день"),
        Column("document", Kind.TEXT, "номер документа"),
        Column("in_act", Kind.INTEGER, "детей в акте"),
        Column("attended", Kind.INTEGER, "детей пришло"),
        Column("difference", Kind.INTEGER, "разница"),
    ),
)
