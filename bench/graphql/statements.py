"""The four questions in Cypher written by hand, in the match order that is best for each.

Lists rather than maps: keys are not repeated in every row. The scope is what the API carries too.
"""

from __future__ import annotations

from typing import Final, LiteralString

POINT: LiteralString = """
MATCH (s:School {id: $id}) WHERE $scope_all OR s.region IN $scope_regions
MATCH (s)-[:LOCATED_IN]->(m:Municipality)-[:IN_REGION]->(r:Region)
RETURN s.id, s.name, s.kind, s.ownership, m.name, r.name
"""

# Schools come in the order of their names' index and stop at fifty; nothing is sorted at the end.
NESTED: LiteralString = """
MATCH (s:School {region: $region}) WHERE $scope_all OR s.region IN $scope_regions
WITH s ORDER BY s.name, s.id LIMIT 50
CALL (s) {
  MATCH (s)<-[of:STUDIES_AT]-(c:Student)
  WHERE of.to IS NULL AND ($scope_all OR c.region IN $scope_regions)
  WITH c ORDER BY c.id LIMIT 20
  RETURN collect([c.id, c.grade, c.grade_letter]) AS students
}
RETURN s.id, s.name, students
ORDER BY s.name, s.id
"""

GAPS: LiteralString = """
MATCH (g:Gap {region: $region}) WHERE g.state = 'open'
  AND ($scope_all OR g.region IN $scope_regions)
WITH g ORDER BY g.due_on, g.id LIMIT 50
MATCH (g)-[:AT]->(unit)
RETURN g.id, g.rule, g.severity, toString(g.due_on), g.count, unit.id, labels(unit)[0]
ORDER BY g.due_on, g.id
"""

GRADES: LiteralString = """
MATCH (c:Student {region: $region}) WHERE $scope_all OR c.region IN $scope_regions
RETURN c.grade AS grade, count(*) ORDER BY grade
"""

BY_NAME: Final[dict[str, LiteralString]] = {
    "point": POINT,
    "nested": NESTED,
    "gaps": GAPS,
    "grades": GRADES,
}
