"""Results of stages of testing, by the child and the stage."""

from __future__ import annotations

from typing import Final, LiteralString

from imports import keys
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:StageResult {region: $region})
  USING INDEX SEEK n:StageResult(region)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:StageResult {id: id})
  USING INDEX SEEK n:StageResult(id)
  WHERE n.region = $region
  RETURN n
}
MATCH (n)-[:RESULT_OF]->(c:Student)
RETURN n.id, c.id, n.stage
"""

OF_STUDENT: Final = Way("stage_result.of_student", "StageResult", CYPHER, keys.all_of)
