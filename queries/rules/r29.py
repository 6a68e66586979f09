"""R29: competences that results point to and nobody offers; students tested and never enrolled.

Source: clause 2.5: by the results of testing a student enrols for practical events.
"""

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

WANTED = Pattern(
    """
OPTIONAL MATCH (p:Practicum {region: $region})-[:IN_COMPETENCE]->(o:Competence)
WHERE p.posted_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)
  AND EXISTS { (p)-[:PART_OF]->(:Campaign {id: $campaign}) }
WITH collect(DISTINCT o) AS offered
MATCH (r:StageResult {region: $region})-[:POINTS_TO]->(unit:Competence)
WHERE r.passed_at <= $as_of AND ($unit IS NULL OR unit.id = $unit) AND NOT unit IN offered
MATCH (r)-[:RESULT_OF]->(record:Student {region: $region})
WITH unit, record, max(r.passed_at) AS pointed_at
""",
    evidence="[{what: 'результат указывает на компетенцию', id: record.id, "
    "on: date(datetime({datetime: pointed_at, timezone: $zone}))}]",
    children=True,
)

TESTED = Pattern(
    """
MATCH (r:StageResult {region: $region})-[:RESULT_OF]->(record:Student)
USING INDEX r:StageResult(region)
WHERE r.stage = 3 AND r.passed_at <= $as_of
WITH record, min(r.passed_at) AS tested_at
MATCH (home:Region {id: $region})
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, tested_at, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, record, tested_at,
  EXISTS { MATCH (record)-[e:ENROLLED_IN]->(:Practicum) WHERE e.enrolled_at <= $as_of }
    OR EXISTS { MATCH (record)-[a:ATTENDED]->(:Practicum) WHERE a.recorded_at <= $as_of }
    AS enrolled
""",
    evidence="[{what: 'пройдены три этапа', id: record.id, "
    "on: date(datetime({datetime: tested_at, timezone: $zone}))}]",
    children=True,
)

RULE = Rule(
    "R29",
    "2.5",
    "Результаты тестирования ни к чему не ведут",
    Accountable.COORDINATOR,
    cases(
        Case(
            "competence_not_offered",
            Severity.C,
            "На компетенцию указывают результаты, а практикумов по ней в регионе нет",
            "Найдите площадку или наставника по этой компетенции, в том числе в соседнем регионе.",
            WANTED,
            gap="true",
            path=("Регион", "Компетенция", "Участник"),
        ),
        Case(
            "never_enrolled",
            Severity.C,
            "Участник прошёл тестирование и никуда не записан",
            "Попросите навигатора предложить участнику практикум.",
            TESTED,
            gap="NOT enrolled AND tested_at < $late.never_enrolled",
            since="tested_at",
            term=TermKind.NEVER_ENROLLED,
            due_source="срок кампании: запись после тестирования",
            path=("Регион", "Муниципалитет", "Школа", "Участник", "Практикум"),
            accountable=Accountable.SCHOOL,
        ),
    ),
    causes=(
        Cause(("never_enrolled",), "R04", ("no_navigator",)),
        Cause(
            ("never_enrolled",),
            "R04",
            ("navigator_overloaded",),
            path="MATCH (a)<-[:NAVIGATES]-(b:Person)",
        ),
    ),
    personal=Personal.CHILD,
    reports=(3, 4, 5),
)
