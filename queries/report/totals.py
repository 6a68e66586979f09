"""The main number of each of the twelve reports, counted from the graph. Source: clause 6.2.

One place: a draft is made of what a submitted report will be compared with (rule R25).
"""

from __future__ import annotations

from typing import Final, LiteralString

# One expression over `unit` (the duty), `made_for` (an instant) and `made_on` (its day in the
# region); needs $region and $campaign. Children count whether or not their names are still kept.
TOTAL: Final[LiteralString] = """CASE
  WHEN unit.form = 1 THEN COUNT {
    MATCH (s:Student {region: $region}) WHERE s.registered_at <= made_for
  }
  WHEN unit.form = 2 THEN COUNT {
    MATCH (r:StageResult {region: $region})-[:RESULT_OF]->(s:Student)
    USING INDEX r:StageResult(region)
    WHERE r.passed_at <= made_for
    WITH s, count(DISTINCT r.stage) AS stages WHERE stages = 3
    RETURN s
  }
  WHEN unit.form IN [3, 4, 5] THEN COUNT {
    MATCH (p:Practicum {region: $region})<-[a:ATTENDED]-(s:Student)
    USING INDEX p:Practicum(region)
    WHERE a.recorded_at <= made_for AND p.format = CASE unit.form
        WHEN 3 THEN 'introductory' WHEN 4 THEN 'engaged' ELSE 'in_depth' END AND s.region = $region
      AND EXISTS { (p)-[:PART_OF]->(:Campaign {id: $campaign}) }
    RETURN DISTINCT s
  }
  WHEN unit.form = 6 THEN COUNT {
    MATCH (m:PromotionMeasure {region: $region}) WHERE m.on_day <= made_on
  }
  WHEN unit.form = 7 THEN COUNT {
    MATCH (e:TrainingEvent {region: $region}) WHERE e.starts_on <= made_on
  }
  WHEN unit.form = 8 THEN COUNT {
    MATCH (g:ImpairmentGroup)<-[:HAS_IMPAIRMENT]-(s:Student {region: $region})
    USING SCAN g:ImpairmentGroup
    WHERE s.registered_at <= made_for
    RETURN DISTINCT s
  }
  WHEN unit.form = 9 THEN COUNT { MATCH (m:Mentor {region: $region}) }
  WHEN unit.form = 10 THEN COUNT {
    MATCH (p:Practicum {region: $region})-[:PART_OF]->(:Campaign {id: $campaign})
    WHERE p.held_at <= made_for
  }
  WHEN unit.form = 11 THEN COUNT {
    MATCH (n:TrainingNeed {region: $region}) WHERE n.raised_on <= made_on
  }
  ELSE COUNT {
    MATCH (d:Document {region: $region, kind: 'event_report'}) WHERE d.submitted_at <= made_for
  }
END"""
