"""R05: students registered below the plan, schools at zero, schools without growth.

Source: clause 5.2.2: timely registration of students of grades 6–11.
"""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

SCHOOLS = Pattern(
    """
MATCH (unit:School {region: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH DISTINCT unit, unit AS record, part.planned_students AS planned, part.from AS joined_on
CALL (unit) {
  OPTIONAL MATCH (unit)<-[at:STUDIES_AT]-(s:Student {region: $region})
  WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL) AND s.registered_at <= $as_of
  RETURN count(s) AS students, max(s.registered_at) AS newest
}
""",
    evidence="[{what: 'участников: ' + students + ', план: ' + coalesce(toString(planned), 'нет'), "
    "id: record.id, on: joined_on}]",
)

REGIONS = Pattern(
    """
MATCH (unit:Region {id: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH DISTINCT unit, unit AS record, part.planned_students AS planned,
  COUNT { MATCH (s:Student {region: $region}) WHERE s.registered_at <= $as_of } AS students
""",
    evidence="[{what: 'участников: ' + students + ', план: ' + planned, id: record.id, on: $day}]",
)

_DUE = "срок кампании: конец регистрации"
_PATH = ("Регион", "Муниципалитет", "Школа", "Участники")

RULE = Rule(
    "R05",
    "5.2.2",
    "Участников зарегистрировано меньше плана",
    Accountable.SCHOOL,
    cases(
        Case(
            "school_below_plan",
            Severity.B,
            "Школа зарегистрировала меньше участников, чем в плане",
            "Узнайте у школы, кого ещё зарегистрируют и когда, или измените план с куратором.",
            SCHOOLS,
            gap="students > 0 AND students < planned AND $day > $due.registration_ends",
            population="planned IS NOT NULL",
            due="$due.registration_ends",
            term=TermKind.REGISTRATION_ENDS,
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "school_at_zero",
            Severity.B,
            "В школе не зарегистрирован ни один участник",
            "Позвоните представителю школы: знает ли он, как регистрировать участников.",
            SCHOOLS,
            gap="students = 0 AND joined_on <= $late_day.no_growth",
            since="joined_on",
            term=TermKind.NO_GROWTH,
            due_source="срок кампании: дней без новых участников",
            path=_PATH,
        ),
        Case(
            "no_growth",
            Severity.B,
            "В школе давно нет новых участников, а план не выполнен",
            "Напомните школе о плане и сроке регистрации.",
            SCHOOLS,
            gap="students > 0 AND newest < $late.no_growth AND (planned IS NULL "
            "OR students < planned AND $day <= $due.registration_ends)",
            since="newest",
            term=TermKind.NO_GROWTH,
            due_source="срок кампании: дней без новых участников",
            path=_PATH,
        ),
        Case(
            "region_below_plan",
            Severity.B,
            "В регионе зарегистрировано меньше участников, чем в плане",
            "Начните со школ с нулём и со школ ниже плана; обсудите план с куратором.",
            REGIONS,
            population="planned IS NOT NULL",
            gap="students < planned AND $day > $due.registration_ends",
            due="$due.registration_ends",
            term=TermKind.REGISTRATION_ENDS,
            due_source=_DUE,
            path=("Регион", "Участники"),
            accountable=Accountable.COORDINATOR,
        ),
    ),
    causes=(
        Cause(
            ("school_below_plan", "school_at_zero", "no_growth"),
            "R04",
            ("no_representative", "no_navigator"),
        ),
        Cause(
            ("school_below_plan", "school_at_zero"),
            "R19",
            ("representative_no_cabinet", "representative_never_entered"),
        ),
        Cause(
            ("region_below_plan",),
            "R05",
            ("school_below_plan", "school_at_zero"),
            path="MATCH (b:School {region: a.id})",
        ),
        Cause(
            ("region_below_plan",),
            "R01",
            ("no_letter", "not_approved", "no_contract", "contract_ended", "no_coordinator"),
        ),
    ),
    reports=(1,),
)
