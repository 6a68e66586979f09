"""R23: mentors without a valid document, of another competence, of an organisation of no kind.

Source: clause 2.8: a mentor comes from one of five kinds of organisation and proves the
qualification by documents.
"""

from graph.declaration import Personal
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

LED = Pattern(
    """
MATCH (unit:Mentor {region: $region})<-[:LED_BY]-(record:Practicum)
WHERE ($unit IS NULL OR unit.id = $unit) AND record.on_day IS NOT NULL
  AND (record.posted_at <= $as_of OR record.held_at <= $as_of)
  AND coalesce(record.cancelled_at > $as_of, true)
  AND EXISTS { (record)-[:PART_OF]->(:Campaign {id: $campaign}) }
WITH unit, record,
  EXISTS {
    MATCH (unit)<-[:QUALIFIES]-(q:Qualification)
    WHERE q.issued_on <= record.on_day AND q.confirmed_on <= record.on_day
      AND q.confirmed_on <= $day
      AND coalesce(record.on_day <= q.valid_until, true)
  } AS qualified,
  NOT EXISTS { (record)-[:IN_COMPETENCE]->(:Competence) }
    OR EXISTS { (record)-[:IN_COMPETENCE]->(:Competence)<-[:SKILLED_IN]-(unit) } AS fitting
""",
    evidence="[{what: 'практикум', id: record.id, on: record.on_day}]",
)

MENTORS = Pattern(
    """
MATCH (unit:Mentor {region: $region})
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, unit AS record, EXISTS {
  MATCH (unit)-[:COMES_FROM]->(o:Organisation) WHERE o.kind IS NOT NULL
} AS placed,
  // The last day of the document that lasts longest; one without an end lasts for good.
  COLLECT {
    MATCH (unit)<-[:QUALIFIES]-(q:Qualification) WHERE q.confirmed_on <= $day
    RETURN max(coalesce(q.valid_until, date('9999-12-31')))
  }[0] AS qualified_until
""",
)

RULE = Rule(
    "R23",
    "2.8",
    "Квалификация наставника не подтверждена",
    Accountable.MENTOR,
    cases(
        Case(
            "mentor_unqualified",
            Severity.A,
            "Наставник ведёт практикумы без действующего документа о квалификации",
            "Запросите у наставника документ; до подтверждения замените его на практикумах.",
            LED,
            gap="NOT qualified",
            due="record.on_day",
            due_source="день практикума",
            path=("Регион", "Практикум", "Наставник", "Документ о квалификации"),
        ),
        Case(
            "competence_differs",
            Severity.B,
            "Компетенция наставника не та, что у практикума",
            "Уточните компетенцию практикума или замените наставника.",
            LED,
            gap="NOT fitting",
            due="record.on_day",
            due_source="день практикума",
            path=("Регион", "Практикум", "Наставник", "Компетенция"),
        ),
        Case(
            "organisation_without_kind",
            Severity.B,
            "Не указано, из какой организации наставник и какого она вида",
            "Укажите организацию и один из пяти её видов.",
            MENTORS,
            gap="NOT placed",
            path=("Регион", "Наставник", "Организация"),
            accountable=Accountable.COORDINATOR,
        ),
        Case(
            "qualification_ended",
            Severity.C,
            "Документ о квалификации наставника закончился, нового нет",
            "Запросите у наставника новый документ до окончания этого.",
            MENTORS,
            population="qualified_until IS NOT NULL",
            gap="qualified_until < $day",
            due="qualified_until",
            due_source="последний день документа",
            path=("Регион", "Наставник", "Документ о квалификации"),
            early=True,
        ),
    ),
    personal=Personal.ADULT,
    reports=(9, 10),
)
