"""Regions without a contracted coordinator → their venues → practicums held there."""

from graph.declaration import Kind
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "regions_without_coordinator",
    "2.6, 4.1",
    "Регионы без координатора с договором: площадки и проведённые практикумы",
    """
MATCH (r:Region)
WHERE ($scope_all OR r.region IN $scope_regions) AND ($region = '' OR r.id = $region)
WITH r, date(datetime({datetime: $as_of, timezone: r.zone})) AS today
WHERE EXISTS {
  MATCH (r)-[part:TAKES_PART]->(:Campaign)
  WHERE part.from <= today AND (today < part.to OR part.to IS NULL)
} AND NOT EXISTS {
  MATCH (n:Nomination {region: r.region})-[:NOMINATES]->(:Person)-[k:COORDINATES]->(r)
  WHERE n.contract_signed_on <= today AND coalesce(today <= n.contract_valid_until, true)
    AND k.from <= today AND (today < k.to OR k.to IS NULL)
}
OPTIONAL MATCH (v:Venue {region: r.region})-[in:PARTICIPATES_IN]->(r)
WHERE in.from <= today AND (today < in.to OR in.to IS NULL)
WITH r, v,
  COUNT { MATCH (v)<-[:HELD_AT]-(p:Practicum {region: r.region})
    WHERE p.held_at <= $as_of } AS held,
  COUNT {
    MATCH (v)<-[:HELD_AT]-(p:Practicum {region: r.region})<-[a:ATTENDED]-(:Student)
    WHERE a.recorded_at <= $as_of
  } AS attendances
WITH r.id AS region, r.name AS region_name, v.id AS venue, v.name AS venue_name, held,
  attendances, r.id + ' ' + coalesce(v.id, '') AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("region_name", Kind.TEXT, "название региона"),
        Column("venue", Kind.TEXT, "площадка"),
        Column("venue_name", Kind.TEXT, "название площадки"),
        Column("held", Kind.INTEGER, "практикумов проведено"),
        Column("attendances", Kind.INTEGER, "посещений"),
    ),
)
