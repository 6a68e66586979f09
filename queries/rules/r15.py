"""R15: numbers of children that don't fit, attendance not entered, half-empty practicums.

Source: clause 5.3.5: control of the number of children taking part.
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
  COUNT {
    MATCH (unit)<-[a:ATTENDED]-(:Student) WHERE a.recorded_at <= $as_of
  } AS attended,
  COUNT {
    MATCH (unit)<-[e:ENROLLED_IN]-(:Student)
    WHERE e.enrolled_at <= $as_of AND coalesce(e.cancelled_at > $as_of, true)
  } AS enrolled
""",
    evidence="[{what: 'записано ' + enrolled + ', пришло ' + attended + ', мест ' "
    "+ coalesce(toString(record.capacity), 'не указано'), id: record.id, on: record.on_day}]",
)

_PATH = ("Регион", "Муниципалитет", "Площадка", "Практикум", "Посещение")

RULE = Rule(
    "R15",
    "5.3.5",
    "Число детей на практикуме не сходится",
    Accountable.PRACTICUM,
    cases(
        Case(
            "attended_over_enrolled",
            Severity.B,
            "Пришло больше детей, чем записано",
            "Сверьте список с площадкой: пришедших без записи запишите или исправьте посещение.",
            HELD,
            gap="attended > enrolled",
            due="record.on_day",
            due_source="день практикума",
            path=_PATH,
        ),
        Case(
            "attended_over_capacity",
            Severity.B,
            "Пришло больше детей, чем мест",
            "Уточните у площадки число мест: оно ограничено требованиями безопасности.",
            HELD,
            population="record.capacity IS NOT NULL",
            gap="attended > record.capacity",
            due="record.on_day",
            due_source="день практикума",
            path=_PATH,
        ),
        Case(
            "attendance_not_entered",
            Severity.B,
            "Посещение практикума не внесено",
            "Попросите площадку внести, кто пришёл: без этого не примут отчёт и акт.",
            HELD,
            gap="NOT recorded AND record.on_day <= $late_day.attendance_within",
            since="record.on_day",
            term=TermKind.ATTENDANCE_WITHIN,
            due_source="срок кампании: внесение посещения",
            path=_PATH,
        ),
        Case(
            "half_empty",
            Severity.C,
            "Практикум прошёл полупустым",
            "Узнайте у школ, почему не пришли; укрупните группы следующих практикумов.",
            HELD,
            population="recorded AND record.capacity > 0",
            gap="recorded AND record.capacity > 0 "
            "AND 100 * attended < $amount.filled_share * record.capacity",
            due="record.on_day",
            term=TermKind.FILLED_SHARE,
            due_source="день практикума",
            path=_PATH,
        ),
    ),
    causes=(
        Cause(
            ("attendance_not_entered",),
            "R02",
            ("no_venue_contact",),
            path="MATCH (a)-[:HELD_AT]->(b:Venue)",
        ),
        Cause(("half_empty",), "R12", ("posted_late", "no_date_time_place")),
        Cause(("half_empty",), "R14", ("moved_without_reason",)),
    ),
    reports=(3, 4, 5),
)
