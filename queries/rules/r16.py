"""R16: practicums outside their campaign or their format's window; a format's plan not met.

Source: clauses 5.3.6, 2.14.
"""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

PRACTICUMS = Pattern(
    """
MATCH (unit:Practicum {region: $region})
WHERE ($unit IS NULL OR unit.id = $unit)
  AND unit.posted_at <= $as_of AND coalesce(unit.cancelled_at > $as_of, true)
OPTIONAL MATCH (unit)-[:PART_OF]->(c:Campaign)
WITH unit, c WHERE c IS NULL OR c.id = $campaign
WITH unit, unit AS record,
  c IS NULL OR unit.on_day < $starts_on OR unit.on_day > $ends_on AS outside,
  unit.on_day IS NOT NULL AND EXISTS {
    MATCH (w:FormatWindow)-[:OF_CAMPAIGN]->(c) WHERE w.format = unit.format
  } AND NOT EXISTS {
    MATCH (w:FormatWindow)-[:OF_CAMPAIGN]->(c)
    WHERE w.format = unit.format AND w.starts_on <= unit.on_day AND unit.on_day <= w.ends_on
  } AS untimely
""",
    evidence="[{what: 'практикум', id: record.id, on: record.on_day}]",
)

PLANS = Pattern(
    """
MATCH (unit:Region {id: $region})-[plan:PLANS]->(record:FormatWindow)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND EXISTS { (record)-[:OF_CAMPAIGN]->(:Campaign {id: $campaign}) }
WITH unit, record, plan.planned_attendances AS planned, COUNT {
  MATCH (p:Practicum {region: $region})<-[a:ATTENDED]-(:Student)
  WHERE p.format = record.format AND a.recorded_at <= $as_of
    AND record.starts_on <= p.on_day AND p.on_day <= record.ends_on
    AND EXISTS { (p)-[:PART_OF]->(:Campaign {id: $campaign}) }
} AS attended
""",
    evidence="[{what: 'план ' + planned + ', посещений ' + attended, "
    "id: record.id, on: record.ends_on}]",
)

_PATH = ("Регион", "Муниципалитет", "Площадка", "Практикум", "Кампания")

RULE = Rule(
    "R16",
    "5.3.6, 2.14",
    "Практикумы вне сроков кампании или формата",
    Accountable.PRACTICUM,
    cases(
        Case(
            "outside_campaign",
            Severity.B,
            "Практикум вне кампании",
            "Назначьте практикуму кампанию или перенесите его в её сроки.",
            PRACTICUMS,
            gap="outside",
            path=_PATH,
        ),
        Case(
            "outside_window",
            Severity.B,
            "Практикум вне сроков своего формата",
            "Перенесите практикум в сроки формата или исправьте формат.",
            PRACTICUMS,
            population="NOT outside",
            gap="NOT outside AND untimely",
            path=(*_PATH, "Окно формата"),
        ),
        Case(
            "format_plan_unmet",
            Severity.B,
            "Сроки формата прошли, а план не выполнен",
            "Обсудите с куратором, добрать ли план другими форматами.",
            PLANS,
            population="planned IS NOT NULL",
            gap="attended < planned AND record.ends_on < $day",
            due="record.ends_on",
            due_source="последний день формата",
            path=("Регион", "Окно формата"),
            accountable=Accountable.COORDINATOR,
        ),
    ),
    causes=(
        Cause(
            ("outside_campaign",),
            "R18",
            ("venue_without_campaign",),
            path="MATCH (a)-[:HELD_AT]->(b:Venue)",
        ),
        Cause(
            ("format_plan_unmet",),
            "R15",
            ("half_empty", "attendance_not_entered"),
            path="MATCH (b:Practicum {region: a.id})",
        ),
        Cause(
            ("format_plan_unmet",),
            "R18",
            ("venue_without_campaign",),
            path="MATCH (b:Venue {region: a.id})",
        ),
        Cause(("format_plan_unmet",), "R05", ("region_below_plan",)),
    ),
    reports=(3, 4, 5),
)
