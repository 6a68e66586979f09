"""R26: impairment groups without an adapted practicum, schools that gave no data.

Source: clause 6.2.8. The record behind a group's gap is the group, never its students: health is
nobody's business outside the school.
"""

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

GROUPS = Pattern(
    """
MATCH (s:Student {region: $region})-[:HAS_IMPAIRMENT]->(unit:ImpairmentGroup)
USING SCAN unit:ImpairmentGroup
WHERE s.registered_at <= $as_of AND unit.name <> 'Не указано'
  AND ($unit IS NULL OR unit.id = $unit)
WITH DISTINCT unit
WITH unit, unit AS record, EXISTS {
  MATCH (p:Practicum {region: $region})-[:ADAPTED_FOR]->(unit)
  WHERE p.posted_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)
    AND EXISTS { (p)-[:PART_OF]->(:Campaign {id: $campaign}) }
} AS adapted
""",
)

SCHOOLS = Pattern(
    """
MATCH (unit:School {region: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH unit, unit AS record,
  max(coalesce(part.impairments_reported_at <= $as_of, false)) AS reported
""",
)

RULE = Rule(
    "R26",
    "6.2.8",
    "Дети с нарушениями без приспособленных практикумов",
    Accountable.COORDINATOR,
    cases(
        Case(
            "group_without_practicum",
            Severity.C,
            "Для нозологической группы нет ни одного приспособленного практикума",
            "Договоритесь с площадкой приспособить хотя бы один практикум для этой группы.",
            GROUPS,
            gap="NOT adapted",
            path=("Регион", "Нозологическая группа", "Практикум"),
        ),
        Case(
            "school_gave_no_data",
            Severity.C,
            "Школа не дала сведений о нозологических группах",
            "Запросите сведения у школы; «таких детей нет» — тоже ответ.",
            SCHOOLS,
            gap="NOT reported AND $day > $due.registration_ends",
            due="$due.registration_ends",
            term=TermKind.REGISTRATION_ENDS,
            due_source="срок кампании: конец регистрации",
            path=("Регион", "Муниципалитет", "Школа", "Сведения о нозологиях"),
            accountable=Accountable.SCHOOL,
        ),
    ),
    causes=(
        Cause(
            ("school_gave_no_data",),
            "R04",
            ("no_representative", "no_navigator"),
        ),
        Cause(
            ("school_gave_no_data",),
            "R19",
            ("representative_no_cabinet", "representative_never_entered"),
        ),
    ),
    personal=Personal.SPECIAL,
    reports=(8,),
)
