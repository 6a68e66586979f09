"""R08: testing stages out of order, students stuck, results without text or description.

Source: clauses 2.10, 2.11: results of each stage as a text, an integrated description and next
steps after all three.
"""

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases
from queries.rules.students import TESTED

RESULTS = Pattern(
    """
MATCH (record:StageResult {region: $region})-[:RESULT_OF]->(s:Student)
WHERE record.passed_at <= $as_of AND coalesce(record.text, '') = ''
MATCH (home:Region {id: $region})
OPTIONAL MATCH (s)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
""",
    evidence="[{what: 'этап пройден', id: record.id, "
    "on: date(datetime({datetime: record.passed_at, timezone: $zone}))}]",
)

_PATH = ("Регион", "Муниципалитет", "Школа", "Участник", "Тестирование")

RULE = Rule(
    "R08",
    "2.10, 2.11",
    "Тестирование не по порядку или не завершено",
    Accountable.SCHOOL,
    cases(
        Case(
            "stage_skipped",
            Severity.B,
            "Этап пройден без предыдущего",
            "Попросите участника пройти пропущенный этап; если он пройден — сообщите на платформу.",
            TESTED,
            gap="skipped",
            path=_PATH,
        ),
        Case(
            "stuck_at_stage",
            Severity.B,
            "Участник остановился между этапами",
            "Попросите навигатора напомнить участнику о следующем этапе.",
            TESTED,
            gap="third_at IS NULL AND last_at < $late.stage_stuck",
            since="last_at",
            term=TermKind.STAGE_STUCK,
            due_source="срок кампании: дней между этапами",
            path=_PATH,
        ),
        Case(
            "stage_without_text",
            Severity.C,
            "У результата этапа нет текстового описания",
            "Сообщите на платформу: описание формируется ею.",
            RESULTS,
            gap="true",
            path=_PATH,
        ),
        Case(
            "no_description",
            Severity.C,
            "Три этапа пройдены, а общего описания и следующих шагов нет",
            "Сообщите на платформу: описание формируется ею.",
            TESTED,
            population="third_at IS NOT NULL AND NOT skipped",
            gap="third_at IS NOT NULL AND NOT skipped "
            "AND (coalesce(record.integrated_description, '') = '' "
            "OR coalesce(record.next_steps, '') = '' "
            "OR coalesce(record.summarised_at > $as_of, false))",
            path=_PATH,
        ),
    ),
    causes=(
        Cause(("stuck_at_stage",), "R04", ("no_navigator",)),
        Cause(
            ("stuck_at_stage",),
            "R04",
            ("navigator_overloaded",),
            path="MATCH (a)<-[:NAVIGATES]-(b:Person)",
        ),
        Cause(("stuck_at_stage",), "R19", ("student_never_entered", "student_no_cabinet")),
    ),
    personal=Personal.CHILD,
    reports=(2,),
)
