"""Children registered on the platform. Source: clauses 5.2.2, 5.2.3, 2.10, 6.2.1, 6.2.2, 6.2.8."""

from __future__ import annotations

from types import MappingProxyType

from queries.measures.declaration import By, Dimension, Measure, Population

_AT_SCHOOL = """
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School)
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
"""
BAND = """CASE WHEN record.grade IN [6, 7] THEN '6–7' WHEN record.grade IN [8, 9] THEN '8–9'
  WHEN record.grade IN [10, 11] THEN '10–11' END"""

STUDENTS = Population(
    "students",
    "участники, зарегистрированные на платформе",
    "Student",
    "MATCH (record:Student {region: $region}) WHERE record.registered_at <= $as_of",
    MappingProxyType(
        {
            Dimension.REGION: By("record.region"),
            Dimension.MUNICIPALITY: By(
                "head(COLLECT { MATCH (school)-[:LOCATED_IN]->(m:Municipality) RETURN m.id })",
                _AT_SCHOOL,
            ),
            Dimension.SCHOOL: By("school.id", _AT_SCHOOL),
            Dimension.GRADE: By("record.grade"),
            Dimension.BAND: By(BAND),
            Dimension.IMPAIRMENT: By(
                "impairment.id",
                "OPTIONAL MATCH (record)-[:HAS_IMPAIRMENT]->(impairment:ImpairmentGroup)",
                many=True,
            ),
            Dimension.PERIOD: By(
                "left(toString(date(datetime({datetime: record.registered_at, "
                "timezone: $zone}))), 7)"
            ),
        }
    ),
    MappingProxyType(
        {
            "stages": """COLLECT {
    MATCH (record)<-[:RESULT_OF]-(result:StageResult) WHERE result.passed_at <= $as_of
    RETURN DISTINCT result.stage
  }""",
            # As graph.policy.consent decides it, by the day; who signed had to be entitled.
            "consented": """EXISTS {
    MATCH (record)<-[:FOR_CHILD]-(c:Consent)
    WHERE 'processing' IN c.purposes AND coalesce(c.recorded_at <= $as_of, true)
      AND c.given_on <= $day AND coalesce($day <= c.valid_until, true)
      AND coalesce(c.withdrawn_at > $as_of, true)
      AND NOT coalesce(c.refused_on <= $day AND c.given_on <= c.refused_on, false)
      // What nearly all consents have is looked for first: then nothing else is.
      AND (EXISTS {
        MATCH (c)-[:SIGNED_BY]->(:Guardian)-[g:GUARDIAN_OF]->(record)
        WHERE g.legal AND g.from <= c.given_on AND (c.given_on < g.to OR g.to IS NULL)
      } OR NOT EXISTS { (c)-[:SIGNED_BY]->(:Guardian) })
  }""",
        }
    ),
    children=True,
)

REGISTERED = Measure("registered", "зарегистрировано", "6.2.1", STUDENTS)
NEW = Measure(
    "registered_new",
    "зарегистрировано за период",
    "6.2.1",
    STUDENTS,
    "$since <= record.registered_at AND record.registered_at < $until",
)
CONSENTED = Measure("consented", "с действующим согласием", "6.2.1", STUDENTS, "consented")
UNCONSENTED = Measure(
    "unconsented", "без действующего согласия", "6.2.1", STUDENTS, "NOT consented"
)
PASSED = {
    stage: Measure(
        f"passed_{stage}", f"прошли {stage}-й этап", "6.2.2", STUDENTS, f"{stage} IN stages"
    )
    for stage in (1, 2, 3)
}
ALL_STAGES = Measure("all_stages", "прошли все три этапа", "6.2.2", STUDENTS, "size(stages) = 3")
STUCK_1 = Measure(
    "stuck_1",
    "остановились после 1-го этапа",
    "6.2.2",
    STUDENTS,
    "1 IN stages AND NOT 2 IN stages AND NOT 3 IN stages",
)
STUCK_2 = Measure(
    "stuck_2",
    "остановились после 2-го этапа",
    "6.2.2",
    STUDENTS,
    "2 IN stages AND NOT 3 IN stages",
)
MEASURES = (
    REGISTERED,
    NEW,
    CONSENTED,
    UNCONSENTED,
    *PASSED.values(),
    ALL_STAGES,
    STUCK_1,
    STUCK_2,
)
