"""Patterns that several rules share: one pass over the children of a region, not one a rule.

Walking from a child to its school costs as much as most of a rule. Rules that ask of the same
children therefore share a pattern, and the scan counts all their cases in one statement.
"""

from queries.rules.declaration import Pattern

REGISTERED = Pattern(
    """
MATCH (record:Student {region: $region})
WHERE record.registered_at <= $as_of
MATCH (home:Region {id: $region})
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School)
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, school, CASE WHEN school.region = $region THEN school ELSE home END AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
OPTIONAL MATCH (record)<-[:BELONGS_TO]-(c:Cabinet) WHERE c.opened_at <= $as_of
WITH unit, record, school, count(c) AS cabinets, min(c.last_entered_at) AS entered_at
""",
    evidence="[{what: 'зарегистрирован', id: record.id, "
    "on: date(datetime({datetime: record.registered_at, timezone: $zone}))}]",
    children=True,
)
"""Every registered child: its school (of any region) and its cabinets on the platform."""

TESTED = Pattern(
    """
MATCH (r:StageResult {region: $region})-[:RESULT_OF]->(record:Student)
USING INDEX r:StageResult(region)
WHERE r.passed_at <= $as_of
WITH record, max(r.passed_at) AS last_at,
  min(CASE r.stage WHEN 1 THEN r.passed_at END) AS first_at,
  min(CASE r.stage WHEN 2 THEN r.passed_at END) AS second_at,
  min(CASE r.stage WHEN 3 THEN r.passed_at END) AS third_at
MATCH (home:Region {id: $region})
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, last_at, first_at, second_at, third_at, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, record, last_at, third_at,
  second_at IS NOT NULL AND first_at IS NULL OR third_at IS NOT NULL AND second_at IS NULL
    AS skipped,
  // The moment at which all three had been passed, in whatever order.
  CASE WHEN first_at IS NOT NULL AND second_at IS NOT NULL AND third_at IS NOT NULL
    THEN reduce(last = first_at, one IN [second_at, third_at] |
      CASE WHEN one > last THEN one ELSE last END) END AS tested_at,
  EXISTS {
    MATCH (record)<-[:RECOMMENDS_TO]-(a:Recommendation {given_as: 'navigator'})
    WHERE a.given_at <= $as_of
  } AS advised,
  EXISTS { MATCH (record)-[e:ENROLLED_IN]->(:Practicum) WHERE e.enrolled_at <= $as_of }
    OR EXISTS { MATCH (record)-[a:ATTENDED]->(:Practicum) WHERE a.recorded_at <= $as_of }
    AS enrolled
""",
    evidence="[{what: 'последний пройденный этап', id: record.id, "
    "on: date(datetime({datetime: last_at, timezone: $zone}))}]",
    children=True,
)
"""Every child with a result of testing: stages, the navigator's recommendation, enrolments."""
