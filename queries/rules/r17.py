"""R17: financial documents missing, returned too often, not agreeing with attendance.

Source: clause 5.3.7: control of the quality of financial reporting documents.
"""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

HELD = Pattern(
    """
MATCH (unit:Practicum {region: $region})-[:PART_OF]->(:Campaign {id: $campaign})
WHERE ($unit IS NULL OR unit.id = $unit)
  AND unit.held_at <= $as_of AND coalesce(unit.cancelled_at > $as_of, true)
WITH unit, unit AS record,
  coalesce(unit.attendance_recorded_at <= $as_of, false) AS recorded,
  COUNT { MATCH (unit)<-[a:ATTENDED]-(:Student) WHERE a.recorded_at <= $as_of } AS attended,
  COLLECT {
    MATCH (unit)<-[:CONCERNS]-(d:Document {kind: 'finance'}) WHERE d.submitted_at <= $as_of
    RETURN d ORDER BY d.submitted_at DESC, d.id LIMIT 1
  }[0] AS act
""",
    evidence="[{what: 'пришло ' + attended + ', в акте ' "
    "+ coalesce(toString(act.children_in_act), 'нет'), id: record.id, on: record.on_day}]",
)

_PATH = ("Регион", "Муниципалитет", "Площадка", "Практикум", "Финансовый документ")

RULE = Rule(
    "R17",
    "5.3.7",
    "Финансовые документы не в порядке",
    Accountable.PRACTICUM,
    cases(
        Case(
            "finance_missing",
            Severity.B,
            "Финансовый документ практикума не сдан в срок",
            "Запросите документ у площадки: без него расходы не примут.",
            HELD,
            gap="act IS NULL AND record.on_day <= $late_day.finance_within",
            since="record.on_day",
            term=TermKind.FINANCE_WITHIN,
            due_source="срок кампании: финансовый документ",
            path=_PATH,
        ),
        Case(
            "returned_too_often",
            Severity.B,
            "Финансовый документ возвращали слишком много раз",
            "Разберите с площадкой замечания Союза по образцу.",
            HELD,
            population="act IS NOT NULL",
            gap="act.returned_times > $amount.finance_returns",
            term=TermKind.FINANCE_RETURNS,
            path=_PATH,
        ),
        Case(
            "children_differ",
            Severity.A,
            "Детей в акте не столько, сколько пришло",
            "Сверьте акт со списком посещения и попросите площадку исправить неверный документ.",
            HELD,
            population="act.children_in_act IS NOT NULL AND recorded",
            gap="recorded AND act.children_in_act <> attended",
            path=_PATH,
        ),
    ),
    causes=(
        Cause(
            ("finance_missing", "returned_too_often"),
            "R20",
            ("unsigned_when_due",),
            path="MATCH (a)-[:HELD_AT]->(b:Venue)",
        ),
        Cause(
            ("children_differ", "finance_missing"),
            "R15",
            ("attendance_not_entered", "attended_over_enrolled"),
        ),
    ),
)
