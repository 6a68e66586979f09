"""R29: competences that results point to and nobody offers; students tested and never enrolled.

Source: clause 2.5: by the results of testing a student enrols for practical events.
"""

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases
from queries.rules.students import TESTED

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
            population="third_at IS NOT NULL",
            gap="NOT enrolled AND third_at < $late.never_enrolled",
            since="third_at",
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
