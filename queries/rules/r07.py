"""R07: no navigator's recommendation in time, or one that names no competence.

Source: clause 5.2.4: timely preparation of recommendations for the individual curriculum.
"""

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases
from queries.rules.students import TESTED

ATTENDEES = Pattern(
    """
MATCH (record:Student {region: $region})-[attended:ATTENDED]->(p:Practicum)
WHERE attended.recorded_at <= $as_of
WITH record, min(p.on_day) AS attended_on
// Whose three stages are overdue is a gap already: one missing recommendation is one gap.
WHERE COUNT {
  MATCH (record)<-[:RESULT_OF]-(r:StageResult)
  WHERE r.passed_at < $late.navigator_recommends RETURN DISTINCT r.stage
} < 3
MATCH (home:Region {id: $region})
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, attended_on, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, record, attended_on, EXISTS {
  MATCH (record)<-[:RECOMMENDS_TO]-(a:Recommendation {given_as: 'navigator'})
  WHERE a.given_at <= $as_of
} AS advised
""",
    evidence="[{what: 'посещён практикум', id: record.id, on: attended_on}]",
    children=True,
)

ADVICE = Pattern(
    """
MATCH (record:Recommendation {region: $region})-[:RECOMMENDS_TO]->(s:Student)
WHERE record.given_as = 'navigator' AND record.given_at <= $as_of
MATCH (home:Region {id: $region})
OPTIONAL MATCH (s)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, record, EXISTS { (record)-[:ADVISES]->(:Competence) } AS linked
""",
    evidence="[{what: 'рекомендация дана', id: record.id, "
    "on: date(datetime({datetime: record.given_at, timezone: $zone}))}]",
)

_DUE = "срок кампании: рекомендация навигатора"
_PATH = ("Регион", "Муниципалитет", "Школа", "Участник", "Рекомендация навигатора")
_ADVICE = "Напомните навигатору школы: рекомендация нужна для индивидуального учебного плана."

RULE = Rule(
    "R07",
    "5.2.4",
    "Нет рекомендации навигатора",
    Accountable.SCHOOL,
    cases(
        Case(
            "no_navigator_advice",
            Severity.B,
            "Три этапа пройдены, а рекомендации навигатора нет",
            _ADVICE,
            TESTED,
            population="tested_at IS NOT NULL",
            gap="NOT advised AND tested_at < $late.navigator_recommends",
            since="tested_at",
            term=TermKind.NAVIGATOR_RECOMMENDS,
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "no_advice_after_practicum",
            Severity.B,
            "Практикум посещён, а рекомендации навигатора нет",
            _ADVICE,
            ATTENDEES,
            gap="NOT advised AND attended_on <= $late_day.navigator_recommends",
            since="attended_on",
            term=TermKind.NAVIGATOR_RECOMMENDS,
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "advice_without_competence",
            Severity.C,
            "Рекомендация навигатора не называет компетенцию",
            "Попросите навигатора указать компетенцию или профессиональную область.",
            ADVICE,
            gap="NOT linked",
            path=(*_PATH, "Компетенция"),
        ),
    ),
    causes=(
        Cause(
            ("no_navigator_advice", "no_advice_after_practicum"),
            "R04",
            ("no_navigator",),
        ),
        Cause(
            ("no_navigator_advice", "no_advice_after_practicum", "advice_without_competence"),
            "R04",
            ("navigator_overloaded",),
            path="MATCH (a)<-[:NAVIGATES]-(b:Person)",
        ),
    ),
    personal=Personal.CHILD,
)
